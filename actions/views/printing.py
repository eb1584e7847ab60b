"""The PDF of one fiche, of those that are ticked, or of all that the filters leave."""

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from actions import services
from core.errors import Refused

from .found import find, ticked


@require_POST
def fiches_pdf(request, reference):
    """`which=all` takes the list of the address `query`; otherwise the ticked ones."""
    query = QueryDict(request.POST.get("query", ""))
    found = find(request, reference, data=query)
    chosen = set(found.keys()) if request.POST.get("which") == "all" else ticked(request.POST)
    try:
        job = services.request_fiches_pdf(contract=found.contract, chosen=chosen, actor=request.user)
    except Refused as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('actions:list', args=[reference])}?{query.urlencode()}".rstrip("?"))
    return redirect("core:job", job.pk)

"""The columns that a person chooses for her lists of fiches: kept for her, and told in the address."""

from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.services import remember
from actions import columns
from contracts.views.loading import load_contract


@require_POST
def choose(request):
    """From the list of one contract (`contract`), or of all."""
    wanted = columns.USUAL if "usual" in request.POST else columns.known(request.POST.getlist("column"))
    remember(user=request.user, name=columns.NAME, value=wanted)
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    query.pop("page", None)
    query[columns.NAME] = ",".join(wanted)
    return redirect(f"{_list(request)}?{query.urlencode(safe=',')}")


def _list(request) -> str:
    if reference := request.POST.get("contract", ""):
        return reverse("actions:list", args=[load_contract(request, reference).reference])
    return reverse("actions:all")

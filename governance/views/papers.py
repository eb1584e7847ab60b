"""Ask for a paper of a meeting: it is kept among the documents, so whoever deposits there may."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from contracts.permissions import can_deposit
from governance.services.papers import PAPERS, request_paper

from .loading import load_meeting


@require_POST
def make(request, reference, pk, paper):
    meeting = load_meeting(request, reference, pk, can_deposit)
    if paper not in PAPERS:
        raise Http404
    job = request_paper(meeting=meeting, paper=paper, actor=request.user, today=timezone.localdate())
    return redirect("core:job", job.pk)

"""Texts read one by one before they are published: what may name somebody is proposed, a person decides."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from contracts.views.seen import as_seen
from contracts.views.settling import status_of
from core.errors import Refused
from evaluation.campaign_enums import CampaignState, VerbatimState
from evaluation.campaign_permissions import manages
from evaluation.forms.campaigns import VerbatimForm
from evaluation.masking import spans_of
from evaluation.models import Verbatim
from evaluation.services import campaign_verbatims as services

from .campaign_loading import campaign_page, load_campaign

FORM = require_http_methods(["GET", "HEAD", "POST"])
ROWS = 30
STATES = dict(VerbatimState.choices)


def _rows(campaign):
    rows = Verbatim.objects.filter(answer__reply__campaign=campaign, answer__reply__state="submitted")
    return rows.select_related("answer__question", "read_by").order_by("answer__question__position", "pk")


@require_safe
def verbatims(request, pk):
    found = load_campaign(request, pk, manages, sentence=services.NOT_YOURS)
    state = request.GET.get("etat", "")
    rows = _rows(found)
    counts = {code: rows.filter(state=code).count() for code in STATES}
    if state in STATES:
        rows = rows.filter(state=state)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    lines = [{"row": row, "text": row.text, "column": row.place.partition("|")[2]} for row in page]
    choices = [{"code": code, "label": label, "count": counts[code]} for code, label in STATES.items()]
    context = {"page": page, "lines": lines, "choices": choices, "state": state}
    return campaign_page(request, found, "verbatims.html", context, active="verbatims")


@FORM
def verbatim(request, pk, verbatim):
    found = load_campaign(request, pk, manages, sentence=services.NOT_YOURS)
    row = get_object_or_404(_rows(found), pk=verbatim)
    if found.state not in (CampaignState.CLOSED, CampaignState.PUBLISHED):
        raise Refused("Les textes se relisent une fois la campagne close.")
    names = services.known_names(found)
    spans = services.proposals(row, names)
    form = VerbatimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept, more = request.POST.getlist("mask"), form.cleaned_data["more"]
        if request.POST.get("do") in ("confirm", "withhold"):
            _decide(request, row, kept, more)
            return _next(request, found, row)
    else:
        kept, more = [span.key for span in spans if span.sure], []
    context = {
        "row": row,
        "text": row.text,
        "spans": [{"span": span, "kept": span.key in kept} for span in spans],
        "preview_text": services.preview(row, names, kept=kept, more=more),
        "unfound": [word for word in more if not spans_of(row.text, [word])],
        "form": form,
        "left": _rows(found).filter(state=VerbatimState.TO_READ).count(),
    }
    return campaign_page(request, found, "verbatim.html", context, active="verbatims", status=status_of(form))


def _decide(request, row, kept, more):
    with as_seen(request) as version:
        if request.POST["do"] == "confirm":
            services.confirm(verbatim=row, kept=kept, more=more, actor=request.user, version=version)
            messages.success(request, "Le texte est confirmé.")
        else:
            services.withhold(verbatim=row, actor=request.user, version=version)
            messages.success(request, "Le texte ne sera pas publié.")


def _next(request, campaign, row):
    """Straight to the next text to read: they come in dozens."""
    following = _rows(campaign).filter(state=VerbatimState.TO_READ).exclude(pk=row.pk).first()
    if following:
        return redirect("evaluation:verbatim", campaign.pk, following.pk)
    return redirect("evaluation:verbatims", campaign.pk)

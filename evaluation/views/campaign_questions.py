"""The questionnaire, built on the page and tried as those who answer will see it."""

import copy

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.views.conflict import conflict_for, left_to_other
from contracts.views.loading import by
from contracts.views.seen import as_seen
from contracts.views.settling import status_of
from core.errors import Invalid, Refused, Stale
from core.wording import inside
from evaluation.campaign_enums import QuestionKind
from evaluation.campaign_permissions import manages
from evaluation.forms.campaign_answers import AnswerForm
from evaluation.forms.campaigns import QuestionForm, conditions_before
from evaluation.services import campaign_questions as services
from evaluation.services.campaigns import OPENED

from .campaign_loading import campaign_page, load_campaign

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def questions(request, pk):
    found = load_campaign(request, pk, manages)
    context = {"questions": found.questions.select_related("condition"), "kinds": QuestionKind.choices}
    return campaign_page(request, found, "questions.html", context, active="questions")


def _question(campaign, pk):
    found = get_object_or_404(campaign.questions.select_related("condition"), pk=pk)
    found.campaign = campaign
    return found


@FORM
def question_form(request, pk, kind=None, question=None):
    campaign = load_campaign(request, pk, manages)
    row = _question(campaign, question) if question else None
    kind = row.kind if row else kind
    if kind not in QuestionKind.values:
        raise Http404
    if campaign.state != "draft":
        raise Refused(OPENED)
    known = {"instance": copy.copy(row)} if row else {}
    form = QuestionForm(request.POST or None, kind=kind, earlier=conditions_before(campaign, row), **known)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            with by(request):
                written = _write(request, campaign, row, kind, form)
            return redirect(f"{reverse('evaluation:questions', args=[pk])}#question-{written.pk}")
        except Stale as stale:
            conflict = conflict_for(form, stale, theirs=_columns_of(form, stale.current))
        except (Invalid, Refused) as error:
            form.add_refusal(error)
    label = inside(QuestionKind(kind).label)
    title = "Modifier la question" if row else f"Ajouter une question\xa0: {label}"
    context = {"form": form, "conflict": conflict, "row": row, "title": title}
    return campaign_page(request, campaign, "question_form.html", context, status=status_of(form, conflict))


def _write(request, campaign, row, kind, form):
    given = {name: value for name, value in form.given().items() if not left_to_other(form, name)}
    if row is None:
        return services.add_question(campaign=campaign, actor=request.user, kind=kind, **given)
    return services.edit_question(row, actor=request.user, version=form.seen_version, **given)


def _columns_of(form, current):
    """The columns of the question as it is now, under the names of the form."""
    pairs = {}
    for name in form.fields:
        if name.startswith("column_"):
            rank = int(name.split("_")[1]) - 1
            column = current.columns[rank] if rank < len(current.columns) else {"label": "", "kind": ""}
            pairs[name] = column["kind" if name.endswith("_kind") else "label"]
    return pairs


@FORM
def remove(request, pk, question):
    campaign = load_campaign(request, pk, manages)
    row = _question(campaign, question)
    if request.method == "POST":
        with as_seen(request) as version:
            services.remove_question(row, actor=request.user, version=version)
        messages.success(request, "La question est retirée.")
        return redirect("evaluation:questions", pk)
    context = {
        "title": "Retirer cette question\xa0?",
        "sentence": f"«\xa0{row}\xa0»",
        "details": [f"«\xa0{each}\xa0» en dépend\xa0: sa condition sera à revoir." for each in row.conditioned.all()],
        "action_label": "Retirer",
        "back": reverse("evaluation:questions", args=[pk]),
        "version": row.version,
        "danger": True,
        "form": None,
    }
    return render(request, "components/confirm.html", context)


@require_POST
def move(request, pk, question):
    campaign = load_campaign(request, pk, manages)
    row = _question(campaign, question)
    with by(request):
        services.move_question(row, actor=request.user, up=request.POST.get("up") == "1")
    return redirect(f"{reverse('evaluation:questions', args=[pk])}#question-{row.pk}")


@require_POST
def reorder(request, pk):
    """What dragging sends: the ids in their new order."""
    campaign = load_campaign(request, pk, manages)
    ids = [int(each) for each in request.POST.get("order", "").split(",") if each.isdecimal()]
    with by(request):
        services.reorder_questions(campaign=campaign, ids=ids, actor=request.user)
    return HttpResponse(status=204)


#: What stands for the axes and the fiches of a contract in the preview.
EXAMPLE_ROWS = [("1", "1. Premier axe ou première fiche du contrat"), ("2", "2. Le suivant")]


@require_safe
def preview(request, pk):
    campaign = load_campaign(request, pk, manages)
    found = campaign.questions.all()
    forms = [AnswerForm(question, rows=EXAMPLE_ROWS) for question in found]
    context = {"blocks": [{"form": form, "question": form.question} for form in forms], "preview": True}
    return campaign_page(request, campaign, "preview.html", context, active="questions")

"""A reply: filled question by question by several people, saved as it is typed, sent, reopened, set aside."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.views.loading import by
from contracts.views.settling import status_of
from core import wording
from core.errors import Invalid, PassageRefused, Stale
from evaluation import campaign_values as values
from evaluation.campaign_enums import CampaignState
from evaluation.campaign_permissions import answers, manages, manages_its_campaign, may_name_people
from evaluation.forms.campaign_answers import AnswerForm
from evaluation.forms.campaigns import PeopleForm, ReasonForm
from evaluation.models import AnswerVersion
from evaluation.services import campaign_replies as services

from .campaign_loading import campaign_page, load_reply

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def reply(request, pk, reply):
    found = load_reply(request, pk, reply, answers if request.method == "POST" else None)
    questions = list(found.campaign.questions.select_related("condition"))
    saved = {row.question_id: row for row in found.answers.select_related("by")}
    may_answer = answers(request.user, found) and found.campaign.state == CampaignState.OPEN and not found.given
    if request.method == "POST":
        blocks = [_block(found, question, saved, data=request.POST) for question in questions]
        crossing = [block for block in blocks if _save(request, found, block)]
        if not crossing:
            messages.success(request, "Vos réponses sont enregistrées.")
            return redirect("evaluation:reply", pk, reply)
    else:
        blocks = [_block(found, question, saved, disabled=not may_answer) for question in questions]
        crossing = []
    given = {question: row.value for question, row in saved.items()}
    context = {
        "reply": found,
        # What is being written is nobody else's to read before it is sent.
        "hidden": not (answers(request.user, found) or found.given),
        "blocks": blocks,
        "crossing": crossing,
        "may_answer": may_answer,
        "may_name": may_name_people(request.user, found),
        "decides": manages(request.user, found.campaign),
        "missing": services.missing_in(found, questions) if may_answer else [],
        "asked": values.asked(questions, given),
        "preview": False,
        "late": found.campaign.late_on(timezone.localdate()),
    }
    return campaign_page(request, found.campaign, "reply.html", context, status=409 if crossing else 200)


def _block(reply, question, saved, *, data=None, disabled=False):
    """What the template of one question needs: its form, the row saved, and where the two cross."""
    row = saved.get(question.pk)
    rows = values.rows_of(question, reply.contract)
    form = AnswerForm(
        question,
        rows=rows,
        value=row.value if row else None,
        version=row.version if row else 0,
        data=data,
        disabled=disabled,
    )
    return {"form": form, "question": question, "row": row, "conflict": None}


def _save(request, reply, block) -> bool:
    """Save what this person changed in one question; whether it did not go through (the block then says why)."""
    form, question = block["form"], block["question"]
    if not form.is_valid():
        return True
    if form.cleaned_data.get("take") == "theirs":
        return False
    try:
        if _untouched(reply, form):
            return False
        with by(request):
            block["row"] = services.save_answer(
                reply=reply, question=question, given=form.given, version=form.seen_version, actor=request.user
            )
    except Stale as stale:
        _cross(block, stale.current)
        return True
    except Invalid as error:
        form.refuse(error.sentences)
        return True
    return False


def _untouched(reply, form) -> bool:
    """Nothing was typed since the page was opened: what somebody else saved meanwhile stays."""
    question = form.question
    seen = AnswerVersion.objects.filter(
        answer__reply=reply, answer__question=question, version=form.seen_version
    ).first()
    try:
        return values.cleaned(question, form.given, form.rows) == (seen.value if seen else None)
    except Invalid:
        return False


def _cross(block, current):
    form, question = block["form"], block["question"]
    form.data = {**form.data.dict(), **_lists(form)} | {form.add_prefix("seen"): current.version}
    block["row"] = current
    block["conflict"] = {
        "by": wording.name_of(current.by),
        "at": current.updated_at,
        "theirs": values.in_words(question, current.value),
    }


def _lists(form):
    return {key: form.data.getlist(key) for key in form.data if len(form.data.getlist(key)) > 1}


@require_POST
def answer(request, pk, reply, question):
    """One question, saved as it is typed. Where two crossed, the question comes back with both answers."""
    found = load_reply(request, pk, reply, answers)
    row = get_object_or_404(found.campaign.questions.select_related("condition"), pk=question)
    saved = {each.question_id: each for each in found.answers.filter(question=row).select_related("by")}
    block = _block(found, row, saved, data=request.POST)
    wrong = _save(request, found, block)
    if not wrong and block["form"].cleaned_data.get("take") == "theirs":
        block = _block(found, row, saved)
        return _fragment(request, found, block, status=200)
    if wrong:
        return _fragment(request, found, block, status=409 if block["conflict"] else 400)
    now = block["row"]
    return JsonResponse({"version": now.version if now else 0, "at": timezone.localtime().strftime("%H:%M")})


def _fragment(request, reply, block, *, status):
    context = {"block": block, "reply": reply, "campaign": reply.campaign, "may_answer": True, "preview": False}
    html = render_to_string("evaluation/campaigns/_question.html", context, request=request)
    return JsonResponse({"html": html}, status=status)


@require_safe
def versions(request, pk, reply, question):
    """What was saved for one question, the newest first: nothing that was typed is lost."""
    found = load_reply(request, pk, reply, answers)
    row = get_object_or_404(found.campaign.questions, pk=question)
    past = AnswerVersion.objects.filter(answer__reply=found, answer__question=row).select_related("by")[:50]
    lines = [{"version": each, "words": values.in_words(row, each.value)} for each in past]
    return campaign_page(request, found.campaign, "versions.html", {"reply": found, "question": row, "lines": lines})


@FORM
def submit(request, pk, reply):
    found = load_reply(request, pk, reply, answers)
    missing = services.missing_in(found)
    if request.method == "POST":
        try:
            with by(request):
                services.submit(reply=found, actor=request.user)
        except PassageRefused as error:
            if not error.missing:
                raise
            missing = error.missing
        else:
            messages.success(request, "La réponse est envoyée. Merci.")
            return redirect("evaluation:reply", pk, reply)
    context = {"reply": found, "missing": missing}
    status = 409 if request.method == "POST" else 200
    return campaign_page(request, found.campaign, "submit.html", context, status=status)


@FORM
def people(request, pk, reply):
    found = load_reply(request, pk, reply, may_name_people)
    form = PeopleForm(
        request.POST or None, people=services.nameable(found.contract), initial={"people": found.people.all()}
    )
    if request.method == "POST" and form.is_valid():
        with by(request):
            services.name_people(reply=found, people=list(form.cleaned_data["people"]), actor=request.user)
        messages.success(request, "Les personnes qui répondent sont enregistrées.")
        return redirect("evaluation:reply", pk, reply)
    context = {
        "title": "Qui répond aussi\xa0?",
        "sentence": f"{found.contract}\xa0: les coordinateurs répondent toujours. Ajoutez-leur qui vous voulez.",
        "details": ["On choisit parmi les personnes qui ont un rôle sur le contrat."],
        "action_label": "Enregistrer",
        "back": reverse("evaluation:reply", args=[pk, reply]),
        "form": form,
    }
    return render(request, "components/confirm.html", context, status=status_of(form))


def _decision(request, pk, reply, service, *, title, details, label, said, needs_reason=True):
    """A page that decides what becomes of a reply, most often with its reason."""
    found = load_reply(request, pk, reply, manages_its_campaign, sentence=services.NOT_DECIDING)
    form = ReasonForm(request.POST or None) if needs_reason else None
    if request.method == "POST" and (form is None or form.is_valid()):
        why = {"reason": form.cleaned_data["reason"]} if form else {}
        with by(request):
            service(reply=found, actor=request.user, **why)
        messages.success(request, said)
        return redirect("evaluation:campaign_progress", pk)
    context = {
        "title": title,
        "sentence": str(found.contract),
        "details": details,
        "action_label": label,
        "back": reverse("evaluation:reply", args=[pk, reply]),
        "form": form,
    }
    return render(request, "components/confirm.html", context, status=400 if form and form.errors else 200)


@FORM
def reopen(request, pk, reply):
    return _decision(
        request,
        pk,
        reply,
        services.reopen,
        title="Rouvrir cette réponse\xa0?",
        details=["Ceux qui l’ont remplie reçoivent un courriel avec la raison. Leurs réponses restent."],
        label="Rouvrir",
        said="La réponse est rouverte.",
    )


@FORM
def refuse(request, pk, reply):
    return _decision(
        request,
        pk,
        reply,
        services.refuse,
        title="Écarter cette réponse\xa0?",
        details=["Elle n’entre plus dans les résultats\xa0; elle y est comptée à part, comme incomplète."],
        label="Écarter",
        said="La réponse est écartée.",
    )


@FORM
def keep(request, pk, reply):
    return _decision(
        request,
        pk,
        reply,
        services.keep,
        title="Retenir cette réponse\xa0?",
        details=["Elle compte de nouveau dans les résultats."],
        label="Retenir",
        said="La réponse est retenue.",
        needs_reason=False,
    )

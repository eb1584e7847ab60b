"""What one who leaves hands over: its page, its questionnaire, its PDF, and « lu »."""

import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.permissions import can_comment, can_write
from contracts.views.conflict import values_to_save
from contracts.views.editing import edit_page
from contracts.views.loading import by, contract_page, load_contract
from contracts.views.seen import as_seen
from contracts.views.settling import settle, status_of
from contracts.writing import NOT_YOURS
from core.errors import Forbidden, Invalid, Refused
from governance.forms.handover import AnswerForm, HandoverForm, OpenForm
from governance.forms.meetings import ReasonForm
from governance.models import Handover
from governance.permissions import can_read_handover, is_successor
from governance.services import handovers as services
from governance.sheets.handover import of_handover

FORM = require_http_methods(["GET", "HEAD", "POST"])
NOT_FOR_YOU = "Un dossier de passation se lit par celles et ceux qui tiennent le contrat, et par qui prend la suite."


@FORM
def handovers(request, reference):
    """Those of the contract, and a new one."""
    contract = load_contract(request, reference)
    may_write = can_write(request.user, contract)
    mine = contract.handovers.for_successor(request.user)
    rows = contract.handovers.all() if can_comment(request.user, contract) else mine
    if not can_comment(request.user, contract) and not mine.exists():
        raise Forbidden(NOT_FOR_YOU)
    if request.method == "POST" and not may_write:
        raise Forbidden(NOT_YOURS)
    form = OpenForm(request.POST or None, contract=contract)
    if request.method == "POST" and form.is_valid():
        with by(request):
            made = services.open_handover(contract=contract, actor=request.user, **form.asked())
        return redirect("coordination:handover", reference, made.pk)
    context = {"form": form if may_write else None, "rows": rows.select_related("post", "successor", "handed_by")}
    return contract_page(
        request, contract, "governance/handovers.html", context, active="governance", status=status_of(form)
    )


def _load(request, reference, pk, may=None):
    contract = load_contract(request, reference, may)
    rows = Handover.objects.select_related("post", "successor", "handed_by", "document")
    row = get_object_or_404(rows, contract=contract, pk=pk)
    row.contract = contract
    if may is None and not can_read_handover(request.user, row) and not is_successor(request.user, row):
        raise Forbidden(NOT_FOR_YOU)
    return row


@require_safe
def handover(request, reference, pk):
    row = _load(request, reference, pk)
    context = {
        "handover": row,
        "sheet": of_handover(row, today=timezone.localdate()),
        "answers": row.answers.all(),
        "may_write": can_write(request.user, row.contract) and not row.settled_on,
        "to_say_read": row.handed and not row.read_on and is_successor(request.user, row),
    }
    return contract_page(request, row.contract, "governance/handover.html", context, active="governance")


@FORM
def edit(request, reference, pk):
    row = _load(request, reference, pk, can_write)
    form = HandoverForm(request.POST or None, instance=copy.copy(row), contract=row.contract)

    def write(values, version):
        services.edit_handover(row, actor=request.user, version=version, **values)

    about = {"row": row, "title": "Qui part, qui arrive", "back": "coordination:handovers", "active": "governance"}
    return edit_page(request, row.contract, form, write, **about)


@FORM
def answer(request, reference, pk, question):
    """One question at a time, each saved alone; then the next one without an answer."""
    row = _load(request, reference, pk, can_write)
    asked = get_object_or_404(row.answers.select_related("contract", "handover"), pk=question)
    form, conflict = AnswerForm(request.POST or None, instance=copy.copy(asked)), None

    def write():
        values = {"text": asked.text, **values_to_save(form)}
        services.answer_question(asked, actor=request.user, version=form.seen_version, **values)

    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "La réponse est enregistrée.")
            return _next(request, row, asked)
    whole = row.answers.count()
    context = {"handover": row, "asked": asked, "form": form, "conflict": conflict, "whole": whole}
    status = status_of(form, conflict)
    return contract_page(
        request, row.contract, "governance/answer_question.html", context, active="governance", status=status
    )


def _next(request, row, asked):
    waiting = row.answers.filter(position__gt=asked.position, text="").first()
    if waiting and "next" in request.POST:
        return redirect("coordination:handover_answer", row.contract.reference, row.pk, waiting.pk)
    return redirect(row)


@require_POST
def pdf(request, reference, pk):
    row = _load(request, reference, pk)
    job = services.request_kit(row, actor=request.user, today=timezone.localdate())
    return redirect("core:job", job.pk)


@require_POST
def give(request, reference, pk):
    row = _load(request, reference, pk, can_write)
    with as_seen(request) as version:
        services.hand_over(row, actor=request.user, today=timezone.localdate(), version=version)
    messages.success(request, "Le dossier est remis\xa0: son PDF se range parmi les documents.")
    return redirect(row)


@require_POST
def read(request, reference, pk):
    row = _load(request, reference, pk)
    with by(request):
        services.mark_read(row, actor=request.user, today=timezone.localdate())
    messages.success(request, "C’est noté\xa0: vous avez lu le dossier.")
    return redirect(row)


@FORM
def drop(request, reference, pk):
    """Nothing to hand over: said with its reason."""
    row = _load(request, reference, pk, can_write)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _dropped(request, row, form):
        messages.success(request, "C’est noté\xa0: aucun dossier n’est attendu.")
        return redirect("coordination:handovers", reference)
    context = {
        "title": "Ne pas remettre de dossier\xa0?",
        "sentence": f"«\xa0{row}\xa0»",
        "details": ["Il reste dans la liste avec cette raison, et n’est plus rappelé à personne."],
        "action_label": "Ne pas remettre de dossier",
        "back": row.get_absolute_url(),
        "version": request.POST.get("version", "") or row.version,
        "danger": True,
        "form": form,
    }
    status = status_of(form) if form.is_bound else 200
    return render(request, "components/confirm.html", context, status=status)


def _dropped(request, row, form):
    """Whether it went through; a refusal stands on the form."""
    today, reason = timezone.localdate(), form.cleaned_data["reason"]
    try:
        with as_seen(request) as version:
            services.drop_handover(row, actor=request.user, today=today, reason=reason, version=version)
    except (Invalid, Refused) as error:
        form.add_refusal(error)
        return False
    return True

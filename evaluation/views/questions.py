"""How the evaluation is led, its questions and their criteria, what is answered and the four lists of each."""

import copy

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from actions.models import Indicator
from contracts.permissions import can_write
from contracts.views.loading import by, contract_page, load_contract
from core.search import unaccent
from evaluation.figures.judgements import by_criterion, judged
from evaluation.forms.evaluations import EvaluationForm, SwotForm
from evaluation.models import Quote
from evaluation.services import evaluations as services
from evaluation.services.bank import bank_of

from .row_page import FORM, row_page, to

CHOICES = 20


@require_safe
def questions(request, reference):
    contract = load_contract(request, reference)
    inside = ("criteria__indicators", "criteria__sources", "criteria__actions")
    rows = list(contract.evaluation_questions.prefetch_related(*inside))
    known, counts = {row.code for row in rows}, judged(contract)
    for row in rows:
        row.judged = counts.get(row.pk, 0)
    may_write = can_write(request.user, contract)
    context = {
        "evaluation": services.evaluation_of(contract),
        "questions": rows,
        "bank": [entry for entry in bank_of(contract.region) if entry.code not in known] if may_write else [],
        "may_write": may_write,
    }
    return contract_page(request, contract, "evaluation/questions.html", context, active="questions")


@FORM
def set_up(request, reference):
    contract = load_contract(request, reference, can_write)
    row = services.evaluation_of(contract)
    form = EvaluationForm(request.POST or None, instance=copy.copy(row))

    def write(values, version):
        services.set_up_evaluation(contract=contract, actor=request.user, version=version, **values)

    where = {"back": to("evaluation_questions", contract), "active": "questions"}
    return row_page(request, contract, form, write, row=row, title="Cadrer l’évaluation", **where)


@require_POST
def take(request, reference):
    """The chosen questions of the bank, with their criteria."""
    contract = load_contract(request, reference, can_write)
    with by(request):
        taken = services.take_questions(contract=contract, actor=request.user, codes=request.POST.getlist("codes"))
    if taken:
        messages.success(request, "Les questions sont reprises, avec leurs critères.")
    else:
        messages.info(request, "Cochez au moins une question de la banque.")
    return redirect("evaluation:evaluation_questions", reference)


@require_safe
def question(request, reference, pk):
    contract = load_contract(request, reference)
    row = get_object_or_404(contract.evaluation_questions, pk=pk)
    row.contract = contract
    context = {
        "question": row,
        "criteria": by_criterion(row),
        "findings": row.findings.prefetch_related("sources"),
        "quotes": Quote.objects.shown().filter(question=row).select_related("interview"),
        "may_write": can_write(request.user, contract),
    }
    return contract_page(request, contract, "evaluation/question.html", context, active="questions")


@FORM
def swot(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.evaluation_questions, pk=pk)
    row.contract = contract
    form = SwotForm(request.POST or None, instance=copy.copy(row))

    def write(values, version):
        services.write_swot(row=row, actor=request.user, version=version, **values)

    title = "Forces, faiblesses, opportunités, menaces"
    where = {"back": to("question_page", contract, pk), "active": "questions", "intro": str(row)}
    return row_page(request, contract, form, write, row=row, title=title, **where)


@require_POST
def move(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.evaluation_questions, pk=pk)
    with by(request):
        services.move_question(row=row, actor=request.user, up=request.POST.get("up") == "1")
    return redirect("evaluation:evaluation_questions", reference)


@require_safe
def indicator_lookup(request, reference):
    """What the combobox of indicators shows."""
    contract = load_contract(request, reference)
    typed = unaccent(request.GET.get("q", ""))
    rows = Indicator.objects.filter(contract=contract).select_related("action", "objective", "axis")
    found = [row for row in rows if typed in unaccent(row.title)][:CHOICES]
    results = [
        {"value": row.pk, "label": row.title, "hint": str(row.action or row.objective or row.axis or "Tout le contrat")}
        for row in found
    ]
    return JsonResponse({"results": results})

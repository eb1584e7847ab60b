"""Findings of the evaluation, recommendations, what was answered and what becomes of them."""

import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.models import Contract
from contracts.permissions import can_write
from contracts.views.loading import by, contract_page, load_contract
from contracts.writing import NOT_YOURS
from core.errors import Forbidden
from evaluation.forms.conclusions import AnswerForm, FollowForm, RecommendationFilter
from evaluation.models import Recommendation
from evaluation.permissions import can_follow
from evaluation.services import recommendations as services

from .row_page import FORM, all_values, row_page, to

ROWS = 30


@require_safe
def conclusions(request, reference):
    contract = load_contract(request, reference)
    today = timezone.localdate()
    wanted = RecommendationFilter(request.GET)
    everything = contract.recommendations.all()
    found = everything.in_state(wanted.state(), today).for_lists()
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    for row in page.object_list:
        told(row, contract, request.user, today)
    context = {
        "findings": contract.evaluation_findings.prefetch_related("questions", "sources", "recommendations"),
        "page": page,
        "filter": wanted,
        "any": bool(page.object_list) or everything.exists(),
        "inherited": inherited(contract, request.user),
        "may_write": can_write(request.user, contract),
    }
    return contract_page(request, contract, "evaluation/conclusions.html", context, active="conclusions")


def told(row, contract, user, today):
    """What its line shows and offers to this person."""
    row.contract = contract
    row.late, row.may_follow = row.late_on(today), row.answer == "accepted" and can_follow(user, row)
    return row


def inherited(contract, user):
    """Accepted in a contract that this one follows, seen by the person, not done there and not yet taken up here."""
    visible = Contract.objects.visible_to(user).values("pk")
    rows = Recommendation.objects.of_predecessors(contract).filter(contract__in=visible)
    return rows.exclude(taken_up__contract=contract).select_related("contract", "owner").distinct()


def _row(contract, pk):
    row = get_object_or_404(contract.recommendations.select_related("owner"), pk=pk)
    row.contract = contract
    return row


@FORM
def answer(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = _row(contract, pk)
    shown = copy.copy(row)
    shown.answered_on = row.answered_on or timezone.localdate()
    form = AnswerForm(request.POST or None, instance=copy.copy(shown))
    names = ("answer", "answer_reason", "answered_by", "answered_on")

    def write(values, version):
        said = all_values(shown, values, names)
        services.answer_recommendation(row=row, actor=request.user, today=timezone.localdate(), version=version, **said)

    where = {"back": to("conclusions", contract), "active": "conclusions", "intro": row.text}
    return row_page(request, contract, form, write, row=row, title="Répondre à la recommandation", **where)


@FORM
def follow(request, reference, pk):
    """Where it stands: also for the person it was given to."""
    contract = load_contract(request, reference)
    row = _row(contract, pk)
    if not can_follow(request.user, row):
        raise Forbidden(NOT_YOURS)
    form = FollowForm(request.POST or None, instance=copy.copy(row))

    def write(values, version):
        said = all_values(row, values, ("progress", "done_on", "proof"))
        services.follow_recommendation(row=row, actor=request.user, today=timezone.localdate(), version=version, **said)

    where = {"back": to("conclusions", contract), "active": "conclusions", "intro": row.text}
    return row_page(request, contract, form, write, row=row, title="Dire où elle en est", **where)


@require_POST
def take_up(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(inherited(contract, request.user), pk=pk)
    with by(request):
        services.take_up(contract=contract, recommendation=row, actor=request.user)
    messages.success(request, "La recommandation est reprise dans ce contrat.")
    return redirect("evaluation:conclusions", reference)

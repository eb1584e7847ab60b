"""The grid of a question: read by whoever sees the contract, filled by its writers."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from contracts.permissions import can_write
from contracts.views.loading import contract_page, load_contract
from contracts.writing import NOT_YOURS
from core.errors import Forbidden

from .judgement_sheet import JudgementSheet


@require_http_methods(["GET", "HEAD", "POST"])
def grid(request, reference, pk):
    contract = load_contract(request, reference)
    may_write = can_write(request.user, contract)
    if request.method == "POST" and not may_write:
        raise Forbidden(NOT_YOURS)
    question = get_object_or_404(contract.evaluation_questions, pk=pk)
    criteria = list(question.criteria.prefetch_related("actions"))
    actions = list(contract.actions.in_plan_order().select_related("axis"))
    sheet = JudgementSheet(contract, criteria, actions, request.POST or None)
    if request.method == "POST" and sheet.save(request):
        messages.success(request, "La grille est enregistrée.")
        return redirect("evaluation:question_page", reference, pk)
    drawn = sheet.grid() if may_write else None
    context = {"question": question, "sheet": sheet, "grid": drawn, "criteria": criteria, "may_write": may_write}
    context["lines"] = [] if may_write else read_lines(sheet)
    status = 200 if request.method != "POST" else 409 if sheet.theirs else 400
    return contract_page(request, contract, "evaluation/grid.html", context, active="questions", status=status)


def read_lines(sheet) -> list[dict]:
    return [
        {
            "action": action,
            "cells": [(row, sheet.rows.get((row.pk, action.pk))) for row in sheet.criteria],
        }
        for action in sheet.actions
    ]

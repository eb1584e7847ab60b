"""The small forms of the evaluation: add, change, remove. One table says what each kind of row is."""

import copy
from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from contracts.permissions import can_write
from contracts.views.loading import load_contract
from evaluation import models
from evaluation.forms import conclusions, evaluations
from evaluation.services import evaluations as services
from evaluation.services import recommendations

from .row_page import FORM, removal_page, row_page, to


@dataclass(frozen=True)
class Kind:
    """`tab`: the page where its rows stand, `page` where it bears another name; `of_question`: they hang on one."""

    model: type
    form: type
    add: Callable
    edit: Callable
    remove: Callable
    new: str
    one: str
    tab: str
    of_question: bool = False
    page: str = ""

    def back(self, contract):
        return to(self.page or self.tab, contract)


KINDS = {
    "questions": Kind(
        models.EvaluationQuestion,
        evaluations.QuestionForm,
        services.add_question,
        services.edit_question,
        services.remove_question,
        "Ajouter une question évaluative",
        "la question évaluative",
        "questions",
        page="evaluation_questions",
    ),
    "criteres": Kind(
        models.Criterion,
        evaluations.CriterionForm,
        services.add_criterion,
        services.edit_criterion,
        services.remove_criterion,
        "Ajouter un critère",
        "le critère",
        "questions",
        of_question=True,
        page="evaluation_questions",
    ),
    "sources": Kind(
        models.Source,
        evaluations.SourceForm,
        services.add_source,
        services.edit_source,
        services.remove_source,
        "Ajouter une source",
        "la source",
        "sources",
    ),
    "constats": Kind(
        models.EvaluationFinding,
        conclusions.FindingForm,
        recommendations.add_finding,
        recommendations.edit_finding,
        recommendations.remove_finding,
        "Ajouter un constat",
        "le constat",
        "conclusions",
    ),
    "recommandations": Kind(
        models.Recommendation,
        conclusions.RecommendationForm,
        recommendations.add_recommendation,
        recommendations.edit_recommendation,
        recommendations.remove_recommendation,
        "Ajouter une recommandation",
        "la recommandation",
        "conclusions",
    ),
}


@FORM
def add(request, reference, kind, pk=None):
    """`pk`: the question that a criterion hangs on."""
    contract = load_contract(request, reference, can_write)
    what = _kind(kind)
    if what.of_question != (pk is not None):
        raise Http404
    given = {"question": get_object_or_404(contract.evaluation_questions, pk=pk)} if pk else {}
    form = what.form(request.POST or None, instance=what.model(contract=contract))

    def write(values, _version):
        what.add(contract=contract, actor=request.user, **given, **values)

    intro = str(given.get("question", ""))
    where = {"back": what.back(contract), "active": what.tab, "intro": intro}
    return row_page(request, contract, form, write, row=None, title=what.new, **where)


@FORM
def change(request, reference, kind, pk):
    contract = load_contract(request, reference, can_write)
    what = _kind(kind)
    row = get_object_or_404(what.model, contract=contract, pk=pk)
    row.contract = contract
    form = what.form(request.POST or None, instance=copy.copy(row))

    def write(values, version):
        what.edit(row=row, actor=request.user, version=version, **values)

    where = {"back": what.back(contract), "active": what.tab, "remove_url": to("row_remove", contract, kind, pk)}
    return row_page(request, contract, form, write, row=row, title=f"Modifier {what.one}", **where)


@FORM
def remove(request, reference, kind, pk):
    contract = load_contract(request, reference, can_write)
    what = _kind(kind)
    row = get_object_or_404(what.model, contract=contract, pk=pk)

    def gone(version):
        what.remove(row=row, actor=request.user, version=version)

    sentence = f"«\xa0{row}\xa0» sera retiré de l’évaluation, avec ce qui en dépend."
    return removal_page(request, row, gone, title=f"Retirer {what.one}", sentence=sentence, back=what.back(contract))


def _kind(code):
    if code not in KINDS:
        raise Http404
    return KINDS[code]

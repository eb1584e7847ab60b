"""What was found, what is recommended, what is answered, and what becomes of it."""

from django.db import transaction

from contracts import writing
from core.errors import Invalid, Refused
from evaluation.models import EvaluationFinding, Recommendation
from evaluation.permissions import can_follow
from evaluation.terms import Answer, Progress

from .evaluations import refuse_elsewhere


def add_finding(*, contract, actor, text, questions=(), sources=()) -> EvaluationFinding:
    lists = {"questions": list(questions), "sources": list(sources)}
    refuse_elsewhere(contract, *(row for rows in lists.values() for row in rows))
    return writing.add(EvaluationFinding, contract=contract, actor=actor, text=text, m2m=lists)


def edit_finding(*, row, actor, version=None, **fields):
    lists = {name: list(fields.pop(name)) for name in ("questions", "sources") if name in fields}
    refuse_elsewhere(row.contract, *(each for rows in lists.values() for each in rows))
    return writing.edit(row, actor=actor, version=version, m2m=lists, **fields)


def remove_finding(*, row, actor, version=None):
    writing.remove(row, actor=actor, version=version)


def add_recommendation(*, contract, actor, text, findings=(), actions=(), **fields) -> Recommendation:
    lists = {"findings": list(findings), "actions": list(actions)}
    refuse_elsewhere(contract, *(row for rows in lists.values() for row in rows))
    return writing.add(Recommendation, contract=contract, actor=actor, text=text, m2m=lists, **fields)


def edit_recommendation(*, row, actor, version=None, **fields):
    lists = {name: list(fields.pop(name)) for name in ("findings", "actions") if name in fields}
    refuse_elsewhere(row.contract, *(each for rows in lists.values() for each in rows))
    return writing.edit(row, actor=actor, version=version, m2m=lists, **fields)


def remove_recommendation(*, row, actor, version=None):
    if row.answer:
        raise Refused("Une recommandation à laquelle on a répondu ne se retire pas.")
    writing.remove(row, actor=actor, version=version)


@transaction.atomic
def answer_recommendation(*, row, actor, answer, answered_by, answered_on, today, answer_reason="", version=None):
    """Accepted, refused or postponed: by whom, when, and why where it is not accepted."""
    wrong = {}
    if answer not in Answer.values:
        wrong["answer"] = ["Choisissez une réponse."]
    if not (answered_by or "").strip():
        wrong["answered_by"] = ["Dites qui a répondu\xa0: une personne, ou une instance."]
    if answered_on is None:
        wrong["answered_on"] = ["Dites quand."]
    elif answered_on > today:
        wrong["answered_on"] = ["Cette date est à venir."]
    if answer in (Answer.REFUSED, Answer.POSTPONED) and not answer_reason.strip():
        wrong["answer_reason"] = ["Dites pourquoi elle est refusée ou reportée."]
    if wrong:
        raise Invalid(fields=wrong)
    said = {"answer": answer, "answered_by": answered_by.strip(), "answered_on": answered_on}
    if answer != Answer.ACCEPTED and row.progress != Progress.TO_DO:
        # What is given up is followed no more.
        said |= {"progress": Progress.TO_DO, "done_on": None, "proof": ""}
    return writing.edit(row, actor=actor, version=version, answer_reason=answer_reason.strip(), **said)


@transaction.atomic
def follow_recommendation(*, row, actor, progress, today, done_on=None, proof="", version=None):
    """Where it stands, with the proof once done. Whoever it was given to may say it, and the writers."""
    if row.answer != Answer.ACCEPTED:
        raise Refused("Seule une recommandation acceptée se suit.")
    done = progress == Progress.DONE
    if done and done_on is None:
        raise Invalid(fields={"done_on": ["Dites quand elle a été faite."]})
    if done and done_on > today:
        raise Invalid(fields={"done_on": ["Cette date est à venir."]})
    said = {"progress": progress, "done_on": done_on if done else None, "proof": proof.strip()}
    return writing.edit(row, actor=actor, version=version, may=lambda user, _: can_follow(user, row), **said)


@transaction.atomic
def take_up(*, contract, recommendation, actor) -> Recommendation:
    """An accepted recommendation of the contract that this one follows, not done there, goes on here."""
    writing.refuse_unless(writing.can_write, actor, contract)
    writing.hold(contract)
    if not Recommendation.objects.of_predecessors(contract).filter(pk=recommendation.pk).exists():
        raise Invalid("Cette recommandation n’est pas d’un contrat que celui-ci prolonge, ou elle n’attend plus rien.")
    if contract.recommendations.filter(inherited_from=recommendation).exists():
        raise Refused("Cette recommandation est déjà reprise.")
    said = {name: getattr(recommendation, name) for name in ("text", "addressed_to")}
    said |= {name: getattr(recommendation, name) for name in ("answer", "answer_reason", "answered_by", "answered_on")}
    said["inherited_from"] = recommendation
    return writing.add(Recommendation, contract=contract, actor=actor, across=("inherited_from",), **said)

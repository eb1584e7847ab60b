"""An evaluation is set up, its questions taken from the bank or written, their criteria tied to what they look at."""

from django.db import transaction
from django.utils.text import slugify

from contracts import writing
from core import richtext
from core.errors import Invalid, Refused
from evaluation.models import Criterion, Evaluation, EvaluationQuestion, Source
from evaluation.services.bank import bank_of
from evaluation.terms import SWOT, SourceKind


def evaluation_of(contract) -> Evaluation:
    """That of `contract`; a new one, not saved, where it is not set up."""
    return Evaluation.objects.filter(contract=contract).first() or Evaluation(contract=contract)


@transaction.atomic
def set_up_evaluation(*, contract, actor, version=None, **fields) -> Evaluation:
    """How the evaluation is led: written once, then changed."""
    if "synthesis" in fields:
        fields["synthesis"] = richtext.sanitize(fields["synthesis"])
    writing.refuse_unless(writing.can_write, actor, contract)
    writing.hold(contract)
    row = Evaluation.objects.filter(contract=contract).first()
    if row is None:
        return writing.add(Evaluation, contract=contract, actor=actor, **fields)
    # Without a version, whoever sets it up did not know that somebody just has.
    return writing.edit(row, actor=actor, version=version or 0, **fields)


@transaction.atomic
def take_questions(*, contract, actor, codes) -> list[EvaluationQuestion]:
    """Those of the bank of the region, with their criteria; one that is there already stays as it is."""
    writing.refuse_unless(writing.can_write, actor, contract)
    writing.hold(contract)
    known = set(contract.evaluation_questions.values_list("code", flat=True))
    entries = {entry.code: entry for entry in bank_of(contract.region)}
    if unknown := set(codes) - set(entries):
        raise Invalid(f"Cette question n’est pas dans la banque de la région\xa0: {', '.join(sorted(unknown))}.")
    taken = []
    for code in dict.fromkeys(codes):
        if code in known:
            continue
        entry = entries[code]
        said = {"code": code, "title": entry.title, "help": entry.help, "origin": entry.source}
        question = writing.add(EvaluationQuestion, contract=contract, actor=actor, **said)
        for title in entry.criteria:
            add_criterion(contract=contract, actor=actor, question=question, title=title)
        taken.append(question)
    return taken


def add_question(*, contract, actor, title, **fields) -> EvaluationQuestion:
    return writing.add(EvaluationQuestion, contract=contract, actor=actor, title=title, **fields)


def edit_question(*, row, actor, version=None, **fields):
    if "answer" in fields:
        fields["answer"] = richtext.sanitize(fields["answer"])
    return writing.edit(row, actor=actor, version=version, **fields)


def write_swot(*, row, actor, version=None, **lists):
    """`lists`: lines by the names of `terms.SWOT`."""
    if unknown := set(lists) - set(SWOT):
        raise Invalid(f"Cette liste n’existe pas\xa0: {', '.join(sorted(unknown))}.")
    return writing.edit(row, actor=actor, version=version, **{name: list(lines) for name, lines in lists.items()})


def remove_question(*, row, actor, version=None):
    if row.criteria.filter(judgements__isnull=False).exists():
        raise Refused("Des fiches ont déjà été appréciées sur cette question\xa0: videz d’abord sa grille.")
    writing.remove(row, actor=actor, version=version)


def move_question(*, row, actor, up):
    writing.move(row, actor=actor, up=up)


def add_criterion(*, contract, actor, question, title, indicators=(), sources=(), actions=(), **fields) -> Criterion:
    """`question` of the same contract; indicators, sources and fiches too."""
    lists = {"indicators": list(indicators), "sources": list(sources), "actions": list(actions)}
    refuse_elsewhere(contract, question, *(row for rows in lists.values() for row in rows))
    said = {"question": question, "code": slugify(title)[:80], "title": title, **fields}
    return writing.add(Criterion, contract=contract, actor=actor, m2m=lists, **said)


def edit_criterion(*, row, actor, version=None, **fields):
    """Its code stays: renamed, it is compared with the same ones."""
    lists = {name: list(fields.pop(name)) for name in ("indicators", "sources", "actions") if name in fields}
    refuse_elsewhere(row.contract, *(each for rows in lists.values() for each in rows))
    return writing.edit(row, actor=actor, version=version, m2m=lists, **fields)


def remove_criterion(*, row, actor, version=None):
    if row.judgements.exists():
        raise Refused("Des fiches ont déjà été appréciées sur ce critère\xa0: videz d’abord sa colonne.")
    writing.remove(row, actor=actor, version=version)


def add_source(*, contract, actor, title, document=None, **fields) -> Source:
    refuse_elsewhere(contract, document)
    return writing.add(Source, contract=contract, actor=actor, title=title, document=document, **fields)


def edit_source(*, row, actor, version=None, **fields):
    refuse_elsewhere(row.contract, fields.get("document"))
    return writing.edit(row, actor=actor, version=version, **fields)


def remove_source(*, row, actor, version=None):
    if row.kind == SourceKind.INTERVIEW and hasattr(row, "interview"):
        raise Refused("Cette source est un entretien\xa0: retirez l’entretien.")
    writing.remove(row, actor=actor, version=version)


def refuse_elsewhere(contract, *rows):
    """Rows named by their id may be of another contract, which the person perhaps does not even see."""
    if any(row is not None and row.contract_id != contract.pk for row in rows):
        raise Invalid("Une ligne choisie n’est pas de ce contrat.")

"""What the fiches still want before a contract is signed, as French sentences (domain, §4)."""

from contracts.enums import Stage
from core.errors import Missing

from .completeness import missing
from .enums import IndicatorKind
from .models import Action, Indicator
from .services.fiches import region_settings


def requirements(contract, *, target, today, advice=True):
    if target != Stage.SIGNATURE:
        return
    settings = region_settings(contract)
    actions = list(Action.objects.filter(contract=contract).in_plan_order().with_completeness())
    if not actions and not (settings and settings.framework_first):
        yield Missing("Le contrat n’a aucune fiche action.", where=_list(contract), code="action_missing")
    blocking = bool(settings and settings.complete_fiches_before_signature)
    if blocking or advice:
        yield from _incomplete(contract, actions, blocking)
    if advice:
        yield from _advice(contract, actions)


def _list(contract):
    return ("actions:list", {"reference": contract.reference}, "")


def _fiche(contract, action, anchor=""):
    return ("actions:action", {"reference": contract.reference, "pk": action.pk}, anchor)


def _edit(contract, action, anchor=""):
    return ("actions:edit", {"reference": contract.reference, "pk": action.pk}, anchor)


def _incomplete(contract, actions, blocking):
    """Fiche by fiche where the region asks for it; else one sentence for all."""
    partial = [(action, missing(action)) for action in actions]
    partial = [(action, rules) for action, rules in partial if rules]
    if blocking:
        for action, rules in partial:
            words = ", ".join(rule.label for rule in rules)
            where = _fiche(contract, action, "completude")
            yield Missing(f"Fiche «\xa0{action}\xa0»\xa0: il manque {words}.", where=where, code="action_incomplete")
    elif partial:
        said = "1 fiche est incomplète." if len(partial) == 1 else f"{len(partial)} fiches sont incomplètes."
        where = ("actions:list", {"reference": contract.reference}, "")
        yield Missing(said, blocking=False, where=where, code="action_incomplete")


def _advice(contract, actions):
    yield from _authorities(contract)
    process = Indicator.objects.filter(contract=contract, kind=IndicatorKind.PROCESS)
    if actions and not process.exists():
        said = "Aucun indicateur de processus\xa0: on ne pourra pas dire comment le contrat a été mené."
        yield Missing(said, blocking=False, where=_list(contract), code="no_process_indicator")
    yield from _findings(contract, actions)


def _authorities(contract):
    signing = contract.signatories.values("organisation")
    absent = Action.objects.filter(contract=contract, competent_authority__isnull=False)
    for action in absent.exclude(competent_authority__in=signing).select_related("competent_authority"):
        said = f"Fiche «\xa0{action}\xa0»\xa0: {action.competent_authority}, autorité compétente, ne signe pas."
        yield Missing(said, blocking=False, where=_edit(contract, action, "section-qui"), code="authority_not_signing")


def _findings(contract, actions):
    """Findings that lead nowhere, and fiches that answer none, where the diagnosis has findings."""
    if not contract.findings.exists():
        return
    alone = contract.findings.filter(axes__isnull=True, actions__isnull=True).count()
    if alone:
        said = "1 constat n’a pas de réponse." if alone == 1 else f"{alone} constats n’ont pas de réponse."
        where = ("contracts:findings", {"reference": contract.reference}, "")
        yield Missing(said, blocking=False, where=where, code="finding_without_answer")
    without = Action.objects.filter(contract=contract, findings__isnull=True).count()
    if without:
        said = (
            "1 fiche ne répond à aucun constat." if without == 1 else f"{without} fiches ne répondent à aucun constat."
        )
        yield Missing(said, blocking=False, where=_list(contract), code="action_without_finding")

"""What a contract still lacks to pass to a stage: one small function a rule, each with its law where there is one.

`of_contract(contract, target=, today=)` gives the contract's own rules; the other parts add theirs through
`parts.all_requirements`; `missing_for` gathers all, with what a named person has justified.
"""

from dataclasses import replace

from contracts.enums import Stage
from contracts.parts import all_requirements

from . import consultation, dates, law, parties, perimeter, plan, signed, themes

RULES = {
    Stage.CONSULTATION: [consultation.agreements, perimeter.chosen, dates.coherent, parties.named],
    Stage.SIGNATURE: [
        dates.coherent,
        dates.usual_duration,
        perimeter.chosen,
        plan.one_axis,
        parties.both_sides,
        parties.kinds_said,
        parties.deliberations,
        parties.expected,
        law.mental_health,
        law.ptsm_link,
        themes.answered,
    ],
    Stage.IN_FORCE: [signed.text_fixed, signed.every_signature, signed.scan, parties.deliberations, dates.coherent],
    Stage.CLOSED: [dates.term_reached],
}


#: Rules that never block.
ADVICE = {
    dates.usual_duration,
    dates.term_reached,
    parties.expected,
    parties.kinds_said,
    parties.named,
    themes.answered,
}


def of_contract(contract, *, target, today, advice=True):
    """The contract's own rules for passing to `target`; nothing where a stage asks for nothing."""
    for rule in RULES.get(target, ()):
        if advice or rule not in ADVICE:
            yield from rule(contract, today=today)


def missing_for(contract, *, target, today, advice=True):
    """Everything that is missing, justified exceptions and live contracts turned to advice.

    A contract that already lives was signed by others' rules: its checks only advise (issue of the field, domain §4).
    """
    asked = {"target": target, "today": today, "advice": advice}
    found = all_requirements(contract, **asked)
    justified = {}
    if any(item.justifiable for item in found):
        justified = {row.rule: row for row in contract.justifications.select_related("by")}
    return [_weighed(item, contract, justified) for item in found]


def _weighed(item, contract, justified):
    if item.justifiable and item.code in justified:
        by = justified[item.code].by
        return replace(item, blocking=False, justifiable=False, sentence=f"{item.sentence} Justifié par {by}.")
    if contract.entered_live and not contract.frozen:
        return replace(item, blocking=False)
    return item

"""Fiches to the exchange file: on their axis or objective, indicators everywhere they hang."""

from contracts.exchange import tables
from contracts.exchange.contract_part import called
from contracts.exchange.fields import organisation_node, person_node, put, write_row, write_rows

from .tables import (
    ACTION,
    AGREEMENT,
    CHANGE_REASON,
    FACTOR,
    FUNDING,
    INDICATOR,
    MEASURE,
    NOTE,
    ORGANISATION_LISTS,
    PERSON_LISTS,
    PHASE,
    PLACE,
    STEP,
    YEAR,
)


def write(context):
    put(context.node, "participation", write_rows(context.contract.participation_phases.all(), PHASE))
    own = context.contract.change_reasons.filter(action__isnull=True)
    put(context.node, "change_reasons", _in_time(own, CHANGE_REASON))
    agreements = _write_agreements(context)
    actions = list(_whole_actions(context.contract))
    for action in actions:
        home = context.objectives.get(action.objective_id) or context.axes[action.axis_id]
        home.setdefault("actions", []).append(_action_node(action, agreements))
        for finding in action.findings.all():
            context.findings[finding.pk].setdefault("actions", []).append(called(action, actions))
    for indicator in _whole_indicators(context.contract.indicators.filter(action__isnull=True)):
        home = context.objectives.get(indicator.objective_id) or context.axes.get(indicator.axis_id) or context.node
        home.setdefault("indicators", []).append(_indicator_node(indicator))


def _write_agreements(context) -> dict[int, int]:
    """Writes them; gives the place of each, from 1, by its id."""
    rows = list(context.contract.funding_agreements.prefetch_related("parties__aliases"))
    nodes = [write_row(row, AGREEMENT) | {"parties": _parties(row)} for row in rows]
    put(context.node, "funding_agreements", nodes)
    return {row.pk: place for place, row in enumerate(rows, start=1)}


def _parties(agreement):
    return [organisation_node(each) for each in sorted(agreement.parties.all(), key=lambda each: each.name)]


def _whole_actions(contract):
    return contract.actions.select_related("competent_authority").prefetch_related(
        "competent_authority__aliases",
        "organisation_parts__organisation__aliases",
        "person_parts",
        "places",
        "years",
        "factors",
        "change_reasons",
        "steps",
        "notes",
        "schemes",
        "findings",
        "fundings__funder__aliases",
        "indicators__responsible__aliases",
        "indicators__catalogue",
        "indicators__measures",
    )


def _whole_indicators(indicators):
    return indicators.select_related("responsible", "catalogue").prefetch_related("responsible__aliases", "measures")


def _action_node(action, agreements):
    node = write_row(action, ACTION)
    for key, part in ORGANISATION_LISTS.items():
        put(node, key, [organisation_node(p.organisation) for p in action.organisation_parts.all() if p.part == part])
    put(node, "partnerships", [_partnership_node(p) for p in action.organisation_parts.all() if p.new or p.produced])
    for key, part in PERSON_LISTS.items():
        people = [p for p in action.person_parts.all() if p.part == part]
        put(node, key, [person_node(person.name, person.function, person.email) for person in people])
    put(node, "places", write_rows(action.places.all(), PLACE))
    put(node, "years", write_rows(action.years.all(), YEAR))
    put(node, "factors", write_rows(action.factors.all(), FACTOR))
    put(node, "change_reasons", _in_time(action.change_reasons.all(), CHANGE_REASON))
    put(node, "steps", write_rows(action.steps.all(), STEP))
    put(node, "funding", [_funding_node(funding, agreements) for funding in action.fundings.all()])
    put(node, "indicators", [_indicator_node(indicator) for indicator in action.indicators.all()])
    put(node, "schemes", write_rows(action.schemes.all(), tables.SCHEME))
    put(node, "notes", _in_time(action.notes.all(), NOTE))
    return node


def _in_time(rows, fields):
    """Kept newest first on the page; the file keeps the order of time."""
    return write_rows(sorted(rows, key=lambda row: (row.on, row.pk)), fields)


def _partnership_node(partner):
    node = {"name": partner.organisation.name, "new": partner.new}
    return node | ({"produced": partner.produced} if partner.produced else {})


def _funding_node(funding, agreements):
    number = agreements.get(funding.funding_agreement_id)
    return write_row(funding, FUNDING) | ({"agreement_number": number} if number else {})


def _indicator_node(indicator):
    node = write_row(indicator, INDICATOR)
    put(node, "catalogue", indicator.catalogue.title if indicator.catalogue else None)
    put(node, "values", write_rows(indicator.measures.all(), MEASURE))
    return node

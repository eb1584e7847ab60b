"""Fiches from the exchange file."""

from functools import partial

from actions.enums import OrganisationPart
from actions.models import (
    Action,
    ActionOrganisation,
    ActionPerson,
    ActionPlace,
    ActionSchemeLink,
    CatalogueIndicator,
    ChangeReason,
    Factor,
    Funding,
    FundingAgreement,
    Indicator,
    Measure,
    Note,
    ParticipationPhase,
    Step,
    YearProgress,
)
from contracts.exchange import tables
from contracts.exchange.contract_part import named
from contracts.exchange.fields import Text

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


def read(reader):
    made = _read_actions(reader)
    reader.tell(40, f"{len(made)} fiches lues")
    child = partial(reader.children, parents=made, link="action")
    child(ActionPlace, key="places", fields=PLACE)
    child(YearProgress, key="years", fields=YEAR, unique="year")
    child(Factor, key="factors", fields=FACTOR)
    child(ChangeReason, key="change_reasons", fields=CHANGE_REASON, contract=reader.contract)
    reader.rows(ChangeReason, reader.node.get("change_reasons"), "contract.change_reasons", CHANGE_REASON)
    child(Step, key="steps", fields=STEP)
    child(Note, key="notes", fields=NOTE)
    agreements = _read_agreements(reader)
    child(
        Funding,
        key="funding",
        fields=FUNDING,
        funding_agreement=lambda node: agreements.get(node.get("agreement_number")),
    )
    _doubt_agreements(reader, made, agreements)
    child(ActionSchemeLink, key="schemes", fields=tables.SCHEME)
    _read_organisations(reader, made)
    _read_people(reader, made)
    reader.refuse_repeated("participation", "phase")
    reader.rows(ParticipationPhase, reader.node.get("participation"), "contract.participation", PHASE)
    reader.tell(70, "Lecture des indicateurs")
    _read_indicators(reader, made)
    _read_findings(reader, [action for _node, _path, action in made])


def _read_actions(reader):
    made = []
    for _node, path, home in reader.axes:
        made += _build(reader, _node, path, axis=home, objective=None)
        for objective_node, objective_path, objective in reader.objectives:
            if objective.axis_id == home.pk:
                made += _build(reader, objective_node, objective_path, axis=home, objective=objective)
    for position, (_node, _path, action) in enumerate(made, start=1):
        action.position = position
    return reader.save(Action, made)


def _build(reader, parent, path, **home):
    for index, node in enumerate(parent.get("actions") or ()):
        here = f"{path}.actions[{index}]"
        row = reader.build(Action, node, here, ACTION, periods=(("starts_on", "ends_on"),), **home)
        if row:
            row.refresh_search()
            yield node, here, row


def _read_agreements(reader) -> dict[int, FundingAgreement]:
    """The conventions, by their place in the file, from 1."""
    reader.refuse_repeated("funding_agreements", "reference")
    fields = {"nodes": reader.node.get("funding_agreements"), "path": "contract.funding_agreements"}
    made = reader.rows(FundingAgreement, fields=AGREEMENT, periods=(("starts_on", "ends_on"),), **fields)
    links = []
    for node, path, row in made:
        found = [
            reader.organisation(each, f"{path}.parties[{at}]") for at, each in enumerate(node.get("parties") or ())
        ]
        through = FundingAgreement.parties.through
        links += [through(fundingagreement=row, organisation=each) for each in dict.fromkeys(found) if each]
    FundingAgreement.parties.through.objects.bulk_create(links)
    return {row.position: row for _node, _path, row in made}


def _doubt_agreements(reader, made, agreements):
    for node, path, _action in made:
        for index, funding in enumerate(node.get("funding") or ()):
            number = funding.get("agreement_number")
            if number and number not in agreements:
                here = f"{path}.funding[{index}].agreement_number"
                reader.doubt(here, f"La convention n° {number} n’est pas dans ce fichier.")


def _read_organisations(reader, made):
    rows = []
    for node, path, action in made:
        for key, part in ORGANISATION_LISTS.items():
            seen = set()
            for index, data in enumerate(node.get(key) or ()):
                here = f"{path}.{key}[{index}]"
                organisation = reader.organisation(data, here)
                if organisation is None or organisation.pk in seen:
                    if organisation:
                        reader.doubt(here, f"« {organisation} » est citée deux fois : elle n’est gardée qu’une fois.")
                    continue
                seen.add(organisation.pk)
                row = ActionOrganisation(
                    contract=reader.contract, action=action, part=part, organisation=organisation, position=index + 1
                )
                if part == OrganisationPart.PARTNER:
                    _read_partnership(row, node, data["name"])
                rows.append((data, here, row))
    reader.save(ActionOrganisation, rows)


def _read_partnership(row, node, name):
    told = next((each for each in node.get("partnerships") or () if each.get("name") == name), None)
    if told:
        row.new, row.produced = bool(told.get("new")), told.get("produced") or ""


def _read_people(reader, made):
    fields = (Text("name"), Text("role", "function"), Text("email"))
    for key, part in PERSON_LISTS.items():
        reader.children(ActionPerson, made, key, fields, link="action", part=part)


def _read_indicators(reader, made):
    homes = [({"indicators": reader.node.get("indicators")}, "contract", {})]
    homes += [(node, path, {"axis": row}) for node, path, row in reader.axes]
    homes += [(node, path, {"objective": row}) for node, path, row in reader.objectives]
    homes += [(node, path, {"action": row}) for node, path, row in made]
    rows = []
    entries = _catalogue(reader.contract)
    for parent, path, home in homes:
        for index, node in enumerate(parent.get("indicators") or ()):
            here = f"{path}.indicators[{index}]"
            if row := reader.build(Indicator, node, here, INDICATOR, position=index + 1, **home):
                row.catalogue = entries.get(node.get("catalogue"))
                if node.get("catalogue") and row.catalogue is None:
                    reader.doubt(f"{here}.catalogue", f"« {node['catalogue']} » n’est pas au catalogue d’ici.")
                rows.append((node, here, row))
    reader.children(Measure, reader.save(Indicator, rows), "values", MEASURE, link="indicator")


def _catalogue(contract) -> dict[str, CatalogueIndicator]:
    regions = contract.territory.departments.values("region")
    return {entry.title: entry for entry in CatalogueIndicator.objects.filter(region__in=regions)}


def _read_findings(reader, actions):
    links = []
    for node, path, finding in reader.findings:
        for index, name in enumerate(dict.fromkeys(node.get("actions") or ())):
            if action := named(actions, name):
                links.append(Action.findings.through(action=action, finding=finding))
            else:
                reader.doubt(f"{path}.actions[{index}]", f"La fiche « {name} » n’est pas dans ce contrat.")
    Action.findings.through.objects.bulk_create(links, ignore_conflicts=True)

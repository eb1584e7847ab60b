"""The fiches' share of the exchange file: fiches on their axis or objective, indicators everywhere they hang."""

from functools import partial

from actions.enums import AgreementSpan, OrganisationPart, PersonPart
from actions.models import (
    Action,
    ActionOrganisation,
    ActionPerson,
    ActionPlace,
    ActionSchemeLink,
    Funding,
    FundingAgreement,
    Indicator,
    Measure,
    Note,
    Step,
    YearProgress,
)
from contracts.exchange import tables
from contracts.exchange.contract_part import called, named
from contracts.exchange.fields import (
    Bool,
    Choice,
    Date,
    Field,
    Integer,
    Json,
    Number,
    Organisation,
    Rich,
    Strings,
    Text,
    organisation_node,
    person_node,
    put,
    write_row,
    write_rows,
)

ACTION: tuple[Field, ...] = (
    Text("number"),
    Text("title"),
    Choice("status"),
    Choice("attainment"),
    Choice("priority"),
    Choice("origin"),
    Choice("novelty"),
    Strings("prs_objectives"),
    Organisation("competent_authority"),
    Text("context"),
    Rich("description"),
    Json("goals"),
    Strings("target_public"),
    Text("resources"),
    Date("starts_on"),
    Date("ends_on"),
    Text("schedule"),
    Bool("yearly"),
    Choice("approach"),
    Text("proportionality"),
    Choice("participation"),
    Text("inhabitants_said"),
    Text("answer_to_inhabitants"),
    Strings("determinants"),
    Strings("care_path"),
    Strings("themes"),
    Text("obstacles"),
    Text("levers"),
)
PLACE = (Choice("level"), Text("code"), Text("name"))
YEAR = (Integer("year"), Text("status"), Text("text"))
STEP = (Text("title"), Date("due_on"), Date("done_on"))
NOTE = (Date("on"), Text("text"), Text("author"))
FUNDING = (
    Organisation("funder"),
    Integer("year"),
    Choice("kind"),
    Number("planned"),
    Number("granted"),
    Number("spent"),
    Number("fte"),
    Choice("nature"),
    Text("agreement"),
)
AGREEMENT = (
    Text("reference"),
    Text("title"),
    Choice("span"),
    Date("starts_on"),
    Date("ends_on"),
    Date("accounts_due_on"),
    Date("accounts_received_on"),
)
_TEXT, _DATE = {"$ref": "#/$defs/text"}, {"$ref": "#/$defs/date"}
#: Keys of ours: the conventions of the contract, and of a line of money the place of its own in that list, from 1.
OWN_KEYS = {
    "contract": {"funding_agreements": {"type": "array", "items": {"$ref": "#/$defs/funding_agreement"}}},
    "funding": {"agreement_number": {"type": ["integer", "null"], "minimum": 1}},
    "funding_agreement": {
        "reference": _TEXT,
        "title": {"type": "string", "minLength": 1},
        "span": {"enum": [*AgreementSpan.values, None]},
        "starts_on": _DATE,
        "ends_on": _DATE,
        "accounts_due_on": _DATE,
        "accounts_received_on": _DATE,
        "parties": {"type": "array", "items": {"$ref": "#/$defs/organisation"}},
    },
}
INDICATOR = (
    Text("title"),
    Choice("kind"),
    Text("unit"),
    Number("baseline"),
    Number("target"),
    Text("source"),
    Choice("frequency"),
    Choice("direction"),
    Organisation("responsible"),
    Choice("data_scale"),
)
MEASURE = (Date("on"), Number("value"), Text("comment"), Text("text"))
ORGANISATION_LISTS = {"lead_organisations": OrganisationPart.LEAD, "partners": OrganisationPart.PARTNER}
PERSON_LISTS = {"lead_people": PersonPart.LEAD, "elected_sponsors": PersonPart.SPONSOR}


# --- writing -------------------------------------------------------------------------------------
def write(context):
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
        "steps",
        "notes",
        "schemes",
        "findings",
        "fundings__funder__aliases",
        "indicators__responsible__aliases",
        "indicators__measures",
    )


def _whole_indicators(indicators):
    return indicators.select_related("responsible").prefetch_related("responsible__aliases", "measures")


def _action_node(action, agreements):
    node = write_row(action, ACTION)
    for key, part in ORGANISATION_LISTS.items():
        put(node, key, [organisation_node(p.organisation) for p in action.organisation_parts.all() if p.part == part])
    for key, part in PERSON_LISTS.items():
        people = [p for p in action.person_parts.all() if p.part == part]
        put(node, key, [person_node(person.name, person.function, person.email) for person in people])
    put(node, "places", write_rows(action.places.all(), PLACE))
    put(node, "years", write_rows(action.years.all(), YEAR))
    put(node, "steps", write_rows(action.steps.all(), STEP))
    put(node, "funding", [_funding_node(funding, agreements) for funding in action.fundings.all()])
    put(node, "indicators", [_indicator_node(indicator) for indicator in action.indicators.all()])
    put(node, "schemes", write_rows(action.schemes.all(), tables.SCHEME))
    # Kept newest first on the page; the file keeps the order of time.
    put(node, "notes", write_rows(sorted(action.notes.all(), key=lambda note: (note.on, note.pk)), NOTE))
    return node


def _funding_node(funding, agreements):
    number = agreements.get(funding.funding_agreement_id)
    return write_row(funding, FUNDING) | ({"agreement_number": number} if number else {})


def _indicator_node(indicator):
    node = write_row(indicator, INDICATOR)
    put(node, "values", write_rows(indicator.measures.all(), MEASURE))
    return node


# --- reading -------------------------------------------------------------------------------------
def read(reader):
    made = _read_actions(reader)
    reader.tell(40, f"{len(made)} fiches lues")
    child = partial(reader.children, parents=made, link="action")
    child(ActionPlace, key="places", fields=PLACE)
    child(YearProgress, key="years", fields=YEAR, unique="year")
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
                rows.append((data, here, row))
    reader.save(ActionOrganisation, rows)


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
    for parent, path, home in homes:
        for index, node in enumerate(parent.get("indicators") or ()):
            here = f"{path}.indicators[{index}]"
            if row := reader.build(Indicator, node, here, INDICATOR, position=index + 1, **home):
                rows.append((node, here, row))
    reader.children(Measure, reader.save(Indicator, rows), "values", MEASURE, link="indicator")


def _read_findings(reader, actions):
    links = []
    for node, path, finding in reader.findings:
        for index, name in enumerate(dict.fromkeys(node.get("actions") or ())):
            if action := named(actions, name):
                links.append(Action.findings.through(action=action, finding=finding))
            else:
                reader.doubt(f"{path}.actions[{index}]", f"La fiche « {name} » n’est pas dans ce contrat.")
    Action.findings.through.objects.bulk_create(links, ignore_conflicts=True)

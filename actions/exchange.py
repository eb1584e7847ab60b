"""The fiches' share of the exchange file: fiches on their axis or objective, indicators everywhere they hang."""

from functools import partial

from actions.enums import OrganisationPart, PersonPart
from actions.models import (
    Action,
    ActionOrganisation,
    ActionPerson,
    ActionPlace,
    ActionSchemeLink,
    Funding,
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
    actions = list(_whole_actions(context.contract))
    for action in actions:
        home = context.objectives.get(action.objective_id) or context.axes[action.axis_id]
        home.setdefault("actions", []).append(_action_node(action))
        for finding in action.findings.all():
            context.findings[finding.pk].setdefault("actions", []).append(called(action, actions))
    for indicator in _whole_indicators(context.contract.indicators.filter(action__isnull=True)):
        home = context.objectives.get(indicator.objective_id) or context.axes.get(indicator.axis_id) or context.node
        home.setdefault("indicators", []).append(_indicator_node(indicator))


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


def _action_node(action):
    node = write_row(action, ACTION)
    for key, part in ORGANISATION_LISTS.items():
        put(node, key, [organisation_node(p.organisation) for p in action.organisation_parts.all() if p.part == part])
    for key, part in PERSON_LISTS.items():
        people = [p for p in action.person_parts.all() if p.part == part]
        put(node, key, [person_node(person.name, person.function, person.email) for person in people])
    put(node, "places", write_rows(action.places.all(), PLACE))
    put(node, "years", write_rows(action.years.all(), YEAR))
    put(node, "steps", write_rows(action.steps.all(), STEP))
    put(node, "funding", write_rows(action.fundings.all(), FUNDING))
    put(node, "indicators", [_indicator_node(indicator) for indicator in action.indicators.all()])
    put(node, "schemes", write_rows(action.schemes.all(), tables.SCHEME))
    # Kept newest first on the page; the file keeps the order of time.
    put(node, "notes", write_rows(sorted(action.notes.all(), key=lambda note: (note.on, note.pk)), NOTE))
    return node


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
    child(Funding, key="funding", fields=FUNDING)
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

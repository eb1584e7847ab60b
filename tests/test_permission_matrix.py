"""Every address and every REST route, for every person: found by walking the resolver, told by one table."""

import json

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from cls_platform import heartbeat
from tests.matrix import groups, rows_networks
from tests.matrix import rows as table
from tests.matrix.verbs import VERBS, routes
from tests.matrix.world import arguments, build

pytestmark = pytest.mark.django_db

LOGIN, NOT_FOUND, FORBIDDEN, PASSES = "login", "not found", "forbidden", "passes"
JSON = {"content_type": "application/json"}
WRITING = {**JSON, "headers": {"If-Match": "*"}}
ROUTES = routes()
PAGES, CONTRACT, OWN, MANAGED = (
    table.both_verbs(part, ROUTES) for part in (table.PAGES, table.CONTRACT, table.OWN, table.MANAGED)
)
PEOPLE = ["nobody", *sorted(table.SIGNED_IN)]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once for all the lines; each request is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        people, rows, signed = build()
        people.clients = {who: client_of(people, who) for who in PEOPLE}
        yield people, rows, signed
        transaction.set_rollback(True)


def client_of(people, who):
    client = Client(raise_request_exception=False)
    if who != "nobody":
        client.force_login(getattr(people, who), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO_MODE = True
    # For the page of health, a worker has just been heard.
    heartbeat.beat()


def outcome(response):
    status = response.status_code
    if status == 302 and response["Location"].startswith("/connexion/"):
        return LOGIN
    assert status < 500, response.content[:400]
    return {401: LOGIN, 403: FORBIDDEN, 404: NOT_FOUND}.get(status, PASSES)


def ask(people, who, verb, url, **extra):
    with transaction.atomic():
        answer = outcome(getattr(people.clients[who], verb)(url, **extra))
        transaction.set_rollback(True)
    return answer


def found(people, verb, url, **extra):
    return {who: ask(people, who, verb, url, **extra) for who in PEOPLE}


def as_it_is(people, url):
    """A row as it is read, to be sent back whole: before who may not is refused, the body must be right."""
    body = people.clients["referent"].get(url).content
    with transaction.atomic():
        answer = people.clients["referent"].put(url, body, **WRITING)
        transaction.set_rollback(True)
    assert answer.status_code in (200, 403, 405), answer.content
    return body


def expected(passing, seen, *, hidden=NOT_FOUND):
    """What each person gets: passes, refused for what is seen, nothing for what is not."""
    return {
        who: LOGIN if who == "nobody" else PASSES if who in passing else FORBIDDEN if who in seen else hidden
        for who in PEOPLE
    }


def differences(wanted, got):
    return {who: f"{got[who]}, not {wanted[who]}" for who in PEOPLE if got[who] != wanted[who]}


@pytest.mark.parametrize(("name", "verb"), PAGES)
def test_pages(world, name, verb):
    people, rows, _ = world
    passing = PAGES[name, verb]
    got = found(people, verb, reverse(name, kwargs=arguments(name, rows, reference=False)))
    if passing == table.OPEN:
        assert LOGIN not in got.values() and FORBIDDEN not in got.values(), got
    else:
        assert not differences(expected(passing, table.SIGNED_IN), got)


@pytest.mark.parametrize(("name", "verb"), CONTRACT)
def test_pages_of_a_draft(world, name, verb):
    people, rows, _ = world
    passing = groups.SEES_DRAFT if CONTRACT[name, verb] == table.READ else CONTRACT[name, verb]
    got = found(people, verb, reverse(name, kwargs=arguments(name, rows, reference=True)))
    assert not differences(expected(passing, groups.SEES_DRAFT), got)


READ_ALONE = [
    line for line, passing in CONTRACT.items() if passing == table.READ and "action" not in line[0].split(":")[1]
]


#: About a row that the signed contract of the world has not, of the plan or else: tried beside its own feature.
OF_THE_PLAN = {
    *("actions:journal", "contracts:row_comments", "governance:signatory", "governance:signatory_paper"),
    *("evaluation:question_page", "evaluation:grid"),
}


@pytest.mark.parametrize(("name", "verb"), [line for line in READ_ALONE if line[0] not in OF_THE_PLAN])
def test_a_signed_contract_is_read_by_the_ars_of_the_region(world, name, verb):
    people, _, rows = world
    got = found(people, verb, reverse(name, kwargs=arguments(name, rows, reference=True)))
    assert not differences(expected(groups.SEES_SIGNED, groups.SEES_SIGNED), got)


@pytest.mark.parametrize(("name", "verb"), OWN)
def test_what_belongs_to_one_person(world, name, verb):
    people, rows, _ = world
    got = found(people, verb, reverse(name, kwargs=arguments(name, rows, reference=False)))
    others = {who: answer for who, answer in got.items() if who not in OWN[name, verb]}
    assert set(others.values()) <= {LOGIN, NOT_FOUND, FORBIDDEN}, others
    # A job without a file has none to give, even to whose it is.
    if name != "core:job_file":
        assert {got[who] for who in OWN[name, verb]} == {PASSES}


@pytest.mark.parametrize(("name", "verb"), MANAGED)
def test_what_is_managed(world, name, verb):
    people, rows, _ = world
    got = found(people, verb, reverse(name, kwargs=arguments(name, rows, reference=False)))
    assert {who for who in PEOPLE if got[who] == PASSES} == MANAGED[name, verb], got


@pytest.mark.parametrize("name", table.API_LISTS)
def test_rest_lists(world, name):
    people, _, _ = world
    assert not differences(expected(table.SIGNED_IN, set()), found(people, "get", reverse(f"api:{name}-list")))


@pytest.mark.parametrize("name", table.API_ROWS)
def test_rest_rows_of_a_draft(world, name):
    people, rows, _ = world
    url = reverse(f"api:{name}-detail", args=[rows[name]])
    assert not differences(expected(groups.SEES_DRAFT, set()), found(people, "get", url))
    bodies = {"put": as_it_is(people, url), "patch": "{}", "delete": ""}
    for verb in bodies.keys() & ROUTES[f"api:{name}-detail"]:
        got = found(people, verb, url, **WRITING, data=bodies[verb])
        assert not differences(expected(table.API_ROWS[name], groups.SEES_DRAFT), got), verb


@pytest.mark.parametrize("name", sorted(table.OF_EVALUATION))
def test_rest_evaluation_of_a_draft(world, name):
    people, rows, _ = world
    url = reverse(f"api:{name}-detail", args=[rows[name]])
    assert not differences(expected(groups.SEES_DRAFT, set()), found(people, "get", url))


@pytest.mark.parametrize("name", ["detail", "results"])
def test_rest_periods_of_a_region(world, name):
    people, rows, _ = world
    url = reverse(f"api:period-{name}", args=[rows["period"]])
    assert not differences(expected(MANAGED["evaluation:period", "get"], set()), found(people, "get", url))


def test_every_resource_has_its_creation():
    assert table.API_CREATES.keys() == table.API_ROWS.keys() - {"amendment"}


@pytest.mark.parametrize("name", table.API_CREATES)
def test_rest_creation_in_a_draft(world, name):
    """Who does not see the contract is told that no such thing exists (400), which is the field's answer."""
    people, rows, _ = world
    keys, values = table.API_CREATES[name]
    data = json.dumps({field: rows[key] for field, key in keys.items()} | values)
    for who in PEOPLE:
        with transaction.atomic():
            url = reverse(f"api:{name}-list")
            answer = people.clients[who].post(url, data, content_type="application/json")
            transaction.set_rollback(True)
        makes, sees = who in table.API_ROWS[name], who in groups.SEES_DRAFT
        wanted = 401 if who == "nobody" else 201 if makes else 403 if sees else 400
        assert answer.status_code == wanted, (who, answer.json())


def test_rest_contract(world):
    people, rows, _ = world
    for name, verb, passing in (
        ("contract-detail", "get", groups.SEES_DRAFT),
        ("contract-exchange", "get", groups.SEES_DRAFT),
        ("contract-perimeter", "get", groups.SEES_DRAFT),
        ("contract-perimeter", "put", table.WRITERS),
        ("of-contract-figures", "get", groups.SEES_DRAFT),
        ("money-detail", "get", groups.SEES_DRAFT),
        ("contract-detail", "put", table.WRITERS),
        ("contract-detail", "patch", table.WRITERS),
    ):
        url = reverse(f"api:{name}", args=[rows["reference"]])
        extra = {} if verb == "get" else {**WRITING, "data": as_it_is(people, url)}
        assert not differences(expected(passing, groups.SEES_DRAFT), found(people, verb, url, **extra)), (name, verb)
    url = reverse("api:contract-passages", args=[rows["reference"]])
    got = found(people, "post", url, **JSON, data='{"target": "diagnosis", "reason": "x"}')
    assert not differences(expected(table.STEERS, groups.SEES_DRAFT), got)
    url = reverse("api:contract-list")
    got = found(people, "post", url, **JSON, data='{"title": "Neuf"}')
    assert not differences(expected(table.CREATES, table.SIGNED_IN), got)


def test_rest_organisations(world):
    """The register belongs to all; who tends it on the pages does so by REST."""
    people, rows, _ = world
    url = reverse("api:organisation-detail", args=[rows["organisation"]])
    for verb, passing in (("get", table.SIGNED_IN), ("put", table.ARS_AND_ADMIN), ("patch", table.ARS_AND_ADMIN)):
        extra = {} if verb == "get" else {**WRITING, "data": as_it_is(people, url)}
        assert not differences(expected(passing, table.SIGNED_IN), found(people, verb, url, **extra)), verb
    passing = table.PAGES["accounts:organisation_create", "get"]
    got = found(people, "post", reverse("api:organisation-list"), **JSON, data='{"name": "Neuve", "kind": "other"}')
    assert not differences(expected(passing, table.SIGNED_IN), got)


def test_rest_approaches(world):
    """Those who follow the département, and nobody else, as on the pages."""
    people, rows, _ = world
    follows = groups.SIEGES | {"referent"}
    url = reverse("api:approach-detail", args=[rows["approach"]])
    acts = {
        "passages": '{"target": "discussion"}',
        "notes": '{"on": "2026-03-02", "text": "x"}',
        "press": '{"title": "x", "url": "https://exemple.fr/"}',
    }
    asked = [("get", url, {}), ("put", url, {**WRITING, "data": as_it_is(people, url)})]
    asked += [("patch", url, {**WRITING, "data": "{}"})]
    asked += [
        ("post", reverse(f"api:approach-{name}", args=[rows["approach"]]), {**WRITING, "data": data})
        for name, data in acts.items()
    ]
    agreed = reverse("api:approach-contract", args=[rows["agreed_approach"]])
    asked += [("post", agreed, {**WRITING, "data": '{"title": "Neuf"}'})]
    for verb, address, extra in asked:
        assert not differences(expected(follows, set()), found(people, verb, address, **extra)), (verb, address)
    made = json.dumps({"name": "Neuve", "department": "26", "asked_on": "2026-03-02"})
    for who in PEOPLE:
        with transaction.atomic():
            answer = people.clients[who].post(reverse("api:approach-list"), made, **JSON)
            transaction.set_rollback(True)
        wanted = 401 if who == "nobody" else 201 if who in follows else 400 if who in groups.CREATES else 403
        assert answer.status_code == wanted, (who, answer.json())


@pytest.mark.parametrize("name", rows_networks.API)
def test_rest_rows_of_a_network(world, name):
    """Read by its ARS, its region and the coordinators of its territory; written by its ARS, as on the pages."""
    people, rows, _ = world
    url = reverse(f"api:{name}-detail", args=[rows[name]])
    assert not differences(expected(rows_networks.READS, set()), found(people, "get", url))
    sent = {"put": as_it_is(people, url), "patch": "{}", "delete": ""}
    for verb in sent.keys() & ROUTES[f"api:{name}-detail"]:
        got = found(people, verb, url, **WRITING, data=sent[verb])
        assert not differences(expected(rows_networks.HOLDS, rows_networks.READS), got), verb


@pytest.mark.parametrize("name", ["network", *rows_networks.API_CREATES])
def test_rest_creation_in_a_network(world, name):
    people, rows, _ = world
    keys, values = rows_networks.API_CREATES.get(name, ({}, {"department": "26", "kind": "other"}))
    data = json.dumps({field: rows[key] for field, key in keys.items()} | values)
    sees = rows_networks.READS if keys else table.SIGNED_IN
    for who in PEOPLE:
        with transaction.atomic():
            answer = people.clients[who].post(reverse(f"api:{name}-list"), data, **JSON)
            transaction.set_rollback(True)
        wanted = 401 if who == "nobody" else 201 if who in rows_networks.HOLDS else 403 if who in sees else 400
        assert answer.status_code == wanted, (who, answer.json())


@pytest.mark.parametrize(
    ("name", "data", "passing", "sees"),
    [
        ("meeting-passages", '{"target": "cancelled", "reason": "Neige"}', groups.WRITERS, groups.SEES_DRAFT),
        ("meeting-rectifications", '{"text": "Lire 2027."}', groups.WRITERS, groups.SEES_DRAFT),
        ("network-meeting-passages", '{"target": "cancelled", "reason": "Neige"}', *rows_networks.BOTH),
        ("network-meeting-rectifications", '{"text": "Lire 2027."}', *rows_networks.BOTH),
        ("network-follow-up-passages", '{"target": "done"}', *rows_networks.BOTH),
    ],
)
def test_rest_passages_of_the_governance(world, name, data, passing, sees):
    people, rows, _ = world
    url = reverse(f"api:{name}", args=[rows[name.rpartition("-")[0]]])
    assert not differences(expected(passing, sees), found(people, "post", url, **WRITING, data=data))


def test_rest_handovers_of_a_draft(world):
    people, rows, _ = world
    url = reverse("api:handover-detail", args=[rows["handover"]])
    assert not differences(expected(groups.COMMENTS, set()), found(people, "get", url))


# --- Nothing is forgotten --------------------------------------------------------------------------
OF_CONTRACTS = {
    f"api:{name}" for name in ("contract-exchange", "contract-perimeter", "of-contract-figures", "money-detail")
}
RESULTS = {"api:campaign-results", "api:period-results"}
OF_APPROACHES = {f"api:approach-{name}" for name in ("passages", "contract", "notes", "press")}


def told():
    lines = {name for part in (PAGES, CONTRACT, OWN, MANAGED) for name, _verb in part}
    rest = {f"api:{name}-list" for name in table.API_LISTS} | {f"api:{name}-detail" for name in table.API_LISTS}
    moving = ("contract", "review", "meeting", "follow-up", "network-meeting", "network-follow-up")
    passages = {f"api:{name}-passages" for name in moving}
    notes = {f"api:{name}-rectifications" for name in ("meeting", "network-meeting")}
    return lines | rest | passages | notes | OF_CONTRACTS | RESULTS | OF_APPROACHES | table.LEFT_OUT


def test_every_address_has_its_line():
    assert ROUTES.keys() - told() == set(), "Add a line to tests/matrix/rows.py"
    assert told() - ROUTES.keys() == set(), "These addresses no longer exist"


def test_every_verb_has_its_line():
    known = {(name, verb) for name, verbs in ROUTES.items() for verb in verbs if not name.startswith("api:")}
    left_out = {line for line in known if line[0] in table.LEFT_OUT}
    lines = {*PAGES, *CONTRACT, *OWN, *MANAGED}
    assert known - left_out - lines == table.ELSEWHERE, "Add a line to tests/matrix/rows.py"
    assert lines - known == set(), "These verbs are not answered"


def test_rest_resources_know_the_verbs_that_are_tried():
    for name in table.API_LISTS:
        rows, changes = table.API_VERBS.get(name, ({"get", "post"}, {"get", "put", "patch", "delete"}))
        assert (ROUTES[f"api:{name}-list"], ROUTES[f"api:{name}-detail"]) == (rows, changes), name


def test_any_other_verb_is_refused(world):
    people, rows, _ = world
    for name, verb in (*PAGES, *OWN, *MANAGED, *CONTRACT):
        url = reverse(name, kwargs=arguments(name, rows, reference=(name, verb) in CONTRACT))
        for other in VERBS - ROUTES[name]:
            status = getattr(people.clients["referent"], other)(url).status_code
            assert status == 405, (name, other, status)


@pytest.mark.parametrize("name", [name for name in ROUTES if name.startswith("api:") and name not in table.LEFT_OUT])
def test_any_other_verb_of_rest_is_refused(world, name):
    people, rows, _ = world
    resource = name.removeprefix("api:").rpartition("-")[0]
    row = [] if name.endswith("-list") else [rows.get(resource, rows["reference"])]
    for other in VERBS - ROUTES[name]:
        answer = getattr(people.clients["referent"], other)(reverse(name, args=row), **WRITING)
        assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json"), other


def test_every_line_can_be_asked(world):
    _, rows, _ = world
    for name, _verb in (*PAGES, *OWN, *MANAGED):
        reverse(name, kwargs=arguments(name, rows, reference=False))
    for name, _verb in CONTRACT:
        try:
            reverse(name, kwargs=arguments(name, rows, reference=True))
        except NoReverseMatch as error:
            pytest.fail(f"{name}: {error}")

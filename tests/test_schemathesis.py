"""Every REST operation of a running server under generated requests: nothing breaks, nothing answers but what is told.

Half of what is generated is then pointed at rows that exist, so that more is tried than « introuvable ».
"""

import hypothesis
import pytest
import schemathesis
from hypothesis import strategies
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as conformance

from accounts.enums import KeyScope
from accounts.services import create_api_key
from cls_platform.api import build_router
from tests.matrix.world import build
from tests.support.server import ServerProcess

CHECKS = [
    checks.not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_schema_conformance,
    conformance.response_headers_conformance,
]
BOUNDED = hypothesis.settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)
NAMES = {address: name for address, _viewset, name in build_router().registry}


@pytest.fixture
def server(transactional_db, media_root):
    process = ServerProcess(media_root)
    yield process.start()
    process.stop()


@pytest.fixture
def told(server):
    """What the server says of itself, the least destructive first: what is undone is not tried any more."""
    schema = schemathesis.openapi.from_url(f"{server.url}/api/schema/?format=json", timeout=60)
    return sorted((found.ok() for found in schema.get_all_operations()), key=harm)


def harm(operation):
    """Reading, writing, deleting (what is within before what holds it), then ending a contract."""
    depth = list(NAMES).index(resource(operation))
    order = ["get", "post", "put", "patch", "delete"].index(operation.method)
    return ("passages" in operation.path, order, -depth if operation.method == "delete" else depth)


def resource(operation):
    return operation.path.removeprefix("/api/v1/").split("/")[0]


def enough(operation) -> int:
    """How many requests: a new row varies most; a change has the same body, then filters; an address is soon told."""
    if operation.body:
        return 6 if operation.method == "post" else 4
    return 4 if len(operation.query) else 3


def pointed_at(case, rows):
    """The same request, about rows that exist and under the version that they have."""
    for parameter in case.path_parameters or {}:
        case.path_parameters[parameter] = rows.get(NAMES[resource(case.operation)], rows["reference"])
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"
    if isinstance(case.body, dict):
        for field in case.body.keys() & rows.keys():
            if isinstance(case.body[field], int | str):
                case.body[field] = rows[field]


def holds(operation, rows, secret):
    """A few requests, right and wrong, under a key that writes; the first is right, about what exists."""

    @hypothesis.settings(BOUNDED, max_examples=enough(operation))
    @hypothesis.given(
        case=strategies.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode),
        real=strategies.sampled_from([True, False]),
    )
    def answers_as_told(case, real):
        # Another host is another site: refused before any address is looked at.
        case.headers = {name: value for name, value in (case.headers or {}).items() if name.lower() != "host"}
        if real:
            pointed_at(case, rows)
        response = case.call(headers={"Authorization": f"Bearer {secret}"})
        case.validate_response(response, checks=CHECKS)

    answers_as_told()


@pytest.mark.services
def test_no_server_error_and_nothing_undocumented(told, server, subtests):
    people, rows, _signed = build()
    _key, secret = create_api_key(user=people.referent, name="Essais", scope=KeyScope.VISIBLE, read_only=False)
    assert {resource(operation) for operation in told} == set(NAMES)
    for operation in told:
        with subtests.test(operation.label):
            holds(operation, rows | {"contract": rows["reference"]}, secret)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["nowhere/", "axes/a%0Ab/", "axes/1/2/"])
def test_an_address_that_does_not_exist_is_a_problem_too(client, address):
    answer = client.patch(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")

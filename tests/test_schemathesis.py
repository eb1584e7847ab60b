"""Every REST operation under generated requests: no error of the server, no answer that the schema does not tell.

Half of what is generated is then pointed at rows that exist, so that more is tried than « introuvable ».
"""

from contextlib import contextmanager
from functools import cache

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import strategies
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi import checks as conformance

from accounts.enums import KeyScope
from accounts.services import create_api_key
from cls_platform.api import build_router
from tests.matrix.world import build

pytestmark = pytest.mark.django_db
EXAMPLES = 10
CHECKS = [
    checks.not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_schema_conformance,
    conformance.response_headers_conformance,
]
RESOURCES = sorted(address for address, _viewset, _name in build_router().registry)
BOUNDED = hypothesis.settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)


@cache
def openapi():
    return schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())


@contextmanager
def kept_connection():
    """The WSGI application would close, after each request, the connection that holds the rows of these tests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Rows of every resource, and a key that writes; each request is undone."""
    with django_db_blocker.unblock(), kept_connection(), transaction.atomic():
        people, rows, _signed = build()
        _key, secret = create_api_key(user=people.referent, name="Essais", scope=KeyScope.VISIBLE, read_only=False)
        yield rows | {"contract": rows["reference"]}, secret
        transaction.set_rollback(True)


def operations(resource):
    """All of a resource; « /axes/ » and « /axes/{id}/ », whatever the method."""
    for found in openapi().get_all_operations():
        operation = found.ok()
        if operation.path.startswith(f"/api/v1/{resource}/"):
            yield operation


def pointed_at(case, rows, resource):
    """The same request, about rows that exist and under the version that they have."""
    name = next(name for address, _viewset, name in build_router().registry if address == resource)
    for parameter in case.path_parameters or {}:
        case.path_parameters[parameter] = rows.get(name, rows["reference"])
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"
    if isinstance(case.body, dict):
        for field in case.body.keys() & rows.keys():
            if isinstance(case.body[field], int | str):
                case.body[field] = rows[field]


@pytest.mark.parametrize("resource", RESOURCES)
def test_no_server_error_and_nothing_undocumented(world, resource):
    rows, secret = world
    tried = 0
    for operation in operations(resource):

        @BOUNDED
        @hypothesis.given(
            case=strategies.one_of(operation.as_strategy(generation_mode=mode) for mode in GenerationMode),
            real=strategies.booleans(),
        )
        def holds(case, real):
            # Another host is another site: refused before any address is looked at.
            case.headers = {name: value for name, value in (case.headers or {}).items() if name.lower() != "host"}
            if real:
                pointed_at(case, rows, resource)
            with transaction.atomic():
                response = case.call(headers={"Authorization": f"Bearer {secret}"})
                transaction.set_rollback(True)
            case.validate_response(response, checks=CHECKS)

        holds()
        tried += 1
    assert tried, f"The schema tells nothing of {resource}"


@pytest.mark.parametrize("address", ["nowhere/", "axes/a%0Ab/", "axes/1/2/"])
def test_an_address_that_does_not_exist_is_a_problem_too(client, address):
    answer = client.patch(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")

"""Every page opens for every person of the demonstration who is shown a link to it: no link leads to a refusal."""

from collections import deque

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.support.crawl import kinds_of, links_in

HOST = "http://testserver"


@pytest.fixture
def demonstration(db, settings):
    settings.DEMO_MODE = True
    call_command("import_cog", verbosity=0)
    call_command("demo", verbosity=0)


def test_no_link_leads_to_a_refusal(demonstration):
    people = User.objects.active()
    faults = [f"{person.email}: {fault}" for person in people for fault in _refusals(person)]
    assert len(people) > 8
    assert not faults, "\n" + "\n".join(faults)


def _refusals(person):
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    waiting, known = deque([(reverse("home"), "")]), {("home",)}
    while waiting:
        path, source = waiting.popleft()
        answer = client.get(path)
        if answer.status_code not in (200, 302):
            yield f"{path} answers {answer.status_code}, linked from {source}"
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        for link, kind in kinds_of(links_in(answer.content.decode()), HOST + path):
            if kind not in known:
                known.add(kind)
                waiting.append((link, path))
    if len(known) < 20:
        yield f"only {len(known)} pages"

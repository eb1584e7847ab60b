"""The governance of a contract: read by those who see it, written by those who write it, before and after signature."""

from datetime import date

import pytest
from django.urls import reverse

from core.errors import Forbidden, Stale
from core.models import Change
from core.wording import day
from governance.models import Body, CoordinationPost, Meeting, Seat
from governance.services import bodies as services
from governance.vacancy import is_vacant
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import world

TODAY = date(2026, 6, 1)


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def copil(people):
    return services.add_body(
        contract=people.signed, actor=people.referent, kind="copil", meetings_per_year=2, chairs=[OrganisationFactory()]
    )


def url(name, contract, *args):
    return reverse(f"governance:{name}", args=[contract.reference, *args])


def test_the_page_is_read_by_those_who_see_the_contract_and_says_where_nothing_is(client, people):
    for who, status in (("referent", 200), ("reader", 200), ("stranger", 404)):
        client.force_login(getattr(people, who))
        assert client.get(url("bodies", people.draft)).status_code == status
    client.force_login(people.reader)
    page = client.get(url("bodies", people.draft)).content.decode()
    assert "Aucune instance" in page and "Ajouter une instance" not in page


def test_who_does_not_write_is_refused_by_page_and_by_service(client, people, copil):
    client.force_login(people.reader)
    for address in (
        url("add", people.signed, "instances"),
        url("change", people.signed, "instances", copil.pk),
        url("remove", people.signed, "instances", copil.pk),
    ):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403
    with pytest.raises(Forbidden):
        services.edit_row(copil, actor=people.reader, name="Autre")


def test_the_whole_governance_is_written_by_hand(client, people):
    contract, organisation = people.signed, OrganisationFactory(name="CPTS d’essai")
    client.force_login(people.referent)
    said = {"kind": "copil", "name": "Comité du territoire", "meetings_per_year": "2", "chairs": [organisation.pk]}
    assert client.post(url("add", contract, "instances"), said).status_code == 302
    body = Body.objects.get()
    assert list(body.chairs.all()) == [organisation]
    seat = {"organisation": organisation.pk, "holder_name": "Lucie", "college": "Professionnels"}
    client.post(url("add_to", contract, "instances", body.pk, "sieges"), seat)
    held = {"on": "2026-03-12", "title": "Premier COPIL"}
    client.post(url("add_to", contract, "instances", body.pk, "seances"), held)
    client.post(url("add", contract, "postes"), {"title": "Coordinatrice", "fte": "0,8", "employer": "CC"})
    assert CoordinationPost.objects.get().employer == "CC"
    assert Seat.objects.get().body == body
    assert (Meeting.objects.get().state, Meeting.objects.get().title) == ("held", "Premier COPIL")
    page = client.get(url("bodies", contract)).content.decode()
    for word in (
        "Comité du territoire",
        "1\u00a0séance tenue sur 2",
        "Lucie",
        "Professionnels",
        day(date(2026, 3, 12)),
        "Vacant",
    ):
        assert word in page
    assert Change.objects.filter(scope=contract.pk, part="governance", actor=people.referent).count() >= 5


def test_change_and_removal(client, people, copil):
    client.force_login(people.referent)
    address = url("change", people.signed, "instances", copil.pk)
    assert url("remove", people.signed, "instances", copil.pk) in client.get(address).content.decode()
    said = {"kind": "cotech", "name": "Comité technique", "version": copil.version}
    assert client.post(address, said).status_code == 302
    copil.refresh_from_db()
    assert (copil.kind, copil.meetings_per_year, copil.chairs.count()) == ("cotech", None, 0)
    # The page that somebody else still has before them.
    answer = client.post(address, {**said, "name": "Mon comité"})
    assert answer.status_code == 409 and "Mon comité" in answer.content.decode()
    with pytest.raises(Stale):
        services.edit_row(copil, actor=people.referent, version=1, name="Encore")
    removal = url("remove", people.signed, "instances", copil.pk)
    assert client.get(removal).status_code == 200 and Body.objects.exists()
    assert client.post(removal).status_code == 302 and not Body.objects.exists()


def test_rows_of_another_contract_and_unknown_kinds_are_nowhere(client, people, copil):
    client.force_login(people.referent)
    assert client.get(url("change", people.draft, "instances", copil.pk)).status_code == 404
    assert client.get(url("add_to", people.draft, "instances", copil.pk, "sieges")).status_code == 404
    assert client.get(url("add_to", people.signed, "postes", copil.pk, "sieges")).status_code == 404
    assert client.get(url("add", people.signed, "sieges")).status_code == 404
    assert client.get(url("add", people.signed, "licornes")).status_code == 404


@pytest.mark.parametrize(
    ("holder", "until", "vacant"),
    [("Camille", None, False), ("Camille", TODAY, False), ("Camille", date(2026, 5, 31), True), ("", None, True)],
)
def test_a_post_is_vacant_without_a_holder_or_past_their_time(holder, until, vacant):
    assert is_vacant(CoordinationPost(holder_name=holder, until=until), TODAY) is vacant


def test_the_page_asks_the_same_number_of_questions_for_two_bodies_or_ten(client, people, copil):
    client.force_login(people.referent)

    def questions():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            client.get(url("bodies", people.signed))
        return len(asked)

    services.add_seat(body=copil, actor=people.referent, organisation=OrganisationFactory())
    before = questions()
    for _ in range(8):
        body = services.add_body(contract=people.signed, actor=people.referent, kind="other")
        services.add_seat(body=body, actor=people.referent, organisation=OrganisationFactory())
    assert questions() == before

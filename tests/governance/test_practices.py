"""A fiche shared as an example: only signed matter, accepted by the ARS, read in the region, taken up elsewhere."""

from datetime import date

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.enums import KeyScope
from accounts.services import create_api_key
from actions.models import Action
from contracts.enums import ContractRoleKind, Stage
from contracts.journal import tell
from contracts.models import Contract
from core.errors import Forbidden, Invalid, PassageRefused, Refused, Stale
from core.models import Change
from governance.models import Practice, PracticeCopy
from governance.services import practices as services
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AxisFactory, ContractFactory, freeze, with_role, world

TODAY = date(2026, 6, 1)
SAID = {"brings": "Des soins sans route", "know_how": "Commencer par la mairie", "themes": ["Mobilité"], "public": []}


@pytest.fixture
def people(db):
    people = world()
    contract = ContractFactory(title="CLS de Die", department=people.drome)
    axis = AxisFactory(contract=contract)
    people.action = ActionFactory(axis=axis, title="Bus santé", description="Un bus équipé", obstacles="Confidentiel")
    people.author = with_role(contract, ContractRoleKind.COORDINATOR)
    freeze(contract)
    people.action.refresh_from_db()
    return people


@pytest.fixture
def practice(people):
    return services.propose_practice(action=people.action, actor=people.author, today=TODAY, **SAID)


@pytest.fixture
def published(people, practice):
    return services.pass_practice(practice, "published", actor=people.referent, today=TODAY)


def read(client, user, address="/pratiques/"):
    client.force_login(user)
    answer = client.get(address)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def test_nothing_of_a_draft_is_shared(client, people):
    draft = ActionFactory(axis=AxisFactory(contract=people.draft), title="Projet secret")
    with pytest.raises(Refused):
        services.propose_practice(action=draft, actor=people.coordinator, today=TODAY, **SAID)
    client.force_login(people.coordinator)
    address = reverse("practices:propose", args=[people.draft.reference, draft.pk])
    assert client.post(address, SAID).status_code == 409
    assert not Practice.objects.exists()


def test_it_is_read_by_its_authors_and_its_ars_then_by_the_region_once_published(client, people, practice):
    address = practice.get_absolute_url()
    for user in (people.author, people.referent, people.siege):
        assert "Bus santé" in read(client, user) and "Commencer par la mairie" in read(client, user, address)
    for user in (people.coordinator, people.neighbour):
        assert "Bus santé" not in read(client, user) and read(client, user, address) == 404
    services.pass_practice(practice, "published", actor=people.siege, today=TODAY)
    for user in (people.coordinator, people.neighbour):
        assert "Bus santé" in read(client, user) and "Un bus équipé" in read(client, user, address)
        assert "Confidentiel" not in read(client, user, address)
    assert "Bus santé" not in read(client, people.stranger) and read(client, people.stranger, address) == 404
    assert read(client, people.reader) == 403 and read(client, people.nobody, address) == 403


def test_what_is_written_in_the_fiche_afterwards_is_not_shown(client, people, published):
    Action.objects.filter(pk=people.action.pk).update(description="Un brouillon d’avenant")
    page = read(client, people.coordinator, published.get_absolute_url())
    assert "Un bus équipé" in page and "brouillon" not in page
    made = services.take_practice(published, axis=AxisFactory(contract=people.draft), actor=people.coordinator)
    assert made.description == "Un bus équipé"


def test_the_ars_decides_by_the_table_with_a_remark_where_it_returns(people, practice):
    with pytest.raises(Forbidden):
        services.pass_practice(practice, "published", actor=people.author, today=TODAY)
    with pytest.raises(Forbidden):
        services.pass_practice(practice, "returned", actor=people.neighbour, today=TODAY, reason="Non")
    with pytest.raises(Invalid):
        services.pass_practice(practice, "returned", actor=people.referent, today=TODAY, reason=" ")
    seen = practice.version
    returned = services.pass_practice(
        practice, "returned", actor=people.referent, today=TODAY, reason="Dites le coût", version=seen
    )
    assert (returned.state, returned.remark) == ("returned", "Dites le coût")
    with pytest.raises(Stale):
        services.pass_practice(practice, "published", actor=people.siege, today=TODAY, version=seen)
    with pytest.raises(PassageRefused):
        services.pass_practice(practice, "published", actor=people.siege, today=TODAY)
    services.edit_practice(returned, actor=people.author, means="20 000 €")
    services.pass_practice(returned, "proposed", actor=people.author, today=TODAY)
    assert Practice.objects.get().remark == ""
    said = Change.objects.filter(scope=people.action.contract_id, changes__has_key="state", actor=people.referent)
    assert said.get().changes["state"] == ["proposed", "returned"]


def test_nothing_is_published_that_changed_since_it_was_read(client, people, practice):
    client.force_login(people.referent)
    address = reverse("practices:passage", args=[practice.pk, "published"])
    assert 'name="version"' in client.get(address).content.decode()
    services.edit_practice(practice, actor=people.author, version=practice.version, know_how="Jamais lu")
    refused = client.post(address, {"version": practice.version})
    assert refused.status_code == 400 and "vient d’être modifiée" in refused.content.decode()
    assert Practice.objects.get().state == "proposed"
    assert client.post(address, {"version": Practice.objects.get().version}).status_code == 302


def test_once_published_it_is_withdrawn_before_it_changes(client, people, published):
    with pytest.raises(Refused):
        services.edit_practice(published, actor=people.author, means="Autre")
    services.pass_practice(published, "withdrawn", actor=people.author, today=TODAY)
    assert "Bus santé" not in read(client, people.coordinator)
    with pytest.raises(Refused):
        services.take_practice(Practice.objects.get(), axis=AxisFactory(contract=people.draft), actor=people.referent)


def test_it_is_proposed_published_and_taken_up_by_hand(client, people):
    client.force_login(people.author)
    address = reverse("practices:propose", args=[people.action.contract.reference, people.action.pk])
    assert address in client.get(people.action.get_absolute_url()).content.decode()
    assert client.post(address, {**SAID, "brings": ""}).status_code == 400
    assert client.post(address, {**SAID, "themes": "Mobilité\nAccès aux soins"}).status_code == 302
    practice = Practice.objects.get()
    assert practice.themes == ["Mobilité", "Accès aux soins"]
    client.force_login(people.referent)
    assert client.post(reverse("practices:passage", args=[practice.pk, "published"])).status_code == 302
    axis = AxisFactory(contract=people.draft)
    client.force_login(people.coordinator)
    take = reverse("practices:take", args=[practice.pk])
    assert people.draft.title in client.get(take).content.decode()
    assert client.post(take, {"axis": axis.pk}).status_code == 302
    made = people.draft.actions.get()
    assert (made.title, made.axis, made.obstacles) == ("Bus santé", axis, "")
    copied = PracticeCopy.objects.get()
    assert (copied.action, copied.practice, copied.source) == (made, practice, "Bus santé (CLS de Die)")
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Reprise de la pratique" in page and practice.get_absolute_url() in page
    assert Change.objects.filter(scope=people.draft.pk, actor=people.coordinator, object_pk=str(copied.pk)).exists()
    elsewhere = AxisFactory()
    assert client.post(take, {"axis": elsewhere.pk}).status_code == 400


def test_two_at_once_on_a_practice_see_both_texts(client, people, practice):
    services.edit_practice(practice, actor=people.referent, version=practice.version, brings="Moins de route")
    client.force_login(people.author)
    said = {**SAID, "brings": "Des soins au village", "themes": "Mobilité", "version": practice.version}
    answer = client.post(reverse("practices:edit", args=[practice.pk]), said)
    assert answer.status_code == 409 and "Moins de route" in answer.content.decode()


def test_it_is_found_by_theme_public_and_words(client, people, published):
    client.force_login(people.coordinator)

    def found(**asked):
        return list(client.get("/pratiques/", asked).context["page"])

    assert found(theme="Mobilité") == found(q="mairie BUS") == [published]
    assert found(q="piscine") == [] and found(theme="Inconnu") == [published]


def test_practices_are_read_by_rest_as_on_the_pages(client, people, practice):
    client.force_login(people.coordinator)
    assert client.get("/api/v1/practices/").json()["results"] == []
    services.pass_practice(practice, "published", actor=people.siege, today=TODAY)
    (row,) = client.get("/api/v1/practices/", {"theme": "Mobilité"}).json()["results"]
    assert (row["title"], row["know_how"], row["state"]) == ("Bus santé", "Commencer par la mairie", "published")
    client.force_login(people.reader)
    assert client.get("/api/v1/practices/").json()["results"] == []


def test_the_journal_tells_what_was_said_and_not_the_copy_of_the_fiche(practice):
    (line,) = tell(Change.objects.get_for_object(practice))
    assert "brings" in Change.objects.get_for_object(practice).get().changes
    assert "ce qui est montré de la fiche" not in {field["label"] for field in line["fields"]}
    # As lines were written before.
    said = {"shown": ["{}", '{"title": "Bus"}'], "brings": ["", "Un bus"]}
    Change.objects.get_for_object(practice).update(changes=said)
    (line,) = tell(Change.objects.get_for_object(practice))
    assert [field["after"] for field in line["fields"]] == ["Un bus"]


def test_a_key_for_signed_contracts_reads_the_practices_of_signed_ones(people, published):
    _key, secret = create_api_key(user=people.referent, name="SI", scope=KeyScope.SIGNED, read_only=True)
    client = APIClient(headers={"Authorization": f"Bearer {secret}"})
    assert [row["id"] for row in client.get("/api/v1/practices/").json()["results"]] == [published.pk]
    Contract.objects.filter(pk=published.contract_id).update(stage=Stage.SIGNATURE)
    assert client.get("/api/v1/practices/").json()["results"] == []


def test_the_shelf_asks_the_same_for_one_or_thirty(client, people, published, django_assert_num_queries):
    client.force_login(people.coordinator)
    client.get("/pratiques/")
    with django_assert_num_queries(8):
        client.get("/pratiques/")
    for number in range(29):
        action = ActionFactory(axis=people.action.axis, title=f"Fiche {number}", origin="outside")
        row = services.propose_practice(action=action, actor=None, today=TODAY, **SAID)
        services.pass_practice(row, "published", actor=None, today=TODAY)
    with django_assert_num_queries(8):
        client.get("/pratiques/")

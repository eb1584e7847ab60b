"""The directory of a region's coordinators: read inside the region, contacts by choice, trainings counted."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.services import change_profile
from contracts.enums import ContractRoleKind
from core.errors import Forbidden, Invalid, Stale
from core.models import Change
from governance import directory
from governance.models import Training
from governance.services import coordination
from governance.services import trainings as services
from tests.factories.accounts import UserFactory
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AxisFactory, SignedContractFactory, with_role, world

HOME = "/gouvernance/annuaire/"
TODAY = date(2026, 6, 1)


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def post(people):
    return coordination.add_post(
        contract=people.signed,
        actor=people.referent,
        title="Coordinatrice santé",
        fte=Decimal("0.8"),
        employer="Communauté de communes",
        since=date(2025, 3, 1),
        holder_name="Camille Coordinatrice",
        holder_email=people.coordinator.email.upper(),
    )


@pytest.fixture
def colleague(people):
    """Coordinates another signed contract of the region, elsewhere in it, and sees neither of the world's."""
    return with_role(SignedContractFactory(title="CLS du Vercors"), ContractRoleKind.COORDINATOR)


def page(client, user, **filters):
    client.force_login(user)
    answer = client.get(HOME, filters)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def test_it_says_who_coordinates_what_to_the_region_and_to_nobody_else(client, people, post, colleague):
    for user in (people.siege, people.referent, people.neighbour, people.coordinator, colleague):
        said = page(client, user)
        assert "Camille Coordinatrice" in said and "signé de Grignan" in said and "Communauté de communes" in said
    assert "Camille" not in page(client, people.stranger)
    for user in (people.elected, people.partner, people.reader, people.nobody, people.administrator):
        assert page(client, user) == 403
    for user, status in ((people.stranger, 404), (people.reader, 403), (colleague, 200)):
        client.force_login(user)
        assert client.get(f"{HOME}{people.coordinator.pk}/").status_code == status
    client.force_login(colleague)
    assert client.get(f"{HOME}{people.reader.pk}/").status_code == 404


def test_a_contract_in_preparation_is_only_for_who_may_read_it(client, people, post, colleague):
    coordination.add_post(contract=people.draft, actor=people.referent, title="À recruter")
    assert people.draft.title in page(client, people.referent) and "À recruter" in page(client, people.coordinator)
    assert people.draft.title not in page(client, colleague)
    assert people.draft.title not in page(client, people.neighbour)


def test_address_and_telephone_are_shown_by_choice(client, people, post, colleague):
    change_profile(user=people.coordinator, actor=people.coordinator, phone="04 75 00 00 00")
    said = page(client, colleague)
    assert people.coordinator.email in said and "04 75 00 00 00" not in said
    client.force_login(people.coordinator)
    mine = {"display_name": "Camille Coordinatrice", "phone": "04 75 00 00 00", "phone_in_directory": "on"}
    assert client.post(reverse("accounts:me"), mine).status_code == 302
    said = page(client, colleague)
    assert people.coordinator.email not in said and "04 75 00 00 00" in said
    assert Change.objects.filter(actor=people.coordinator, changes__has_key="email_in_directory").exists()


def test_an_address_noted_on_a_post_shows_nobody_who_does_not_coordinate(client, people, post, colleague):
    other = UserFactory(email="discrete@exemple.fr", phone="06", phone_in_directory=True)
    coordination.change_holder(
        post, actor=people.referent, holder_name="Discrète", holder_email=other.email, since=date(2026, 1, 1)
    )
    said = page(client, colleague)
    assert "Discrète" in said and "discrete@exemple.fr" not in said


def test_filters_and_search(client, people, post, colleague):
    vacant = coordination.add_post(contract=people.signed, actor=people.referent, title="Second poste")
    ActionFactory(axis=AxisFactory(contract=people.draft), themes=["Santé mentale"])
    services.add_training(person=people.coordinator, actor=people.coordinator, title="Évaluer un CLS", on=TODAY)

    def found(**asked):
        client.force_login(people.siege)
        return [(line.name, line.post) for line in client.get(HOME, asked).context["page"]]

    camille, vercors = ("Camille Coordinatrice", post), (colleague.display_name, None)
    assert found(state="vacant") == [("", vacant)]
    assert camille in found(q="COORDINATRICE sante") and vercors not in found(q="coordinatrice sante")
    assert found(theme="Santé mentale") == [("Camille Coordinatrice", None)]
    assert {name for name, _post in found(training="evaluer")} == {"Camille Coordinatrice"}
    assert camille in found(department="26") and found(department="38") == found()
    assert "Personne ne répond" in page(client, people.siege, q="introuvable")


def test_who_left_is_vacant_and_is_not_given_the_account_of_another(people, post):
    coordination.change_holder(post, actor=people.referent, left_on=date(2026, 2, 28))
    lines = [line for line in directory.lines_for(people.siege, today=TODAY) if line.post == post]
    assert [(line.vacant, line.vacant_since, line.person) for line in lines] == [(True, date(2026, 3, 1), None)]


def test_a_training_is_noted_by_oneself_or_the_ars_and_counted(client, people, colleague):
    today = timezone.localdate()
    address = reverse("coordination:training_add", args=[people.coordinator.pk])
    said = {"title": "Plaidoyer en santé", "organiser": "Promotion santé", "on": today.isoformat(), "hours": "10,5"}
    client.force_login(people.coordinator)
    assert client.post(address, said).status_code == 302
    row = Training.objects.get()
    assert Change.objects.filter(actor=people.coordinator, object_repr="Plaidoyer en santé", action=0).exists()
    services.add_training(person=colleague, actor=people.neighbour, title="Sans durée", on=today)
    services.add_training(person=colleague, actor=people.siege, title="L’an dernier", on=date(today.year - 1, 5, 5))
    counted = directory.trainings_counted([people.coordinator, colleague, people.reader], today.year)
    assert counted == {"trainings": 2, "hours": Decimal("10.5"), "trained": 2, "people": 3}
    with pytest.raises(Forbidden):
        services.edit_training(row, actor=colleague, title="À moi")
    with pytest.raises(Forbidden):
        services.add_training(person=people.coordinator, actor=people.stranger, title="D’ailleurs", on=today)
    with pytest.raises(Invalid):
        services.edit_training(row, actor=people.siege, hours=Decimal(-1))


def test_two_at_once_on_a_training_see_both_texts_and_it_is_removed(client, people):
    row = services.add_training(person=people.coordinator, actor=None, title="Évaluer", on=TODAY)
    seen = row.version
    services.edit_training(row, actor=people.siege, version=seen, title="Évaluer un contrat")
    with pytest.raises(Stale):
        services.edit_training(row, actor=people.coordinator, version=seen, title="Évaluer mieux")
    client.force_login(people.coordinator)
    args = [people.coordinator.pk, row.pk]
    said = {"title": "Évaluer mieux", "on": "2026-06-01", "version": seen}
    answer = client.post(reverse("coordination:training", args=args), said)
    assert answer.status_code == 409 and "Évaluer un contrat" in answer.content.decode()
    assert client.post(reverse("coordination:training_remove", args=args), {"version": seen}).status_code == 409
    assert client.post(reverse("coordination:training_remove", args=args), {"version": seen + 1}).status_code == 302
    assert not Training.objects.exists()


def test_the_directory_asks_the_same_for_one_or_thirty(client, people, post, django_assert_num_queries):
    client.force_login(people.siege)
    client.get(HOME)
    with django_assert_num_queries(15):
        client.get(HOME)
    for number in range(29):
        user = with_role(SignedContractFactory(title=f"CLS {number}"), ContractRoleKind.COORDINATOR)
        services.add_training(person=user, actor=None, title="Évaluer", on=TODAY)
    with django_assert_num_queries(15):
        client.get(HOME)

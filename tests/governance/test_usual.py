"""The usual composition of a region is set by its siège and proposed to its contracts, line by line."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.exchange import export_contract, import_contract
from contracts.services.contract import create_contract, enter_live_contract
from core.errors import Forbidden, Invalid, Refused, Stale
from core.models import Change
from governance.models import Body, RegionGovernance, Seat, UsualBody
from governance.services import bodies, sharing
from governance.services import usual as services
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import SignatoryFactory, world
from tests.factories.territories import BARONNIES


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def copil(people):
    """In the region, the COPIL seats the signatories, communes in a college of their own."""
    body = services.add_usual_body(region=people.region, actor=people.siege, kind="copil", meetings_per_year=3)
    services.add_usual_seat(body=body, actor=people.siege, organisation_kind="commune", college="Élus")
    services.add_usual_seat(body=body, actor=people.siege, capacity="signatory", college="Institutions")
    return body


def party(contract, kind, **fields):
    return SignatoryFactory(contract=contract, organisation=OrganisationFactory(kind=kind), **fields)


def preview(client, contract):
    return client.get(reverse("governance:usual_bodies", args=[contract.reference]))


def test_a_party_has_one_seat_in_the_college_of_the_first_rule_that_fits(people, copil):
    town = party(people.draft, "commune", representative_name="Madame la maire")
    fund = party(people.draft, "cpam")
    party(people.draft, "association", capacity="associated")
    (proposed,) = services.proposed_bodies(people.draft)
    assert proposed.usual == copil and proposed.existing is None
    assert [(seat.organisation, seat.college) for seat in proposed.seats] == [
        (town.organisation, "Élus"),
        (fund.organisation, "Institutions"),
    ]
    services.add_usual_bodies(contract=people.draft, actor=people.coordinator)
    body = Body.objects.get()
    assert (body.kind, body.meetings_per_year) == ("copil", 3)
    assert body.seats.get(organisation=town.organisation).holder_name == "Madame la maire"


def test_the_carrier_sits_by_its_own_rule_signatory_or_not(people):
    body = services.add_usual_body(region=people.region, actor=None, kind="project_team")
    services.add_usual_seat(body=body, actor=None, capacity="carrier")
    people.draft.carrier = OrganisationFactory(kind="epci")
    people.draft.save()
    party(people.draft, "cpam")
    (proposed,) = services.proposed_bodies(people.draft)
    assert [seat.organisation for seat in proposed.seats] == [people.draft.carrier]


def test_the_preview_is_accepted_line_by_line_and_proposes_what_is_left(client, people, copil):
    kept, other = party(people.draft, "commune"), party(people.draft, "cpam")
    client.force_login(people.coordinator)
    page = preview(client, people.draft).content.decode()
    assert kept.organisation.name in page and other.organisation.name in page
    assert not Body.objects.exists()
    lines = ["copil:", f"copil::{kept.organisation.pk}"]
    address = reverse("governance:usual_bodies", args=[people.draft.reference])
    assert client.post(address, {"line": lines}).status_code == 302
    assert list(Seat.objects.values_list("organisation", "college")) == [(kept.organisation.pk, "Élus")]
    assert Change.objects.filter(scope=people.draft.pk, part="governance", actor=people.coordinator).count() == 2
    again = preview(client, people.draft).content.decode()
    assert other.organisation.name in again and kept.organisation.name not in again
    assert client.post(address, {"line": [f"copil::{other.organisation.pk}"]}).status_code == 302
    assert Seat.objects.count() == 2 and Body.objects.count() == 1
    assert "Rien à ajouter" in preview(client, people.draft).content.decode()


def test_nothing_chosen_twice_the_same_or_by_a_reader_writes_nothing(people, copil):
    party(people.draft, "commune")
    with pytest.raises(Invalid):
        services.add_usual_bodies(contract=people.draft, actor=people.coordinator, keys=[])
    with pytest.raises(Invalid):
        services.add_usual_bodies(contract=people.draft, actor=people.coordinator, keys=["copil::999"])
    with pytest.raises(Forbidden):
        services.add_usual_bodies(contract=people.draft, actor=people.reader)
    assert not Body.objects.exists()
    services.add_usual_bodies(contract=people.draft, actor=people.coordinator)
    with pytest.raises(Refused):
        services.add_usual_bodies(contract=people.draft, actor=people.referent)
    assert Body.objects.count() == 1


def test_the_home_of_a_contract_leads_to_the_proposal_until_it_has_a_body(client, people):
    client.force_login(people.coordinator)
    address = reverse("governance:usual_bodies", args=[people.draft.reference])
    assert address in client.get(people.draft.get_absolute_url()).content.decode()
    client.force_login(people.reader)
    assert address not in client.get(people.draft.get_absolute_url()).content.decode()
    body = bodies.add_body(contract=people.draft, actor=people.referent, kind="copil")
    client.force_login(people.coordinator)
    assert address not in client.get(people.draft.get_absolute_url()).content.decode()
    row = party(people.draft, "cpam")
    page = client.get(people.draft.get_absolute_url()).content.decode()
    assert address in page and "Instances à composer" in page
    bodies.add_seat(body=body, actor=people.referent, organisation=row.organisation)
    assert address not in client.get(people.draft.get_absolute_url()).content.decode()


# --- ready-made with the contract ---------------------------------------------------------------------
def test_a_contract_begins_with_the_bodies_of_its_region_and_nobody_seated(people, copil):
    made = create_contract(actor=people.referent, title="CLS neuf", members=[("epci", BARONNIES)])
    body = made.bodies.get()
    assert (body.kind, body.meetings_per_year, body.seats.count()) == ("copil", 3, 0)
    line = Change.objects.get_for_object(body).get()
    assert (line.scope, line.part, line.actor) == (made.pk, "governance", people.referent)
    town = party(made, "commune")
    (proposed,) = services.proposed_bodies(made)
    assert proposed.existing == body and [seat.organisation for seat in proposed.seats] == [town.organisation]


def test_without_a_choice_of_the_region_it_begins_with_those_by_default(people):
    made = create_contract(actor=people.siege, title="CLS neuf", members=[("epci", BARONNIES)])
    assert list(made.bodies.values_list("kind", "meetings_per_year")) == services.BY_DEFAULT
    assert services.ready_bodies(create_contract(actor=None, title="Sans territoire")) == []


def test_what_already_lives_or_comes_from_a_file_has_the_bodies_that_it_says(people, copil):
    facts = {"stage": "in_force", "signed_on": date(2024, 3, 1), "members": [("epci", BARONNIES)]}
    assert not enter_live_contract(actor=people.referent, title="CLS signé", **facts).bodies.exists()
    document = export_contract(people.draft, at=timezone.now())
    document["contract"]["reference"] = "CLS-26-2026-77"
    read = import_contract(document, actor=people.referent).contract
    assert not read.bodies.exists()


def test_a_region_starts_from_the_defaults_and_changes_them_by_hand(client, people):
    client.force_login(people.siege)
    home = reverse("coordination:usual", args=["84"])
    assert home in client.get(reverse("contracts:region_settings", args=["84"])).content.decode()
    assert "pas encore choisi" in client.get(home).content.decode()
    assert client.post(reverse("coordination:usual_start", args=["84"])).status_code == 302
    copil, cotech = UsualBody.objects.order_by("position")
    assert (copil.kind, cotech.meetings_per_year, copil.seats.count()) == ("copil", 4, 1)
    with pytest.raises(Refused):
        services.take_defaults(region=people.region, actor=people.siege)
    said = {"capacity": "", "organisation_kind": "inhabitants", "college": "Habitants"}
    assert client.post(reverse("coordination:usual_seat_add", args=["84", copil.pk]), said).status_code == 302
    twice = client.post(reverse("coordination:usual_seat_add", args=["84", copil.pk]), said)
    assert twice.status_code == 400 and "déjà dans la liste" in twice.content.decode()
    assert "Collège\xa0: Habitants" in client.get(home).content.decode()
    assert client.post(reverse("coordination:usual_remove", args=["84", "instances", cotech.pk])).status_code == 302
    assert list(UsualBody.objects.all()) == [copil]
    assert Change.objects.filter(actor=people.siege, object_repr__startswith="COTECH", action=2).exists()


def test_the_rules_of_a_region_are_its_own(client, people, copil):
    with pytest.raises(Forbidden):
        services.add_usual_body(region=people.region, actor=people.referent, kind="plenary")
    with pytest.raises(Forbidden):
        services.edit_usual(copil, actor=people.stranger, meetings_per_year=1)
    client.force_login(people.stranger)
    assert client.get(reverse("coordination:usual", args=["84"])).status_code == 404


def test_two_at_once_on_a_usual_body_see_both_texts(client, people, copil):
    seen = copil.version
    services.edit_usual(copil, actor=people.pen, version=seen, name="Comité du contrat")
    with pytest.raises(Stale):
        services.edit_usual(copil, actor=people.siege, version=seen, name="COPIL régional")
    client.force_login(people.siege)
    said = {"kind": "copil", "name": "COPIL régional", "meetings_per_year": "3", "version": seen}
    answer = client.post(reverse("coordination:usual_change", args=["84", "instances", copil.pk]), said)
    assert answer.status_code == 409 and "Comité du contrat" in answer.content.decode()


def test_the_sharing_of_a_region_is_journalled_and_has_a_version(client, people):
    row = sharing.set_region_rules(region=people.region, actor=people.siege, ars_share=Decimal(50))
    seen = row.version
    sharing.set_region_rules(region=people.region, actor=people.pen, ars_share=Decimal(60), version=seen)
    line = Change.objects.get_for_object(row).filter(changes__has_key="ars_share").latest("timestamp")
    assert (line.actor, line.changes["ars_share"]) == (people.pen, ["50.00", "60"])
    with pytest.raises(Stale):
        sharing.set_region_rules(region=people.region, actor=people.siege, ars_share=Decimal(70), version=seen)
    client.force_login(people.siege)
    address = reverse("coordination:region_sharing", args=["84"])
    said = {"ars_share": "70", "commitment_review_months": str(row.commitment_review_months), "version": seen}
    answer = client.post(address, said)
    assert answer.status_code == 409 and "60" in answer.content.decode()
    assert RegionGovernance.objects.get().ars_share == 60


def test_the_list_of_a_region_asks_the_same_for_one_or_thirty(client, people, copil, django_assert_num_queries):
    client.force_login(people.siege)
    address = reverse("coordination:usual", args=["84"])
    client.get(address)
    with django_assert_num_queries(6):
        client.get(address)
    for number in range(29):
        body = services.add_usual_body(region=people.region, actor=None, kind="working_group", name=f"Groupe {number}")
        services.add_usual_seat(body=body, actor=None)
    with django_assert_num_queries(6):
        client.get(address)

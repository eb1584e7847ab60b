from datetime import date

import pytest
from django.urls import reverse

from contracts.models import Contract
from contracts.services.contract import edit_contract, set_contract_perimeter
from core.history import Change
from tests.factories.actions import ActionFactory
from tests.factories.contracts import (
    AxisFactory,
    ContractFactory,
    FindingFactory,
    RegionSettingsFactory,
    SignatoryFactory,
)
from tests.factories.territories import BARONNIES

#: Fifteen at most: the more must hold at the next passage, the more is read for « À faire ensuite ».
HOME_QUERIES = {"drafting": 16, "consultation": 18, "signature": 18, "in_force": 17}
PAGES = ["contract", "perimeter", "texts", "roles"]
WRITING = ["edit", "predecessors", "long_texts", "standard_texts"]


def url(name, contract, *args):
    return reverse(f"contracts:{name}", args=[contract.reference, *args])


@pytest.mark.parametrize("name", [*PAGES, *WRITING])
def test_pages_open_for_who_writes(client, world, name):
    client.force_login(world.referent)
    response = client.get(url(name, world.draft))
    assert response.status_code == 200
    assert world.draft.title in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["reader", "elected", "siege"])
def test_pages_open_for_who_reads(client, world, who, name):
    client.force_login(getattr(world, who))
    assert client.get(url(name, world.draft)).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, *WRITING])
@pytest.mark.parametrize("who", ["stranger", "neighbour", "nobody"])
def test_a_draft_is_nowhere_for_the_others(client, world, who, name):
    client.force_login(getattr(world, who))
    assert client.get(url(name, world.draft)).status_code == 404


@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize("who", ["reader", "elected", "siege", "partner"])
def test_who_reads_does_not_write(client, world, who, name):
    client.force_login(getattr(world, who))
    assert client.get(url(name, world.draft)).status_code == 403
    assert client.post(url(name, world.draft)).status_code == 403


def test_the_home_of_a_contract_says_what_it_is(client, world):
    signatory = SignatoryFactory(contract=world.draft)
    AxisFactory(contract=world.draft)
    world.draft.predecessors.create(label="CLS 2012-2016 de Nyons")
    client.force_login(world.reader)
    page = client.get(world.draft.get_absolute_url()).content.decode()
    for words in [signatory.organisation.name, "1\xa0axe", "du 01/01/2026", "CLS 2012-2016 de Nyons", "Drôme"]:
        assert words in page
    assert "Modifier" not in page


def test_a_predecessor_that_one_may_not_see_is_only_named(client, world):
    hidden = ContractFactory(title="Brouillon caché", territory__departments=[world.vaucluse])
    world.draft.predecessors.create(known=hidden, label="CLS de Valréas")
    client.force_login(world.reader)
    page = client.get(world.draft.get_absolute_url()).content.decode()
    assert "CLS de Valréas" in page
    assert "Brouillon caché" not in page


@pytest.mark.parametrize("rows", [1, 12])
@pytest.mark.parametrize(("stage", "queries"), HOME_QUERIES.items())
def test_the_home_costs_the_same_whatever_it_holds(client, world, django_assert_num_queries, stage, queries, rows):
    RegionSettingsFactory(region=world.region)
    for _ in range(rows):
        SignatoryFactory(contract=world.draft)
        ActionFactory(axis=AxisFactory(contract=world.draft))
        FindingFactory(contract=world.draft)
    Contract.objects.filter(pk=world.draft.pk).update(stage=stage)
    client.force_login(world.referent)
    with django_assert_num_queries(queries):
        client.get(world.draft.get_absolute_url())


def form_of(client, address, **changes):
    """What a browser would send back of the form of this page, with `changes`."""
    form = client.get(address).context["form"]
    values = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False)} | changes


def test_the_identity_is_saved_and_said(client, world):
    client.force_login(world.coordinator)
    address = url("edit", world.draft)
    response = client.post(address, form_of(client, address, title="Nouveau titre"), follow=True)
    assert "L’identité du contrat est enregistrée." in response.content.decode()
    world.draft.refresh_from_db()
    assert world.draft.title == "Nouveau titre"
    line = Change.objects.filter(scope=world.draft.pk, actor=world.coordinator).get()
    assert line.channel == "page"


def test_two_people_on_the_identity(client, world):
    """The second keeps her text and sees the other's; what only the other touched is taken silently."""
    client.force_login(world.coordinator)
    address = url("edit", world.draft)
    mine = form_of(client, address, title="Le mien", elected_referent_name="Élise Élue")
    edit_contract(
        contract=world.draft, actor=world.referent, version=1, title="Le sien", ars_referent_name="Rachid Référent"
    )
    response = client.post(address, mine)
    conflict = response.context["conflict"]
    assert response.status_code == 409
    assert conflict["by"] == "Rachid Référent"
    assert [(f["name"], f["mine"], f["theirs"]) for f in conflict["fields"]] == [
        ("title", "Le mien", "Le sien"),
        ("elected_referent_name", "Élise Élue", ""),
    ]
    assert response.context["form"]["ars_referent_name"].value() == "Rachid Référent"
    again = dict(response.context["form"].data.items()) | {"conflict-title": "theirs", "conflict-title-was": "Le mien"}
    assert client.post(address, again).status_code == 302
    world.draft.refresh_from_db()
    assert (world.draft.title, world.draft.elected_referent_name) == ("Le sien", "Élise Élue")
    assert world.draft.ars_referent_name == "Rachid Référent"


def test_what_is_signed_is_grey_and_what_lives_is_saved(client, world):
    client.force_login(world.referent)
    address = url("edit", world.signed)
    sent = form_of(client, address, title="Forcé", ars_referent_name="R. Référent")
    assert client.post(address, sent).status_code == 302
    world.signed.refresh_from_db()
    assert (world.signed.title, world.signed.ars_referent_name) == ("CLS signé de Grignan", "R. Référent")


def test_an_impossible_date_keeps_the_rest_of_the_form(client, world):
    client.force_login(world.referent)
    address = url("edit", world.draft)
    response = client.post(address, form_of(client, address, title="Gardé", ends_on="2025-01-01"))
    assert response.status_code == 400
    assert "La fin du contrat précède son début." in response.content.decode()
    assert response.context["form"]["title"].value() == "Gardé"
    assert response.context["contract"].title == "CLS des Baronnies"


def created(client, **fields):
    sent = {"title": "CLS de Nyons", "kind": "contract", "members": ["commune:26220"], "stage": "in_force"}
    return client.post(reverse("contracts:create"), sent | fields)


def test_a_contract_is_created_from_a_title_and_a_commune(client, world):
    client.force_login(world.referent)
    response = created(client)
    made = Contract.objects.get(title="CLS de Nyons")
    assert response.url == made.get_absolute_url()
    assert (made.stage, made.territory.population, made.department) == ("initiative", 7000, world.drome)


def test_a_living_contract_is_created_at_its_stage(client, world):
    client.force_login(world.referent)
    assert "Donnez la date de signature" in created(client, live="on").content.decode()
    created(client, live="on", signed_on="2025-05-19", starts_on="2023-01-01", ends_on="2027-12-31")
    made = Contract.objects.get(title="CLS de Nyons")
    assert (made.stage, made.entered_live, made.signed_on) == ("in_force", True, date(2025, 5, 19))


def test_a_creation_that_is_refused_keeps_what_was_typed(client, world):
    client.force_login(world.referent)
    response = created(client, members=["commune:26220", "commune:26000"])
    page = response.content.decode()
    assert response.status_code == 400
    assert "Aucune commune n’a jamais porté le code" in page
    assert "Nyons" in page


@pytest.mark.parametrize("who", ["coordinator", "administrator", "nobody"])
def test_who_may_not_create_is_told(client, world, who):
    client.force_login(getattr(world, who))
    assert client.get(reverse("contracts:create")).status_code == 403
    assert created(client).status_code == 403


def perimeter(client, contract, **fields):
    sent = {"name": "Baronnies", "kind": "epci", "members": [f"epci:{BARONNIES}", "commune:26999"], "version": 1}
    return client.post(url("perimeter", contract), sent | fields, follow=True)


def test_a_perimeter_is_saved_and_its_doubts_are_said(client, world):
    client.force_login(world.referent)
    page = perimeter(client, world.draft).content.decode()
    assert "reprise par Nyons" in page
    assert "9\u202f200" in page
    assert "Buis-les-Baronnies" in page


def test_two_people_on_the_perimeter(client, world):
    client.force_login(world.coordinator)
    set_contract_perimeter(contract=world.draft, actor=world.referent, version=1, members=[("commune", "26220")])
    response = perimeter(client, world.draft)
    conflict = {field["name"]: field for field in response.context["conflict"]["fields"]}
    assert response.status_code == 409
    assert conflict["members"]["theirs"] == "Nyons"
    assert conflict["members"]["mine"] == "CC des Baronnies en Drôme Provençale\nNyons"
    chosen = {"conflict-members": "theirs", "conflict-members-was": conflict["members"]["was"], "version": 2}
    perimeter(client, world.draft, **chosen)
    assert world.draft.territory.members.get().name == "Nyons"
    world.draft.territory.refresh_from_db()
    assert world.draft.territory.name == "Baronnies"


def test_who_renames_a_territory_does_not_undo_its_new_perimeter(client, world):
    client.force_login(world.coordinator)
    before = client.get(url("perimeter", world.draft)).context["form"].initial["seen_members"]
    set_contract_perimeter(contract=world.draft, actor=world.referent, version=1, members=[("commune", "26220")])
    response = perimeter(client, world.draft, members=[], seen_members=before)
    assert [field["name"] for field in response.context["conflict"]["fields"]] == ["name", "kind"]
    assert response.context["form"]["members"].value() == ["commune:26220:Nyons"]


def test_a_perimeter_is_refused_to_who_reads_and_after_signature(client, world):
    client.force_login(world.reader)
    assert perimeter(client, world.draft).status_code == 403
    client.force_login(world.referent)
    assert perimeter(client, world.signed).status_code == 409
    assert not world.signed.territory.members.exists()


def test_a_predecessor_is_cited_and_removed(client, world):
    client.force_login(world.referent)
    address = url("predecessors", world.draft)
    assert client.post(address, {"label": ""}).status_code == 400
    assert client.post(address, {"known": world.signed.pk, "label": ""}).status_code == 302
    row = world.draft.predecessors.get()
    assert row.known == world.signed
    client.post(url("predecessor_remove", world.draft, row.pk))
    assert not world.draft.predecessors.exists()

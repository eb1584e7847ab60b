import pytest
from django.urls import reverse

from contracts.models import RegionSettings, StandardText
from contracts.services import region
from contracts.services.region import change_region_settings
from tests.factories.contracts import RegionSettingsFactory, StandardTextFactory


def url(name="region_settings", *args):
    return reverse(f"contracts:{name}", args=["84", *args])


RULES = {
    "usual_duration_years": 4,
    "axis_word": "volet",
    "core_themes": "Accès aux soins\n\nSanté mentale",
    "prs_objectives": "Réduire les inégalités",
    "expected_signatory_kinds": ["ars", "epci"],
    "deliberating_kinds": ["epci"],
    "first_copil_days": 90,
    "small_territory_below": 15_000,
    "large_territory_from": 100_000,
    "fewest_shown": 5,
}


def test_the_siege_sets_the_rules_of_its_region(client, world):
    client.force_login(world.siege)
    assert client.get(url()).status_code == 200
    assert client.post(url(), RULES).status_code == 302
    made = RegionSettings.objects.get()
    assert (made.usual_duration_years, made.prs_objectives) == (4, ["Réduire les inégalités"])
    assert made.fewest_shown == 5 and client.post(url(), RULES | {"fewest_shown": 2}).status_code == 400
    assert [theme.name for theme in made.core_themes.all()] == ["Accès aux soins", "Santé mentale"]


def test_two_people_on_the_rules(client, world):
    RegionSettingsFactory(region=world.region)
    change_region_settings(region=world.region, actor=world.administrator, version=1, usual_duration_years=6)
    client.force_login(world.siege)
    response = client.post(url(), RULES | {"version": 1})
    assert response.status_code == 409
    assert response.context["conflict"]["by"] == "Ada Admin"
    assert "usual_duration_years" in [field["name"] for field in response.context["conflict"]["fields"]]


def test_a_referent_reads_the_rules_and_sets_none(client, world):
    client.force_login(world.referent)
    assert "Réglages" in client.get(url()).content.decode()
    assert client.post(url(), RULES).status_code == 403
    assert client.get(url("standard_text_add")).status_code == 403
    assert client.get(reverse("contracts:regions")).status_code == 403


@pytest.mark.parametrize("who", ["stranger", "coordinator", "nobody"])
def test_the_rules_are_nowhere_for_the_others(client, world, who):
    client.force_login(getattr(world, who))
    assert client.get(url()).status_code == 404


def test_standard_texts_are_written_and_removed(client, world):
    client.force_login(world.siege)
    sent = {"kind": "visa", "text": "<p>Vu</p>", "valid_from": "2026-02-01", "valid_until": "2026-01-01"}
    assert client.post(url("standard_text_add"), sent).status_code == 400
    assert client.post(url("standard_text_add"), sent | {"valid_until": ""}).status_code == 302
    text = StandardText.objects.get()
    client.post(url("standard_text", text.pk), sent | {"valid_until": "", "text": "<p>Vu la loi</p>", "version": 1})
    text.refresh_from_db()
    assert text.text == "<p>Vu la loi</p>"
    assert "Vu la loi" in client.get(url()).content.decode()
    client.post(url("standard_text_remove", text.pk), {"version": text.version})
    assert not StandardText.objects.exists()


def test_the_second_to_change_a_standard_text_sees_what_the_first_wrote(client, world):
    text = StandardTextFactory(settings=RegionSettingsFactory(region=world.region), title="Durée")
    region.save_standard_text(region=world.region, actor=world.siege, row=text, version=1, title="Durée du contrat")
    client.force_login(world.siege)
    sent = {"kind": "article", "title": "Terme", "text": text.text, "version": 1}
    answer = client.post(url("standard_text", text.pk), sent)
    assert answer.status_code == 409 and "Durée du contrat" in answer.content.decode()
    removal = client.post(url("standard_text_remove", text.pk), {"version": 1})
    assert removal.status_code == 409 and StandardText.objects.get().title == "Durée du contrat"
    assert client.post(url("standard_text", text.pk), sent | {"version": 2}).status_code == 302


def test_the_text_of_another_region_is_not_there(client, world):
    text = StandardTextFactory(settings=RegionSettingsFactory(region=world.places.paca))
    client.force_login(world.siege)
    assert client.get(url("standard_text", text.pk)).status_code == 404


def test_the_administration_only_looks(admin_client, world):
    assert admin_client.get("/admin/contracts/contract/").status_code == 200
    change = f"/admin/contracts/contract/{world.draft.pk}/change/"
    assert admin_client.get(change).status_code == 200
    assert admin_client.post(change, {"title": "Forcé"}).status_code == 403
    assert admin_client.post(f"/admin/contracts/contract/{world.draft.pk}/delete/", {"post": "yes"}).status_code == 403

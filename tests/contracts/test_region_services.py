from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.models import RegionSettings
from contracts.services import region
from core.errors import Forbidden, Invalid, Stale
from tests.factories.contracts import RegionSettingsFactory


def change(world, actor=None, **fields):
    return region.change_region_settings(region=world.region, actor=actor or world.siege, **fields)


def test_reading_the_settings_writes_nothing(world):
    assert region.settings_of(world.region).usual_duration_years == 5
    assert not RegionSettings.objects.exists()


def test_the_siege_and_the_administrator_set_the_rules(world):
    made = change(world, usual_duration_years=4, core_themes=["Accès aux soins", "Santé mentale"])
    change(world, world.administrator, version=made.version, core_themes=["Santé mentale", "Environnement"])
    assert [str(theme) for theme in made.core_themes.all()] == ["Santé mentale", "Environnement"]
    assert region.settings_of(world.region).usual_duration_years == 4


@pytest.mark.parametrize("who", ["referent", "coordinator", "nobody"])
def test_nobody_else_does(world, who):
    with pytest.raises(Forbidden):
        change(world, getattr(world, who), usual_duration_years=1)
    with pytest.raises(Forbidden):
        region.save_standard_text(region=world.region, actor=getattr(world, who), kind="visa", text="Vu")


def test_two_people_on_the_settings(world):
    RegionSettingsFactory(region=world.region)
    change(world, version=1, axis_word="volet")
    with pytest.raises(Stale):
        change(world, version=1, axis_word="axe")


def test_a_logo_is_an_image(world):
    made = change(world, logo=SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20))
    assert made.logo.name.startswith("regions/84-logo")
    with pytest.raises(Invalid):
        change(world, logo=SimpleUploadedFile("logo.png", b"<svg/>"))
    assert not change(world, logo=False).logo


def test_standard_texts_are_added_changed_and_removed(world):
    fields = {"kind": "article", "title": "Durée", "text": "<p>Cinq ans</p><script>x</script>"}
    made = region.save_standard_text(region=world.region, actor=world.siege, **fields)
    assert made.text == "<p>Cinq ans</p>"
    region.save_standard_text(region=world.region, actor=world.siege, row=made, valid_from=date(2026, 1, 1))
    made.refresh_from_db()
    assert (made.text, made.valid_from) == ("<p>Cinq ans</p>", date(2026, 1, 1))
    with pytest.raises(Forbidden):
        region.remove_standard_text(text=made, actor=world.referent)
    region.remove_standard_text(text=made, actor=world.siege)
    assert not made.settings.standard_texts.exists()

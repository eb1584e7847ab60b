"""The register of schemes, and who does what on each theme: orphans and duplicates are said."""

import pytest
from django.urls import reverse

from contracts.articulation import OURSELVES, matrix_of
from contracts.models import Scheme, SchemeLink
from contracts.services import schemes
from core.errors import Forbidden, Invalid, Stale
from core.models import Change
from tests.factories.contracts import RegionSettingsFactory, world

NYONS = [("commune", "26220", "Nyons")]


@pytest.fixture
def people(db):
    people = world()
    RegionSettingsFactory(region=people.region)
    return people


@pytest.fixture
def links(people):
    return [SchemeLink.objects.create(contract=people.draft, scheme=kind, name=name) for kind, name in NAMED]


NAMED = [("cpts", "CPTS des Baronnies"), ("ptsm", "PTSM de la Drôme")]


def test_a_scheme_has_a_perimeter_and_is_changed_by_those_who_are_near(people):
    scheme = schemes.register_scheme(actor=people.referent, kind="cpts", name=" CPTS  des Baronnies", members=NYONS)
    assert scheme.name == "CPTS des Baronnies" and scheme.territory.departments.get() == people.drome
    assert list(Scheme.objects.touching(people.draft.territory)) == [scheme]
    with pytest.raises(Forbidden):
        schemes.change_scheme(scheme=scheme, actor=people.stranger, stage="running")
    with pytest.raises(Forbidden):
        schemes.register_scheme(actor=people.reader, kind="cpts", name="Autre")
    changed = schemes.change_scheme(scheme=scheme, actor=people.coordinator, version=scheme.version, stage="running")
    with pytest.raises(Stale):
        schemes.change_scheme(scheme=scheme, actor=people.referent, version=scheme.version, stage="ended")
    assert changed.stage == "running"
    with pytest.raises(Invalid):
        schemes.register_scheme(actor=people.referent, kind="cpts", name="CPTS des Baronnies")


def test_themes_without_a_lead_and_with_two_are_told(people, links):
    cpts, ptsm = links
    say = {"contract": people.draft, "actor": people.coordinator}
    told = {None: ("leads", "Anime", None), cpts.pk: ("contributes", "", None), ptsm.pk: ("leads", "Pilote", None)}
    schemes.say_roles(theme="Santé mentale", told=told, **say)
    schemes.say_roles(theme="Accès aux soins", told={cpts.pk: ("contributes", "Aide", None)}, **say)
    matrix = matrix_of(people.draft, links)
    assert matrix.columns == [OURSELVES, "CPTS des Baronnies", "PTSM de la Drôme"]
    assert [(line.theme, line.leads) for line in matrix.disputed] == [("Santé mentale", [OURSELVES, str(ptsm)])]
    assert "Accès aux soins" in [line.theme for line in matrix.orphans]
    lines = Change.objects.filter(scope=people.draft.pk, part="schemes", actor=people.coordinator)
    assert lines.filter(object_repr__startswith="Santé mentale").count() == 3


def test_roles_are_refused_to_readers_to_strange_schemes_and_to_the_second_of_two(people, links):
    say = {"contract": people.draft, "theme": "Santé mentale"}
    with pytest.raises(Forbidden):
        schemes.say_roles(told={None: ("leads", "", None)}, actor=people.reader, **say)
    with pytest.raises(Invalid):
        schemes.say_roles(told={99999: ("leads", "", None)}, actor=people.referent, **say)
    schemes.say_roles(told={None: ("leads", "", None)}, actor=people.referent, **say)
    version = people.draft.theme_schemes.get().version
    schemes.say_roles(told={None: ("contributes", "", version)}, actor=people.referent, **say)
    with pytest.raises(Stale):
        schemes.say_roles(told={None: ("informed", "", version)}, actor=people.coordinator, **say)
    assert people.draft.theme_schemes.get().role == "contributes"


def test_the_register_and_the_roles_by_page(client, people, links):
    client.force_login(people.referent)
    said = {"kind": "cpts", "name": "CPTS des Baronnies", "members": ["commune:26220:Nyons"], "stage": "running"}
    assert client.post(reverse("contracts:register_scheme_add"), said).status_code == 302
    scheme = Scheme.objects.get()
    page = client.get(reverse("contracts:register"), {"q": "barónnies"}).content.decode()
    assert "CPTS des Baronnies" in page and "Drôme" in page
    edit = reverse("contracts:register_scheme_edit", args=[scheme.pk])
    assert client.post(edit, {**said, "stage": "ended", "version": scheme.version}).status_code == 302
    late = client.post(edit, {**said, "stage": "planned", "version": scheme.version})
    assert late.status_code == 400 and "entre-temps" in late.content.decode()
    address = reverse("contracts:scheme_roles", args=[people.draft.reference, "Santé mentale"])
    assert client.post(address, {"role_0": "leads", "sentence_0": "Anime le volet"}).status_code == 302
    page = client.get(reverse("contracts:schemes", args=[people.draft.reference])).content.decode()
    assert "Anime le volet" in page and "Pilote" in page
    link = reverse("contracts:scheme", args=[people.draft.reference, links[0].pk])
    assert "CPTS des Baronnies" in client.get(link).content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_register_asks_the_same_number_of_questions(client, people, count, django_assert_num_queries):
    for n in range(count):
        schemes.register_scheme(actor=None, kind="cpts", name=f"CPTS {n}", members=NYONS)
    client.force_login(people.reader)
    client.get(reverse("contracts:register"))
    with django_assert_num_queries(QUESTIONS):
        assert client.get(reverse("contracts:register")).status_code == 200


QUESTIONS = 7

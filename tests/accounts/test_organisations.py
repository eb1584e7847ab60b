import pytest
from django.db import IntegrityError, transaction

from accounts import services
from accounts.models import Organisation, OrganisationAlias
from core.errors import Forbidden, Invalid, Stale
from core.models import Change
from tests.factories.accounts import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
SIREN, OTHER_SIREN = "200068229", "732829320"


@pytest.mark.parametrize("siren", ["123456789", "20006822", "2000682299", "20006822a", "000000000", "²00068229"])
def test_a_siren_that_does_not_exist_is_refused(referent_drome, siren):
    with pytest.raises(Invalid) as refusal:
        services.create_organisation(actor=referent_drome, name="Mairie de Nyons", siren=siren)
    assert list(refusal.value.fields) == ["siren"]
    assert not Organisation.objects.exists()


def test_accents_case_aliases_and_siren_find_and_merged_ones_do_not():
    kept = OrganisationFactory(name="Pôle santé de l’Éygues", siren=SIREN)
    kept.aliases.create(name="Maison médicale")
    OrganisationFactory(name="Pole sante ancien", merged_into=kept)
    for text in ["POLE SANTE", "eygues", "medicale maison", "200068", "pole   l’ey"]:
        assert list(Organisation.objects.search(text)) == [kept], text
    assert not Organisation.objects.search("pole lyon").exists()
    assert not Organisation.objects.search("—").exists()
    assert Organisation.objects.search("  ").count() == 1


def test_the_list_forgets_case_and_accents():
    for name in ("Zone", "école de Die", "association Alpes", "Bureau"):
        OrganisationFactory(name=name)
    assert [row.name for row in Organisation.objects.current()] == [
        "association Alpes",
        "Bureau",
        "école de Die",
        "Zone",
    ]


def test_resolving_finds_by_siren_then_name_then_other_names():
    known = services.resolve_organisation(name="CC des Baronnies", siren=SIREN, aliases=["CCBDP"])
    by_siren = services.resolve_organisation(name="Communauté de communes des Baronnies", siren=SIREN)
    by_name = services.resolve_organisation(name="  cc DES baronnies ")
    by_alias = services.resolve_organisation(name="ccbdp")
    by_their_alias = services.resolve_organisation(name="Les Baronnies", aliases=["CCBDP"])
    assert known == by_siren == by_name == by_alias == by_their_alias
    assert {alias.name for alias in known.aliases.all()} == {
        "CCBDP",
        "Communauté de communes des Baronnies",
        "Les Baronnies",
    }


def test_resolving_completes_what_was_unknown_and_overwrites_nothing():
    services.resolve_organisation(name="CPAM", kind="cpam")
    found = services.resolve_organisation(name="CPAM", kind="other", sector="social", siren=SIREN)
    assert (found.kind, found.sector, found.siren) == ("cpam", "social", SIREN)


def test_two_bodies_of_one_name_are_told_apart_by_their_siren():
    one = services.resolve_organisation(name="Espoir", siren=SIREN)
    two = services.resolve_organisation(name="Espoir", siren=OTHER_SIREN)
    assert one != two
    assert services.resolve_organisation(name="Espoir", siren=OTHER_SIREN) == two


def test_the_database_itself_keeps_names_and_sirens_single():
    OrganisationFactory(name="Été", siren=SIREN)
    for twin in [{"name": "ETE", "siren": SIREN}, {"name": "Autre", "siren": SIREN}]:
        with pytest.raises(IntegrityError), transaction.atomic():
            OrganisationFactory(**twin)


def test_a_name_made_of_signs_is_a_name():
    assert services.resolve_organisation(name="???") != services.resolve_organisation(name="!!!")


def test_creating_a_taken_name_names_who_bears_it(referent_drome):
    OrganisationFactory(name="CPAM de la Drôme").aliases.create(name="Sécu 26")
    with pytest.raises(Invalid, match="CPAM de la Drôme"):
        services.create_organisation(actor=referent_drome, name="secu 26")


def test_a_person_without_role_changes_nothing():
    somebody, organisation = UserFactory(), OrganisationFactory()
    for act in [
        lambda: services.create_organisation(actor=somebody, name="X"),
        lambda: services.change_organisation(organisation=organisation, actor=somebody, name="X"),
        lambda: services.add_alias(organisation=organisation, actor=somebody, name="X"),
        lambda: services.merge_organisations(kept=organisation, merged=OrganisationFactory(), actor=somebody),
    ]:
        with pytest.raises(Forbidden):
            act()


def test_a_renamed_organisation_keeps_its_former_name_and_the_journal_says_who(referent_drome):
    organisation = OrganisationFactory(name="DDASS")
    changed = services.change_organisation(organisation=organisation, actor=referent_drome, version=1, name="ARS DD 26")
    assert changed.version == 2
    assert services.find_organisation(name="ddass") == changed
    line = Change.objects.get_for_object(changed).filter(action=Change.Action.UPDATE).get()
    assert line.actor == referent_drome
    assert line.changes["name"] == ["DDASS", "ARS DD 26"]


def test_the_second_to_save_is_told(referent_drome):
    organisation = OrganisationFactory()
    services.change_organisation(organisation=organisation, actor=referent_drome, version=1, kind="caf")
    with pytest.raises(Stale):
        services.change_organisation(organisation=organisation, actor=referent_drome, version=1, kind="msa")
    assert Organisation.objects.get().kind == "caf"


def test_an_alias_belongs_to_one_organisation(referent_drome):
    one, two = OrganisationFactory(name="Un"), OrganisationFactory(name="Deux")
    services.add_alias(organisation=one, name="Premier", actor=referent_drome)
    with pytest.raises(Invalid, match="fusionnez"):
        services.add_alias(organisation=two, name="PREMIER", actor=referent_drome)
    assert OrganisationAlias.objects.count() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CC des Baronnies en Drôme Provençale", "Communauté de communes des Baronnies en Drôme provençale"),
        ("CLS", "Contrat Local de Santé"),
        ("Hôpital de Nyons", "Centre hospitalier Nyons"),
        ("Mairie de Buis-les-Baronnies", "Commune de Buis les Barronnies"),
        ("Association Les Amis", "Les Amis (loi 1901)"),
    ],
)
def test_names_that_look_alike(one, other):
    known = OrganisationFactory(name=one)
    assert services.look_alikes(other) == [known]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CPAM de la Drôme", "CPAM de l’Isère"),
        ("CPTS 1", "CPTS 2"),
        ("Mairie de Nyons", "CCAS de Nyons"),
        ("Nyons", "nyons"),
    ],
)
def test_names_that_do_not_or_are_the_same(one, other):
    OrganisationFactory(name=one)
    assert services.look_alikes(other) == []


def test_another_siren_is_another_body():
    OrganisationFactory(name="Centre hospitalier de Valence", siren=SIREN)
    assert services.look_alikes("CH Valence", siren=OTHER_SIREN) == []
    assert services.look_alikes("CH Valence")


def test_the_page_gathers_its_contracts_fiches_requests_and_seats_that_one_may_see(client, db):
    from actions.services import news
    from governance.models import Body, Seat
    from tests.factories.actions import ActionFactory, LeadFactory, LeadPersonFactory
    from tests.factories.contracts import AxisFactory, SignatoryFactory, world

    people = world()
    organisation = OrganisationFactory(name="CPTS du Diois")
    action = ActionFactory(axis=AxisFactory(contract=people.draft), title="Aller vers les aidants")
    LeadFactory(action=action, organisation=organisation)
    LeadPersonFactory(action=action, name="Paul", email="paul@exemple.fr")
    SignatoryFactory(contract=people.draft, organisation=organisation)
    body = Body.objects.create(contract=people.draft, kind="copil")
    Seat.objects.create(contract=people.draft, body=body, organisation=organisation, holder_name="Zoé")
    news.ask_for_news(actions=[action], actor=people.coordinator)
    words = ["Aller vers les aidants", "nouvelles demandées à Paul", "CLS des Baronnies", "Zoé"]
    client.force_login(people.reader)
    page = client.get(organisation.get_absolute_url()).content.decode()
    assert [word for word in words if word not in page] == []
    client.force_login(people.stranger)
    page = client.get(organisation.get_absolute_url()).content.decode()
    assert [word for word in words if word in page] == []


def test_its_page_asks_the_same_for_one_fiche_and_for_thirty(client, db, monkeypatch, django_assert_num_queries):
    from actions import organisation_block
    from actions.services import news
    from governance.models import Body, Seat
    from tests.factories.actions import ActionFactory, LeadFactory, LeadPersonFactory
    from tests.factories.contracts import AxisFactory, world

    people = world()
    organisation, axis = OrganisationFactory(), AxisFactory(contract=people.draft)

    def fill(number):
        for _ in range(number):
            LeadFactory(action=ActionFactory(axis=axis), organisation=organisation)
            body = Body.objects.create(contract=people.draft, kind="group", name="Groupe")
            Seat.objects.create(contract=people.draft, body=body, organisation=organisation)

    client.force_login(people.referent)
    fill(1)
    client.get(organisation.get_absolute_url())
    with django_assert_num_queries(13):
        client.get(organisation.get_absolute_url())
    fill(29)
    with django_assert_num_queries(13):
        client.get(organisation.get_absolute_url())
    # Of too many, those of which something is asked stay in sight.
    asked = ActionFactory(axis=axis, title="Zèle", position=999)
    LeadFactory(action=asked, organisation=organisation)
    LeadPersonFactory(action=asked, name="Paul", email="paul@exemple.fr")
    news.ask_for_news(actions=[asked], actor=people.referent)
    monkeypatch.setattr(organisation_block, "MOST", 2)
    page = client.get(organisation.get_absolute_url()).content.decode()
    assert "Zèle" in page and "Fiches actions (31)" in page and "2\xa0fiches" in page

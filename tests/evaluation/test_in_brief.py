"""The contract on one screen: plain sentences, what is awaited of whoever reads, and the weather."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.enums import ActionStatus
from contracts.enums import ContractRoleKind, Stage
from contracts.models import Commitment, Opinion
from core.errors import Forbidden, Refused
from core.models import Change
from evaluation.asks import asks_of
from evaluation.in_brief import money_in_words, of_commune
from evaluation.models import Weather
from evaluation.services.weather import LONGEST, say_weather
from governance.models import AgendaItem, Attendance, Body, FollowUp, Meeting
from territories.models import Commune, PriorityPlace
from territories.services import set_perimeter
from tests.factories.accounts import OrganisationFactory, referent
from tests.factories.actions import ActionFactory, FundingFactory
from tests.factories.contracts import AxisFactory, SignatoryFactory, SignedContractFactory, with_role
from tests.factories.territories import BARONNIES, small_cog

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


@pytest.fixture
def contract():
    small_cog()
    made = SignedContractFactory(frozen_at=None, ends_on=date(2030, 12, 31), signed_on=date(2026, 1, 15))
    set_perimeter(territory=made.territory, members=[("epci", BARONNIES)])
    return made


@pytest.fixture
def elected(contract):
    return with_role(contract, ContractRoleKind.ELECTED)


@pytest.fixture
def coordinator(contract):
    return with_role(contract, ContractRoleKind.COORDINATOR)


def plain(response):
    return " ".join(response.content.decode().replace("\u202f", " ").replace("\xa0", " ").split())


def read(client, contract, user, **query):
    client.force_login(user)
    return plain(client.get(f"/contrats/{contract.reference}/en-bref/", query))


def test_three_sentences_say_where_we_are(client, contract, elected):
    axis = AxisFactory(contract=contract, title="Aller vers")
    ActionFactory(axis=axis, status=ActionStatus.DONE)
    ActionFactory(axis=axis, status=ActionStatus.IN_PROGRESS, ends_on=date(2020, 1, 1))
    ActionFactory(axis=axis, status=ActionStatus.PLANNED)
    on = timezone.localdate() + timedelta(days=10)
    body = Body.objects.create(contract=contract, kind="copil")
    Meeting.objects.create(contract=contract, body=body, on=on, state="convened")
    html = read(client, contract, elected)
    assert "Ce contrat local de santé est signé depuis le 15 janvier 2026 et court jusqu’au 31 décembre 2030." in html
    assert "Sur 3 actions prévues : 1 réalisée, 1 en cours ; 1 en retard." in html
    assert "Prochaine réunion le" in html
    assert "Aller vers <strong" in html and ">2 sur 3<" in html
    url = reverse("evaluation:figure_rows", args=[contract.reference, "status_by_axis"])
    behind = client.get(url, {"ligne": axis.pk, "colonne": "total"})
    assert len(behind.context["rows"]) == 3 and f"{url}?ligne={axis.pk}&amp;colonne=total" in html


def test_who_is_elue_of_several_contracts_finds_each_in_brief_from_home(client, contract, elected):
    other = SignedContractFactory(frozen_at=None)
    with_role(other, ContractRoleKind.ELECTED, user=elected)
    read_only = SignedContractFactory(frozen_at=None)
    with_role(read_only, ContractRoleKind.READER, user=elected)
    client.force_login(elected)
    html = client.get("/").content.decode()
    for each in (contract, other):
        assert f'href="/contrats/{each.reference}/en-bref/"' in html
    assert f'href="{read_only.get_absolute_url()}"' in html


def test_a_meeting_in_preparation_is_told_to_nobody(client, contract, elected):
    body = Body.objects.create(contract=contract, kind="copil")
    Meeting.objects.create(contract=contract, body=body, on=timezone.localdate() + timedelta(days=3), state="prepared")
    assert "Aucune réunion n’est annoncée pour l’instant." in read(client, contract, elected)


def test_an_empty_contract_still_reads_well(client, contract, elected):
    html = read(client, contract, elected)
    assert "Ses actions ne sont pas encore écrites." in html
    assert "Aucun montant n’est encore écrit dans le plan." in html
    assert "Rien pour l’instant sur ce contrat." in html


def test_money_says_who_pays_and_sums_the_smaller_ones(contract):
    action = ActionFactory(axis=AxisFactory(contract=contract))
    for rank, planned in enumerate([5000, 4000, 3000, 200, 100]):
        FundingFactory(action=action, funder=OrganisationFactory(name=f"Financeur {rank}"), planned=planned)
    told = money_in_words(contract)
    assert told["planned"].replace("\u202f", " ") == "12 300\xa0€"
    assert [each.split(",")[0] for each in told["payers"]] == ["Financeur 0", "Financeur 1", "Financeur 2", "autres"]
    assert "300" in told["payers"][3]


def test_no_acronym_without_its_meaning(client, contract, elected):
    """In the titles of axes, in the names of whoever pays, in what is asked: each is said in words, once."""
    action = ActionFactory(axis=AxisFactory(contract=contract, title="Faire vivre la CPTS et le PTSM"))
    FundingFactory(action=action, funder=OrganisationFactory(name="ARS Auvergne-Rhône-Alpes"), planned=5000)
    FollowUp.objects.create(contract=contract, text="Écrire à l’ARS et à la CPAM", owner=elected)
    html = read(client, contract, elected)
    brief = html[html.index('<div class="cls-brief"') :]
    assert "Faire vivre la CPTS (communauté professionnelle territoriale de santé) et le PTSM (projet terr" in brief
    assert "Écrire à l’ARS (agence régionale de santé) et à la CPAM (caisse primaire" in brief
    assert "ARS Auvergne-Rhône-Alpes, 5 000 €" in brief and brief.count("(agence régionale de santé)") == 1
    assert "cls-abbr" not in brief


def test_my_commune_is_told_the_actions_that_name_it(client, contract, elected):
    axis = AxisFactory(contract=contract)
    named = ActionFactory(axis=axis, title="Un bus de prévention")
    named.places.create(contract=contract, level="commune", code="26220", name="Nyons")
    ActionFactory(axis=axis, title="Une permanence partout")
    html = read(client, contract, elected, commune="26220")
    assert "Un bus de prévention" in html and "Une permanence partout" not in html
    assert "1 action vaut pour tout le territoire, dont Nyons." in html
    assert "Aucune action ne nomme Séderon en particulier." in read(client, contract, elected, commune="26340")


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [("Mairie de Nyons", "commune", "Nyons"), ("CC des Baronnies", "epci", None), ("Commune de Lyon", "commune", None)],
)
def test_who_belongs_to_a_town_hall_reads_her_commune_first(client, contract, elected, name, kind, shown):
    elected.organisation = OrganisationFactory(name=name, kind=kind)
    elected.save()
    client.force_login(elected)
    url = f"/contrats/{contract.reference}/en-bref/"
    commune = client.get(url).context["commune"]
    assert (commune and commune.name) == shown
    assert client.get(url, {"commune": ""}).context["commune"] is None
    assert client.get(url, {"commune": "26340"}).context["commune"].name == "Séderon"


def test_my_commune_is_told_those_of_its_neighbourhood_and_of_its_intercommunalite(contract):
    axis, nyons = AxisFactory(contract=contract), Commune.objects.get(pk="26220")
    quarter = PriorityPlace.objects.create(kind="qpv", code="QN02601M", name="Quartier")
    quarter.communes.add(nyons)
    inside, around, elsewhere = (ActionFactory(axis=axis) for _ in range(3))
    inside.places.create(contract=contract, level="qpv", code="QN02601M")
    inside.places.create(contract=contract, level="epci", code=nyons.epci_id)
    around.places.create(contract=contract, level="epci", code=nyons.epci_id)
    elsewhere.places.create(contract=contract, level="commune", code="26340")
    assert of_commune(contract, nyons) == {"named": [inside], "whole": 1}


def test_what_is_awaited_of_this_person_and_of_nobody_else(client, contract, sitting, coordinator):
    today = timezone.localdate()
    signatory = SignatoryFactory(contract=contract, organisation=sitting.organisation)
    terms = {"Un local": today - timedelta(days=1), "Un vélo": today + timedelta(days=9), "Un médecin": None}
    for text, due_on in terms.items():
        Commitment.objects.create(contract=contract, signatory=signatory, text=text, due_on=due_on)
    told = Commitment.objects.create(contract=contract, signatory=signatory, text="Dit hier", reviewed_on=today)
    meeting = convened(contract, today)
    Attendance.objects.create(
        contract=contract, meeting=meeting, organisation=sitting.organisation, email=sitting.email.upper()
    )
    FollowUp.objects.create(contract=contract, text="Écrire au maire", owner=sitting)
    said = sentences_of(contract, sitting)
    assert said[0].startswith("Dites si vous venez") and said[1:] == [
        "À faire : Écrire au maire",
        "Promesse arrivée à son terme : Un local",
        "Dites où en sont 2 promesses de votre organisation.",
    ]
    assert told.text not in " ".join(said)
    [*_, late, silent] = asks_of(contract, sitting, today=today)
    for ask, texts in ((late, ["Un local"]), (silent, ["Un local", "Un vélo", "Un médecin"])):
        client.force_login(sitting)
        assert [row.text for row in client.get(ask.url).context["page"]] == texts
    assert sentences_of(contract, coordinator) == []


def convened(contract, on, state="convened"):
    body = Body.objects.create(contract=contract, kind="copil")
    return Meeting.objects.create(contract=contract, body=body, on=on, state=state)


@pytest.fixture
def sitting(elected):
    """Élue of an organisation."""
    elected.organisation = OrganisationFactory(kind="epci")
    elected.save()
    return elected


def sentences_of(contract, user):
    return [ask.sentence.replace("\xa0", " ") for ask in asks_of(contract, user, today=timezone.localdate())]


def agenda(meeting, *titles, kind="decision"):
    for rank, title in enumerate(titles):
        facts = {"contract": meeting.contract, "body": meeting.body, "position": rank}
        AgendaItem.objects.create(meeting=meeting, title=title, kind=kind, **facts)


def test_the_decisions_of_her_next_meeting_are_told_with_its_day(client, contract, sitting, coordinator):
    on = timezone.localdate() + timedelta(days=12)
    meeting = convened(contract, on)
    agenda(meeting, "Budget", "Évaluation", "Calendrier")
    agenda(meeting, "Nouvelles", kind="information")
    invited = {"contract": contract, "meeting": meeting, "organisation": sitting.organisation}
    place = Attendance.objects.create(**invited, email="collegue@exemple.fr")
    wanted = "À décider en comité de pilotage : « Budget » et « Évaluation », et 1 autre point."
    [ask] = asks_of(contract, sitting, today=timezone.localdate())
    assert ask.sentence.replace("\xa0", " ") == wanted and ask.on == on and ask.url == meeting.get_absolute_url()
    assert wanted in read(client, contract, sitting) and "Nouvelles" not in read(client, contract, sitting)
    assert sentences_of(contract, coordinator) == []
    AgendaItem.objects.update(treated=True)
    assert sentences_of(contract, sitting) == []
    AgendaItem.objects.update(treated=False)
    place.answer = "declines"
    place.save()
    assert sentences_of(contract, sitting) == []


@pytest.mark.parametrize(("days", "state"), [(12, "prepared"), (-1, "convened"), (12, "cancelled")])
def test_a_meeting_that_is_not_convened_or_is_past_asks_no_decision(contract, sitting, days, state):
    meeting = convened(contract, timezone.localdate() + timedelta(days=days), state)
    agenda(meeting, "Budget")
    Attendance.objects.create(
        contract=contract, meeting=meeting, organisation=sitting.organisation, email="autre@exemple.fr"
    )
    assert sentences_of(contract, sitting) == []


def test_her_assembly_deliberates_before_she_signs_and_her_advice_is_awaited(contract, sitting):
    signatory = SignatoryFactory(contract=contract, organisation=sitting.organisation)
    asked = {"contract": contract, "organisation": sitting.organisation, "asked_on": date(2026, 6, 1)}
    Opinion.objects.create(**asked)
    Opinion.objects.create(**asked, given_on=date(2026, 6, 9))
    assert sentences_of(contract, sitting) == []
    contract.stage = Stage.CONSULTATION
    name = sitting.organisation.name
    deliberation = f"À décider : la délibération de {name}, avant la signature."
    advice = f"L’avis de {name}, demandé le 1er juin 2026, est attendu."
    assert sentences_of(contract, sitting) == [deliberation, advice]
    contract.stage = Stage.SIGNATURE
    assert sentences_of(contract, sitting) == [deliberation, f"La signature de {name} est attendue.", advice]
    signatory.deliberated_on = signatory.signed_on = date(2026, 6, 10)
    signatory.save()
    assert sentences_of(contract, sitting) == [advice]
    sitting.organisation.kind = "cpam"
    sitting.organisation.save()
    signatory.deliberated_on = None
    signatory.save()
    assert sentences_of(contract, sitting) == [advice], "a body that does not deliberate is not asked to"


def test_a_signature_is_awaited_at_its_stage_only(contract, elected):
    SignatoryFactory(contract=contract, representative_email=elected.email, deliberated_on=date(2026, 1, 5))
    today = timezone.localdate()
    assert asks_of(contract, elected, today=today) == []
    contract.stage = Stage.SIGNATURE
    assert len(asks_of(contract, elected, today=today)) == 1


def test_the_same_queries_for_one_axis_and_for_ten(client, contract, sitting, django_assert_num_queries):
    """With all that the page may show, to whoever belongs to an organisation and has a decision to take."""
    meeting = convened(contract, timezone.localdate())
    client.force_login(sitting)
    url = f"/contrats/{contract.reference}/en-bref/?commune=26220"

    def more():
        action = ActionFactory(axis=AxisFactory(contract=contract))
        FundingFactory(action=action, planned=10)
        action.places.create(contract=contract, level="commune", code="26220", name="Nyons")
        agenda(meeting, "Budget")
        seated = {"organisation": sitting.organisation, "email": sitting.email}
        Attendance.objects.create(contract=contract, meeting=meeting, **seated)
        FollowUp.objects.create(contract=contract, text="Écrire au maire", owner=sitting)

    more()
    client.get(url)
    with django_assert_num_queries(MOST_QUERIES):
        client.get(url)
    for _ in range(10):
        more()
    with django_assert_num_queries(MOST_QUERIES):
        client.get(url)


# --- Weather ---


def said(contract, actor, seen=None, **values):
    values = {"sky": "support", "synthesis": "Il manque un médecin.", "today": date(2026, 6, 1)} | values
    return say_weather(contract=contract, actor=actor, seen=seen, **values)


def test_a_writer_says_it_and_everybody_reads_it(client, contract, coordinator, elected):
    client.force_login(coordinator)
    url = f"/contrats/{contract.reference}/en-bref/meteo/"
    response = client.post(url, {"sky": "reachable", "synthesis": "Les médecins arrivent.", "seen": ""})
    assert response["Location"] == f"/contrats/{contract.reference}/en-bref/"
    html = read(client, contract, elected)
    assert "Objectifs atteignables" in html and "Les médecins arrivent." in html
    assert "meteo" not in html


def test_the_one_of_before_stays(contract, coordinator):
    first = said(contract, coordinator)
    said(contract, coordinator, seen=first.pk, sky="secured")
    assert [each.sky for each in Weather.objects.all()] == ["secured", "support"]


def test_a_reader_does_not_say_it(contract, elected):
    with pytest.raises(Forbidden):
        said(contract, elected)


def test_two_people_at_once_read_each_other(client, contract, coordinator):
    said(contract, coordinator, synthesis="Celle de l’autre.")
    client.force_login(coordinator)
    url = f"/contrats/{contract.reference}/en-bref/meteo/"
    mine = {"sky": "secured", "synthesis": "La mienne.", "seen": ""}
    html = plain(client.post(url, mine))
    assert "Quelqu’un vient de dire la météo" in html
    assert "La mienne." in html and "Celle de l’autre." in html
    assert Weather.objects.count() == 1
    client.post(url, mine | {"seen": Weather.objects.get().pk})
    assert Weather.objects.first().synthesis == "La mienne."


def test_the_service_refuses_who_has_not_seen_the_last(contract, coordinator):
    said(contract, coordinator)
    with pytest.raises(Refused):
        said(contract, coordinator)


def test_what_is_too_long_is_kept_and_told(client, contract, coordinator):
    client.force_login(coordinator)
    text = "a" * (LONGEST + 1)
    response = client.post(f"/contrats/{contract.reference}/en-bref/meteo/", {"sky": "secured", "synthesis": text})
    assert response.status_code == 400 and text in plain(response)
    assert f"La synthèse tient en {LONGEST} caractères" in plain(response)


def test_the_journal_tells_it(contract, coordinator):
    row = said(contract, coordinator)
    change = Change.objects.get(scope=contract.pk, part="weather", object_id=row.pk)
    assert change.actor == coordinator
    assert change.changes["synthesis"][1] == "Il manque un médecin."


# --- Arrival ---


@pytest.mark.parametrize("role, lands", [(ContractRoleKind.ELECTED, True), (ContractRoleKind.COORDINATOR, False)])
def test_an_elected_person_of_one_contract_lands_on_it(client, contract, role, lands):
    user = with_role(contract, role)
    user.set_password("mot de passe solide")
    user.save()
    page = client.post("/connexion/", {"username": user.email, "password": "mot de passe solide"}, follow=True)
    arrived = page.redirect_chain[-1][0]
    assert arrived == (f"/contrats/{contract.reference}/en-bref/" if lands else "/")


def test_a_page_that_was_asked_for_comes_first(client, contract, elected):
    elected.set_password("mot de passe solide")
    elected.save()
    address = f"/connexion/?next=/contrats/{contract.reference}/"
    page = client.post(address, {"username": elected.email, "password": "mot de passe solide", "next": address[17:]})
    assert page["Location"] == f"/contrats/{contract.reference}/"


def test_the_ars_lands_on_its_dashboard(client, contract):
    user = referent(small_cog().drome)
    user.set_password("mot de passe solide")
    user.save()
    page = client.post("/connexion/", {"username": user.email, "password": "mot de passe solide"}, follow=True)
    assert page.redirect_chain[-1][0] == "/tableau-de-bord/"

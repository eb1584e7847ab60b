"""The demonstration fills a site once, says who may sign in, and stays out of production."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory
from django.utils import timezone

from accounts.models import User
from actions.models import Action, NewsRequest
from actions.states import STATES
from cls_platform.demo import PASSWORD
from contracts.enums import Stage
from contracts.models import Contract, Passage, StageHelp, StandardText
from contracts.parts import all_requirements
from core.models import Change
from territories.models import Commune, Epci
from tests.factories.territories import small_cog

EPCI = {"242600534": "26", "200040509": "26", "200040624": "84"}
COMMUNES = {"26113": "242600534", "26108": "200040509", "84003": "200040624"}


@pytest.fixture
def territories(db, settings):
    settings.DEMO_MODE = True
    small_cog()
    for code, department in EPCI.items():
        Epci.objects.create(code=code, name=f"EPCI {code}", kind="CC", department_id=department, population=1000)
    for code, epci in COMMUNES.items():
        Commune.objects.create(
            code=code, name=f"Commune {code}", department_id=EPCI[epci], epci_id=epci, population=1000
        )


def demo(*arguments):
    out = StringIO()
    call_command("demo", *arguments, stdout=out)
    return out.getvalue()


def counts():
    return [model.objects.count() for model in (User, Contract, Action, Passage, StandardText, Change)]


def test_three_contracts_at_three_stages_of_two_regions_and_their_people(territories):
    said = demo()

    contracts = list(Contract.objects.order_by("reference"))
    assert [contract.stage for contract in contracts] == [Stage.IN_FORCE, Stage.DRAFTING, Stage.CONSULTATION]
    assert {contract.territory.region_id for contract in contracts} == {"84", "93"}
    assert all(contract.fictional and "données fictives" in contract.title for contract in contracts)
    assert PASSWORD in said
    for user in User.objects.all():
        assert user.email in said
        signed_in = authenticate(RequestFactory().post("/"), username=user.email, password=PASSWORD)
        assert signed_in == user
        assert user.roles.administrator or Contract.objects.visible_to(user).exists()
    assert counts()[1:3] == [3, 25]

    before = counts()
    assert demo() == said[said.index("\nComptes") :], "what is there is left alone"
    assert counts() == before
    assert demo("--accounts") == said[said.index("\nComptes") :]
    assert counts() == before


def test_the_draft_lacks_enough_to_be_telling_and_the_one_in_consultation_little(territories):
    demo()
    drafting, consultation = (Contract.objects.get(stage=stage) for stage in (Stage.DRAFTING, Stage.CONSULTATION))
    today = Passage.objects.latest("at").at.date()
    lacks = [
        len(all_requirements(contract, target=Stage.SIGNATURE, today=today)) for contract in (drafting, consultation)
    ]
    assert lacks[0] > lacks[1]
    assert list(consultation.passages.values_list("target", flat=True)) == [
        "initiative",
        "diagnosis",
        "drafting",
        "consultation",
    ]
    assert set(consultation.agreements.values_list("side", flat=True)) == {"ars", "carrier"}


def test_reminding_of_the_accounts_of_an_empty_site_says_nothing_and_writes_nothing(db, settings):
    settings.DEMO_MODE = True
    assert demo("--accounts") == ""
    assert not User.objects.exists()


def test_production_refuses(db, settings):
    settings.DEMO_MODE = False
    with pytest.raises(CommandError, match="mot de passe connu de tous"):
        demo()


def test_without_territories_it_says_what_to_load_first(db, settings):
    settings.DEMO_MODE = True
    with pytest.raises(CommandError, match="import_cog"):
        demo()


def test_the_contract_in_force_has_something_in_each_state_to_look_at(territories):
    demo()
    contract, today = Contract.objects.get(stage=Stage.IN_FORCE), timezone.localdate()
    for name in ("late", "silent", "moved", "money_due", "figures_due"):
        assert contract.actions.filter(STATES[name](today)).exists(), name
    requests = NewsRequest.objects.filter(contract=contract)
    assert requests.waiting().exists() and requests.to_approve().count() == 2
    assert requests.get(state="approved").can_be_undone
    replaced = contract.decisions.get(supersedes__isnull=False)
    assert replaced.effects and replaced.follow_ups.filter(done_on=None).exists()


def test_a_region_completes_the_help_on_two_stages_and_says_that_it_is_fictional(territories, client):
    demo()
    told = StageHelp.objects.filter(region="84")
    assert {row.stage for row in told} == {Stage.DRAFTING, Stage.IN_FORCE}
    assert all("Données fictives" in row.text for row in told)
    client.force_login(User.objects.get(email="coordinatrice@exemple.fr"))
    contract = Contract.objects.get(stage=Stage.IN_FORCE)
    for page in ("/aide/etapes/en-vigueur/", contract.get_absolute_url()):
        assert "la fin de mars" in client.get(page).content.decode(), page

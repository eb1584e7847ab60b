"""The other contracts of the demonstration give each block of the dashboard, the map and the list of flaws a say."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from cls_platform.demo.files import read
from contracts.models import Contract
from evaluation.dashboard import page as layout
from evaluation.dashboard import quality
from evaluation.forms.dashboard import DashboardFilter
from territories.models import Commune, Department, Epci
from tests.factories.territories import small_cog

BOOK = read("neighbours.json")["contracts"]
SAYS = {
    "stages": ["diagnosis", "drafting", "consultation", "in_force", "expired", "closed"],
    "endings": ["expired", "6", "12", "18"],
    "copils": ["late", "rare"],
    "posts": ["held", "unknown"],
    "stale": ["3", "6"],
    "mental_health": ["no_volet", "no_link", "before"],
    "attainment": ["reached", "partly_reached"],
    "population": ["covered"],
}


@pytest.fixture
def siege(db, settings):
    settings.DEMO_MODE = True
    aura = small_cog().aura
    for node in BOOK:
        code = node["reference"][4:6]
        Department.objects.get_or_create(code=code, defaults={"name": f"Département {code}", "region": aura})
        epci, _made = Epci.objects.get_or_create(
            code=node["epci"], defaults={"name": f"CA {node['of']}", "kind": "CA", "department_id": code}
        )
        Commune.objects.get_or_create(
            code=f"{code}9{node['epci'][-2:]}",
            defaults={"name": node["of"], "department_id": code, "epci": epci, "population": 5000},
        )
    call_command("demo", verbosity=0)
    return User.objects.get(email="siege.aura@exemple.fr")


@pytest.fixture
def today():
    return timezone.localdate()


def test_each_block_of_the_dashboard_says_something(siege, today):
    asked = layout.Asked(siege, DashboardFilter({}, user=siege), today)
    told = {reading.figure.code: reading.told for reading in layout.read(asked.light())}
    for code, lines in SAYS.items():
        for line in lines:
            cell = told[code].cell(line, told[code].columns[0].code)
            assert cell and cell.value, (code, line)
    assert told["endings"].cell("6", "gap").value == 1
    assert told["endings"].cell("12", "alone").value >= 1
    assert told["money_by_funder"].lines and told["money_by_year"].lines


def test_the_list_of_flaws_says_something(siege, today):
    asked = layout.Asked(siege, DashboardFilter({}, user=siege), today)
    contracts = asked.contracts(quality.with_quality)
    found = {flaw.rule.code for flaws in quality.flaws(contracts, user=siege, today=today).values() for flaw in flaws}
    assert {"fiche_outside_term", "money_outside_term", "signatory_without_date", "same_title"} <= found


def test_they_are_fictional_and_made_once(siege):
    made = Contract.objects.filter(reference__in=[node["reference"] for node in BOOK])
    assert made.count() == len(BOOK)
    assert all(each.fictional and "données fictives" in each.title for each in made)
    call_command("demo", verbosity=0)
    assert made.count() == len(BOOK)
    assert not siege.contract_roles.exists()

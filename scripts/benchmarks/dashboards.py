"""Each person's first page over the national data set, and the population covered."""

from django.urls import reverse
from django.utils import timezone

from accounts.enums import TerritoryRoleKind
from accounts.models import TerritoryRole, User
from contracts.coverage import covered_population
from contracts.enums import ContractRoleKind
from contracts.models import Contract, ContractRole
from territories.models import Department

from .country import measured, signed_in
from .tools import in_turn, ms

#: (words, URL name, whose, what the address takes)
PAGES = [
    ("tableau de bord de tout le pays", "evaluation:dashboard", "country", ()),
    ("tableau de bord d’une région", "evaluation:dashboard", "siege", ()),
    ("tableau de bord d’une référente", "evaluation:dashboard", "referent", ()),
    ("qualité des données de tout le pays", "evaluation:quality", "country", ()),
    ("population couverte, France", "evaluation:coverage", "siege", ()),
    ("population couverte, une région", "evaluation:coverage_region", "siege", ("region",)),
    ("accueil d’une coordinatrice", "home", "coordinator", ()),
    ("contrat en bref d’une élue", "evaluation:in_brief", "elected", ("reference",)),
]
REACH, MOST_QUERIES = 5, 20
RUNS = 11


def people(country) -> dict:
    """Somebody of each role: of the first région and département with contracts, and on two of these contracts."""
    contracts = Contract.objects.filter(stage="in_force").order_by("reference")
    department = Department.objects.filter(pk__in=contracts.values("department")).order_by("pk")[0]
    found = {name: _person(name) for name in ("siege", "referent", "coordinator", "elected")}
    _of_territory(found["siege"], TerritoryRoleKind.ARS_REGION, region_id=department.region_id)
    _of_territory(found["referent"], TerritoryRoleKind.ARS_DEPARTMENT, department=department)
    for contract in contracts.filter(department=department)[:2]:
        _on_contract(found["coordinator"], ContractRoleKind.COORDINATOR, contract)
    _on_contract(found["elected"], ContractRoleKind.ELECTED, contracts.filter(department=department)[0])
    return {"country": country, **found}


def addresses(whose) -> dict[str, str]:
    """Words → the address of the page."""
    parts = {
        "region": whose["siege"].territory_roles.get().region_id,
        "reference": whose["elected"].contract_roles.get().contract.reference,
    }
    return {words: reverse(name, args=[parts[each] for each in taken]) for words, name, _who, taken in PAGES}


def pages(table, whose):
    urls = addresses(whose)
    for words, _name, who, _taken in PAGES:
        page = measured(signed_in(whose[who]), urls[words])
        if page.why:
            table.absent(words, page.why)
            continue
        note = f"{ms(page.took)} ; plancher {ms(page.floor)} + SQL {ms(page.sql)}"
        table.add(f"{words} / plancher", page.ratio, REACH, note=note)
        table.add(f"{words} : requêtes", page.queries, MOST_QUERIES, unit="")


def coverage(table):
    day = timezone.localdate()
    (took,) = in_turn(lambda: covered_population(day), runs=RUNS)
    running = Contract.objects.running_on(day).count()
    table.add("population couverte par département, France", took * 1000, 500, unit="ms", note=f"{running} contrats")


def _person(name):
    return User.objects.get_or_create(email=f"banc.{name}@exemple.fr", defaults={"display_name": name})[0]


def _of_territory(user, role, **place):
    TerritoryRole.objects.get_or_create(user=user, role=role, **place)


def _on_contract(user, role, contract):
    ContractRole.objects.get_or_create(user=user, role=role, contract=contract)

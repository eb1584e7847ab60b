"""Pages and REST over the national data set, seen by somebody who may read all of it."""

import json
from dataclasses import dataclass

from django.db.models import Count
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import TerritoryRole, User
from contracts.exchange import export_contract, import_contract
from contracts.models import Contract
from territories.models import Region

from .json_sql import fiches_as_json
from .tools import alone, in_turn, ms, queries_of

#: Words of titles, descriptions and leads, and filters of each kind.
FILTERED = "?q=sante+centre&status=in_progress&state=incomplete&order=-updated_at"
EVERYWHERE, ONE, SIXTY = None, "one", "sixty"
#: (words, URL name, on which contract, query, times the floor that may not be passed)
PAGES = [
    ("liste des contrats", "contracts:list", EVERYWHERE, "", 4),
    ("liste des fiches, tous contrats", "actions:all", EVERYWHERE, "", 4),
    ("la même, filtrée et cherchée", "actions:all", EVERYWHERE, FILTERED, 4),
    ("liste des fiches d’un contrat", "actions:list", ONE, "", 4),
    ("la même, filtrée et cherchée, d’un contrat", "actions:list", ONE, FILTERED, 4),
    ("page d’un contrat", "contracts:contract", ONE, "", 5),
    ("tableau de 60 fiches", "actions:board", SIXTY, "", 5),
    ("calendrier de 60 fiches", "actions:timeline", SIXTY, "", 5),
]
MOST_QUERIES = 15
GROWTH = 1.3


@dataclass
class Page:
    """`why` says what is wrong with the page, and then nothing was measured."""

    why: str = ""
    took: float = 0
    floor: float = 0
    sql: float = 0
    queries: int = 0

    @property
    def ratio(self):
        return self.took / (self.floor + self.sql)


def person():
    """The worst case of visibility: the siège of every region."""
    user = User.objects.create(email="banc@exemple.fr", display_name="Banc d’essai")
    for region in Region.objects.all():
        TerritoryRole.objects.create(user=user, role="ars_region", region=region)
    return user


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def typical_contract():
    """A contract of 29 fiches, or of as many as there are below."""
    counted = Contract.objects.annotate(n=Count("actions")).filter(n__lte=29)
    return counted.filter(stage="in_force").order_by("-n", "reference").first()


def pages(user) -> dict[str, Page]:
    client = signed_in(user)
    # The same contracts at both sizes: the first of those made first.
    contracts = {ONE: Contract.objects.filter(reference__endswith="N0003").first(), SIXTY: of_sixty_fiches()}
    return {words: _page(client, name, contracts.get(which or ""), query) for words, name, which, query, _ in PAGES}


def of_sixty_fiches():
    """A contract of 60 fiches with their rows: those of another, several times over."""
    if known := Contract.objects.filter(title=SIXTY).first():
        return known
    document = export_contract(typical_contract())
    axes = document["contract"]["axes"]
    homes = [home for axis in axes for home in (axis, *axis.get("objectives", ()))]
    fiches = [action for home in homes for action in home.pop("actions", ())]
    for rank in range(60):
        homes[rank % len(homes)].setdefault("actions", []).append(fiches[rank % len(fiches)])
    document["contract"]["title"] = SIXTY
    return import_contract(document, as_draft=True).contract


def _page(client, name, contract, query):
    try:
        return measured(client, reverse(name, args=[contract.reference] if contract else []) + query)
    except NoReverseMatch:
        return Page(why="cette page n’existe pas encore")


def measured(client, url) -> Page:
    """What the page takes, beside the floor and its own SQL; or why it was not measured."""
    try:
        response = client.get(url)
    except Exception as error:  # noqa: BLE001  a page that breaks is a line of the table
        return Page(why=f"{type(error).__name__} : {error}")
    if response.status_code != 200:
        return Page(why=f"répond {response.status_code}")
    floor_url = reverse("bench_floor")
    common = queries_of(lambda: client.get(floor_url))
    sent = queries_of(lambda: client.get(url))
    own = [statement for statement in sent if statement not in common]
    took, floor, sql = in_turn(lambda: client.get(url), lambda: client.get(floor_url), alone(own))
    return Page(took=took, floor=floor, sql=sql, queries=len(sent))


def compare(table, large, small, *, sizes):
    for words, _name, _which, _query, reach in PAGES:
        page, before = large[words], small[words]
        if page.why:
            table.absent(words, page.why)
            continue
        note = f"{ms(page.took)} ; plancher {ms(page.floor)} + SQL {ms(page.sql)}"
        table.add(f"{words} / plancher", page.ratio, reach, note=note)
        table.add(f"{words} : requêtes", page.queries, MOST_QUERIES, unit="")
        if not before.why:
            what = f"{words} : {sizes[1]} contrats / {sizes[0]}"
            # Some minutes lie between the two: the floor, which holds no data, says how busy the machine was then.
            growth = (page.took / page.floor) / (before.took / before.floor)
            note = f"{ms(page.took)} ; {ms(before.took)}, plancher {ms(before.floor)}"
            table.add(what, growth, GROWTH, note=note)


def api(table, user):
    client = signed_in(user)
    url = reverse("api:action-list") + "?page_size=100"
    body = client.get(url).json()
    statement, params, count = fiches_as_json(user)
    cursor = _raw_cursor()

    def postgres():
        cursor.execute(*count)
        cursor.fetchone()
        cursor.execute(statement, params)
        return cursor.fetchone()[0]

    same = postgres()
    if (json.loads(same) if isinstance(same, str) else same) != body["results"]:
        table.absent("API : même JSON que PostgreSQL", "le JSON du banc ne dit plus la même chose que l’interface")
    took, bare = in_turn(lambda: client.get(url), postgres)
    queries = len(queries_of(lambda: client.get(url)))
    note = f"{ms(took)} ; {ms(bare)} ; {queries} requêtes"
    table.add("API : 100 fiches / PostgreSQL", took / bare, 2.5, note=note)


def _raw_cursor():
    """psycopg2's own, which gives JSON back as the text that PostgreSQL made."""
    from django.db import connection

    connection.ensure_connection()
    return connection.connection.cursor()

import io
import json

import pytest
from django.core.management import CommandError, call_command

from territories.models import Commune, Department, Epci, FormerCommune, ReferenceLoad, Region
from territories.search import find_places
from tests.factories.territories import territory

SMALL = {
    "format": "cog",
    "millesime": "2026",
    "source": "Essai",
    "licence": "Licence Ouverte 2.0",
    "regions": [["84", "Auvergne-Rhône-Alpes"]],
    "departments": [["26", "Drôme", "84"]],
    "epci": [["200068229", "CC des Baronnies en Drôme Provençale", "CC"], ["240000000", "CC du Val", "CC"]],
    "communes": [
        ["26220", "Nyons", "26", "200068229", None, 7000, "26110"],
        ["26063", "Buis-les-Baronnies", "26", "240000000", None, 2000, "26170"],
    ],
    "former": [["26999", "Les Pilles-Vieilles", "former", 2019, "26220"]],
}
# Buis joins Nyons, the CC du Val is dissolved, Les Pilles-Vieilles is a commune again.
NEWER = {
    **SMALL,
    "millesime": "2027",
    "epci": SMALL["epci"][:1],
    "communes": [SMALL["communes"][0], ["26999", "Les Pilles-Vieilles", "26", "200068229", None, 50, "26110"]],
    "former": [["26063", "Buis-les-Baronnies", "former", 2027, "26220"]],
}


@pytest.fixture
def load(db, tmp_path):
    def load(content):
        path = tmp_path / "cog.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        out = io.StringIO()
        call_command("import_cog", str(path), stdout=out)
        return out.getvalue()

    return load


def test_newer_file_updates_and_keeps_what_it_has_lost(load):
    assert "2 communes" in load(SMALL)
    made = territory(("epci", "240000000"), ("commune", "26063"))
    said = load(NEWER)
    assert "1 communes, 1 EPCI" in said
    assert not Commune.objects.get(pk="26063").active
    assert Epci.objects.get(pk="240000000").dissolved
    assert [member.code for member in made.members.all()] == ["240000000", "26063"]
    assert (made.population, made.millesime) == (2000, "2026")
    # The restored commune answers for itself again.
    assert not FormerCommune.objects.filter(pk="26999").exists()
    assert ReferenceLoad.current_millesime() == "2027"
    assert Department.objects.get(pk="26").population == 7050


def test_loading_again_changes_nothing(load):
    load(SMALL)
    before = list(Commune.objects.values()), list(Epci.objects.values()), list(FormerCommune.objects.values())
    load(SMALL)
    assert (list(Commune.objects.values()), list(Epci.objects.values()), list(FormerCommune.objects.values())) == before


@pytest.mark.parametrize(
    "content",
    [
        "pas du JSON",
        "[]",
        {**SMALL, "format": "autre"},
        {**SMALL, "communes": [["26220"]]},
        {**SMALL, "communes": [["26220", "Nyons", "27", None, None, 1, ""]]},
        {**SMALL, "epci": [["200068229", "CC", "SIVU"], ["240000000", "CC du Val", "CC"]]},
    ],
)
def test_bad_file_is_refused_whole(load, content):
    with pytest.raises(CommandError):
        load(content)
    assert not Region.objects.exists()
    assert not ReferenceLoad.objects.exists()


def test_whole_shipped_file(db):
    """All of France, overseas included: a few seconds on SQLite (15 at most, measured by the benchmark)."""
    call_command("import_cog", stdout=io.StringIO())
    assert Commune.objects.count() > 34000
    assert Department.objects.filter(code__in=["2A", "971", "974", "976", "988"]).count() == 5
    baronnies = Epci.objects.get(pk="200068229")
    assert baronnies.communes.count() == 67
    assert baronnies.population == sum(commune.population for commune in baronnies.communes.all())
    assert find_places("st etienne")[0].pk == "42218"
    assert FormerCommune.objects.get(pk="13201").successor_id == "13055"
    load = ReferenceLoad.objects.get()
    assert load.millesime == "2026"
    assert "INSEE" in load.source
    assert "Licence Ouverte" in load.licence

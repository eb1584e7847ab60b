"""A country small enough for a test: real codes and names, round populations."""

from types import SimpleNamespace

from territories.enums import EpciKind, FormerKind
from territories.models import Commune, Department, Epci, FormerCommune, ReferenceLoad, Region, Territory

MILLESIME = "2026"
BARONNIES = "200068229"
ENCLAVE = "200040681"

_REGIONS = [
    ("84", "Auvergne-Rhône-Alpes", 10000),
    ("93", "Provence-Alpes-Côte d'Azur", 9000),
    ("11", "Île-de-France", 0),
]
_DEPARTMENTS = [
    ("26", "Drôme", "84"),
    ("84", "Vaucluse", "93"),
    ("75", "Paris", "11"),
    ("93", "Seine-Saint-Denis", "11"),
]
_EPCI = [
    (BARONNIES, "CC des Baronnies en Drôme Provençale", EpciKind.CC, "26", 9200),
    # Crosses the border of two départements, and of two regions.
    (ENCLAVE, "CC Enclave des Papes - Pays de Grignan", EpciKind.CC, "84", 10500),
    ("200054781", "Métropole du Grand Paris", EpciKind.METRO, "75", 2250000),
    ("200057867", "Plaine Commune", EpciKind.EPT, "93", 150000),
]
_COMMUNES = [
    ("26220", "Nyons", "26", BARONNIES, None, 7000, "26110"),
    ("26063", "Buis-les-Baronnies", "26", BARONNIES, None, 2000, "26170"),
    ("26340", "Séderon", "26", BARONNIES, None, 200, "26560"),
    ("26146", "Grignan", "26", ENCLAVE, None, 1500, "26230"),
    ("84138", "Valréas", "84", ENCLAVE, None, 9000, "84600"),
    ("75056", "Paris", "75", "200054781", None, 2100000, "75001 75002 75116"),
    ("93066", "Saint-Denis", "93", "200054781", "200057867", 150000, "93200 93210"),
]
_FORMER = [
    ("26999", "Les Pilles-Vieilles", FormerKind.FORMER, 2019, "26220"),
    ("93059", "Pierrefitte-sur-Seine", FormerKind.DELEGATED, None, "93066"),
    ("75101", "Paris 1er Arrondissement", FormerKind.DISTRICT, None, "75056"),
]


def small_cog():
    """Fills the reference tables; may be called twice. Gives the rows by a short name."""
    for code, name, people in _REGIONS:
        _put(Region, code, name=name, population=people)
    for code, name, region in _DEPARTMENTS:
        _put(Department, code, name=name, region_id=region)
    for code, name, kind, department, people in _EPCI:
        _put(Epci, code, name=name, kind=kind, department_id=department, population=people)
    for code, name, department, epci, ept, people, postcodes in _COMMUNES:
        values = {"department_id": department, "epci_id": epci, "ept_id": ept}
        _put(Commune, code, name=name, population=people, postcodes=postcodes, **values)
    for code, name, kind, since, successor in _FORMER:
        _put(FormerCommune, code, name=name, kind=kind, since=since, successor_id=successor)
    if not ReferenceLoad.objects.exists():
        ReferenceLoad.objects.create(millesime=MILLESIME, source="Essai")
    return SimpleNamespace(
        aura=Region.objects.get(pk="84"),
        paca=Region.objects.get(pk="93"),
        drome=Department.objects.get(pk="26"),
        vaucluse=Department.objects.get(pk="84"),
        paris=Department.objects.get(pk="75"),
        baronnies=Epci.objects.get(pk=BARONNIES),
        enclave=Epci.objects.get(pk=ENCLAVE),
        nyons=Commune.objects.get(pk="26220"),
        grignan=Commune.objects.get(pk="26146"),
        valreas=Commune.objects.get(pk="84138"),
    )


def territory(*members, name="Territoire d’essai", **fields):
    """A perimeter through the service: `territory(("epci", BARONNIES))`; the Baronnies where nothing is said."""
    from territories.services import set_perimeter

    if not Commune.objects.exists():
        small_cog()
    made = Territory.objects.create(name=name, **fields)
    set_perimeter(territory=made, members=members or [("epci", BARONNIES)])
    return made


def _put(model, code, **fields):
    model.objects.update_or_create(code=code, defaults=fields)

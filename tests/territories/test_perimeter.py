import pytest

from core.errors import Invalid
from territories.models import Commune, Epci, Territory
from territories.services import communes_of, resolve_members, set_perimeter
from tests.factories.territories import BARONNIES, ENCLAVE, MILLESIME, territory

pytestmark = pytest.mark.usefixtures("cog")


def test_perimeter_derives_its_departement_region_and_population():
    made = territory(("epci", BARONNIES))
    assert [department.code for department in made.departments.all()] == ["26"]
    assert (made.region_id, made.population, made.millesime) == ("84", 9200, MILLESIME)
    assert made.members.get().name == "CC des Baronnies en Drôme Provençale"


def test_commune_named_beside_its_epci_counts_once():
    made = territory(("epci", BARONNIES), ("commune", "26220"))
    assert made.population == 9200
    assert communes_of(made).count() == 3


def test_perimeter_may_cross_a_border_and_its_region_is_the_most_populated():
    made = territory(("epci", ENCLAVE), ("commune", "26063"))
    assert {department.code for department in made.departments.all()} == {"26", "84"}
    assert (made.region_id, made.population) == ("93", 12500)
    assert list(Territory.objects.touching(["26", "84"])) == [made]
    assert not Territory.objects.touching(["75"])


def test_ept_and_departement_cover_their_communes():
    assert territory(("ept", "200057867")).population == 150000
    assert territory(("department", "26")).population == 10700


@pytest.mark.parametrize(
    "code, heir, doubt",
    [
        ("26999", "26220", "La commune de Les Pilles-Vieilles (26999) a été reprise par Nyons (26220) en 2019."),
        ("93059", "93066", "La commune de Pierrefitte-sur-Seine (93059) a été reprise par Saint-Denis (93066)."),
        ("75101", "75056", "Paris 1er Arrondissement (75101) est un arrondissement\xa0: Paris (75056) est retenue."),
    ],
)
def test_former_code_goes_to_the_commune_that_answers_for_it(code, heir, doubt):
    made = Territory.objects.create(name="Ancien")
    doubts = set_perimeter(territory=made, members=[("commune", code)])
    assert [member.code for member in made.members.all()] == [heir]
    assert len(doubts) == 1
    assert doubts[0].startswith(doubt)
    assert made.members.get().doubt == doubts[0]


def test_former_commune_of_a_former_commune_goes_to_the_last_one():
    from territories.models import FormerCommune

    Commune.objects.filter(pk="26220").update(active=False)
    FormerCommune.objects.create(code="26220", name="Nyons", since=2027, successor_id="26063")
    found = resolve_members([("commune", "26999"), ("commune", "26220")])
    assert [member.code for member in found.members] == ["26063"]
    assert "Buis-les-Baronnies" in found.doubts[0]


def test_unknown_epci_is_kept_by_its_name_and_leaves_the_population_unknown():
    made = Territory.objects.create(name="Doute")
    doubts = set_perimeter(territory=made, members=[("epci", "249999999", "CC du Pays perdu"), ("commune", "26220")])
    assert made.members.first().name == "CC du Pays perdu"
    assert "CC du Pays perdu (249999999)" in doubts[0]
    assert (made.population, made.region_id) == (None, "84")


def test_dissolved_epci_still_touches_its_departement():
    Epci.objects.filter(pk=BARONNIES).update(dissolved=True)
    Commune.objects.filter(epci=BARONNIES).update(epci=None)
    made = Territory.objects.create(name="Dissous")
    doubts = set_perimeter(territory=made, members=[("epci", BARONNIES)])
    assert "dissous" in doubts[0]
    assert list(Territory.objects.touching(["26"])) == [made]
    assert (made.population, made.region_id) == (None, "84")


def test_name_that_is_not_the_code_s_is_said_and_the_reference_wins():
    found = resolve_members([("commune", "26220", "Valréas"), ("commune", "26063", "BUIS LES BARONNIES")])
    assert [member.name for member in found.members] == ["Nyons", "BUIS LES BARONNIES"]
    assert len(found.doubts) == 1
    assert "Nyons" in found.doubts[0]


def test_place_named_twice_is_kept_once_and_said():
    found = resolve_members([("commune", "26220"), ("commune", "26999"), ("epci", BARONNIES), ("epci", BARONNIES)])
    assert [member.code for member in found.members] == ["26220", BARONNIES]
    assert sum("compté une fois" in doubt for doubt in found.doubts) == 2


@pytest.mark.parametrize(
    "member, path",
    [
        (("commune", "99999"), "members[1].code"),
        (("commune", ""), "members[1].code"),
        (("department", "00"), "members[1].code"),
        (("epci", "pas un siren", "CC"), "members[1].code"),
        (("epci", ""), "members[1].code"),
        (("canton", "2601"), "members[1].level"),
    ],
)
def test_what_never_existed_is_refused_at_its_place_and_nothing_is_written(member, path):
    made = territory(("commune", "26220"))
    with pytest.raises(Invalid) as refusal:
        set_perimeter(territory=made, members=[("epci", BARONNIES), member])
    assert list(refusal.value.fields) == [path]
    assert [row.code for row in made.members.all()] == ["26220"]


def test_setting_the_same_perimeter_again_writes_nothing():
    made = territory(("epci", BARONNIES), ("commune", "26146"))
    rows, version = list(made.members.values_list("pk", "position")), made.version
    set_perimeter(territory=made, members=[("epci", BARONNIES), ("commune", "26146")])
    assert (list(made.members.values_list("pk", "position")), made.version) == (rows, version)
    set_perimeter(territory=made, members=[("commune", "26146"), ("epci", BARONNIES)])
    assert {row.pk for row in made.members.all()} == {pk for pk, _ in rows}
    assert made.members.first().code == "26146"
    assert made.version == version + 1


def test_emptied_perimeter_forgets_what_it_derived():
    made = territory(("epci", BARONNIES))
    set_perimeter(territory=made, members=[])
    assert (made.population, made.region, made.departments.count()) == (None, None, 0)

from datetime import date

import pytest
from django.urls import get_resolver

from contracts.enums import ContractRoleKind, Stage
from contracts.models import Contract, Predecessor
from contracts.models.contract import RESERVED_REFERENCES
from contracts.services import contract as services
from core.errors import Forbidden, Frozen, Invalid, Stale
from core.history import Change, Channel, acting
from tests.factories.contracts import ContractFactory, RegionSettingsFactory
from tests.factories.territories import BARONNIES, ENCLAVE

EPCI = [("epci", BARONNIES)]


def create(actor, **fields):
    return services.create_contract(
        **{"actor": actor, "title": "CLS", "members": EPCI, "today": date(2026, 3, 1)} | fields
    )


def lines(contract, **wanted):
    return Change.objects.filter(scope=contract.pk, **wanted)


def test_a_contract_begins_with_its_perimeter_reference_and_first_passage(world):
    with acting(world.referent, Channel.PAGE):
        made = create(world.referent, title="CLS des Baronnies", territory_kind="epci")
    assert made.reference == "CLS-26-2026-02"
    assert (made.territory.name, made.territory.population) == ("CLS des Baronnies", 9200)
    assert list(made.territory.departments.all()) == [world.drome]
    passage = made.passages.get()
    assert (passage.target, passage.actor, passage.channel) == (Stage.INITIATIVE, world.referent, "page")
    assert lines(made, action=Change.Action.CREATE, part="contract").get().actor == world.referent
    assert lines(made, part="territory").exists()


def test_the_department_of_a_perimeter_across_a_border_is_where_most_people_live(world):
    made = create(world.siege, members=[("epci", ENCLAVE)])
    assert made.department == world.vaucluse


def test_two_people_who_create_at_once_get_two_references(world, monkeypatch):
    given = iter(["CLS-26-2026-01", "CLS-26-2026-07"])
    monkeypatch.setattr(services, "next_reference", lambda **kwargs: next(given))
    assert create(world.referent).reference == "CLS-26-2026-07"


@pytest.mark.parametrize("reference", ["CLS-26-2026-01", "nouveau", "a b"])
def test_a_reference_that_cannot_be_is_refused(world, reference):
    with pytest.raises(Invalid) as refused:
        create(world.referent, reference=reference)
    assert set(refused.value.fields) == {"reference"}


def test_who_may_not_create_is_refused(world):
    with pytest.raises(Forbidden):
        create(world.coordinator)


def test_nobody_creates_a_contract_elsewhere(world):
    with pytest.raises(Invalid, match="vos territoires"):
        create(world.stranger)
    assert not Contract.objects.filter(title="CLS").exists()


def test_a_commune_that_never_was_is_refused_and_nothing_is_left(world):
    before = Contract.objects.count()
    with pytest.raises(Invalid, match="26000"):
        create(world.referent, members=[("commune", "26000")])
    assert Contract.objects.count() == before


def test_the_siege_that_creates_holds_the_pen(world):
    made = create(world.siege)
    assert made.roles.get().role == ContractRoleKind.PEN
    assert not create(world.referent).roles.exists()


def test_the_usual_duration_of_the_region_gives_an_end(world):
    RegionSettingsFactory(region=world.region, usual_duration_years=3)
    made = create(world.referent, starts_on=date(2026, 9, 1), usual_duration=True)
    assert made.ends_on == date(2029, 8, 31)
    assert services.usual_end(date(2024, 2, 29), 3) == date(2027, 2, 28)


def test_a_living_contract_enters_at_its_stage_with_its_dates(world):
    dates = {"signed_on": date(2025, 5, 19), "starts_on": date(2023, 1, 1), "ends_on": date(2027, 12, 31)}
    made = services.enter_live_contract(actor=world.referent, title="CLS", stage=Stage.IN_FORCE, members=EPCI, **dates)
    assert made.entered_live and not made.frozen
    assert made.in_force_on(date(2026, 1, 1))
    changed = services.edit_contract(contract=made, actor=world.referent, version=1, signed_on=date(2025, 5, 20))
    assert changed.signed_on == date(2025, 5, 20)
    with pytest.raises(Invalid, match="encore à venir"):
        services.edit_contract(
            contract=made, actor=world.referent, signed_on=date(2025, 5, 22), today=date(2025, 5, 21)
        )


@pytest.mark.parametrize(
    ("stage", "signed_on", "field"),
    [
        ("drafting", date(2025, 1, 1), "stage"),
        ("in_force", None, "signed_on"),
        ("in_force", date(2999, 1, 1), "signed_on"),
    ],
)
def test_a_living_contract_needs_a_signed_stage_and_a_date(world, stage, signed_on, field):
    with pytest.raises(Invalid) as refused:
        services.enter_live_contract(actor=world.referent, title="CLS", stage=stage, signed_on=signed_on)
    assert field in refused.value.fields


def test_an_edit_is_sanitised_journalled_and_counted(world):
    text = "<p>Vu</p><script>alert(1)</script>"
    changed = services.edit_contract(
        contract=world.draft, actor=world.coordinator, version=1, title="Nouveau", preamble=text
    )
    assert (changed.version, changed.preamble) == (2, "<p>Vu</p>")
    line = lines(changed, action=Change.Action.UPDATE).get()
    assert line.actor == world.coordinator
    assert line.changes["title"] == ["CLS des Baronnies", "Nouveau"]


def test_the_second_of_two_editors_is_told(world):
    services.edit_contract(contract=world.draft, actor=world.referent, version=1, title="Le premier")
    with pytest.raises(Stale) as stale:
        services.edit_contract(contract=world.draft, actor=world.coordinator, version=1, title="La seconde")
    assert stale.value.current.title == "Le premier"


@pytest.mark.parametrize("who", ["siege", "elected", "partner", "reader", "administrator"])
def test_who_only_reads_does_not_edit(world, who):
    with pytest.raises(Forbidden):
        services.edit_contract(contract=world.draft, actor=getattr(world, who), title="Non")


def test_signed_matter_is_refused_and_living_matter_is_not(world):
    with pytest.raises(Frozen, match="titre"):
        services.edit_contract(contract=world.signed, actor=world.referent, title="Autre")
    changed = services.edit_contract(contract=world.signed, actor=world.referent, ars_referent_name="R. Référent")
    assert changed.ars_referent_name == "R. Référent"


def test_the_date_of_signature_of_a_contract_signed_here_is_not_typed(world):
    with pytest.raises(Invalid):
        services.edit_contract(contract=world.draft, actor=world.referent, signed_on=date(2026, 1, 1))


def test_a_perimeter_is_set_and_journalled_under_the_contract(world):
    members = [("epci", BARONNIES), ("commune", "26999")]
    doubts = services.set_contract_perimeter(
        contract=world.draft, actor=world.referent, members=members, version=1, name="Baronnies"
    )
    assert "reprise par Nyons" in doubts[0]
    territory = world.draft.territory
    territory.refresh_from_db()
    assert (territory.name, territory.members.count()) == ("Baronnies", 2)
    assert lines(world.draft, part="territory", actor=world.referent).exists()


def test_a_perimeter_refuses_the_second_the_frozen_and_the_reader(world):
    change = {"contract": world.draft, "members": EPCI}
    services.set_contract_perimeter(actor=world.referent, version=1, **change)
    with pytest.raises(Stale):
        services.set_contract_perimeter(actor=world.coordinator, version=1, **change)
    with pytest.raises(Forbidden):
        services.set_contract_perimeter(actor=world.reader, **change)
    with pytest.raises(Frozen):
        services.set_contract_perimeter(actor=world.referent, contract=world.signed, members=EPCI)


def test_nobody_puts_a_contract_out_of_their_own_sight(world):
    lonely = ContractFactory(department=None)
    with pytest.raises(Invalid, match="vos territoires"):
        services.set_contract_perimeter(contract=lonely, actor=world.referent, members=[("commune", "84138")])
    assert not lonely.territory.members.exists()


def test_predecessors_known_or_only_named(world):
    services.add_predecessor(contract=world.draft, actor=world.referent, known=world.signed)
    services.add_predecessor(contract=world.draft, actor=world.referent, label="CLS 2012-2016 de Nyons")
    assert [str(row) for row in world.draft.predecessors.all()] == [
        "CLS signé de Grignan (CLS-26-2025-01)",
        "CLS 2012-2016 de Nyons",
    ]
    services.remove_predecessor(predecessor=world.draft.predecessors.first(), actor=world.referent)
    assert Predecessor.objects.count() == 1
    assert lines(world.draft, action=Change.Action.DELETE).exists()


@pytest.mark.parametrize("said", [{"label": " "}, {"known": "self"}])
def test_a_predecessor_must_be_another_contract(world, said):
    said = {key: world.draft if value == "self" else value for key, value in said.items()}
    with pytest.raises(Invalid):
        services.add_predecessor(contract=world.draft, actor=world.referent, **said)


def test_no_contract_is_named_as_an_address_beside_it(world):
    def addresses(resolver, prefix=""):
        for each in resolver.url_patterns:
            here = f"{prefix}{each.pattern}"
            yield from addresses(each, here) if hasattr(each, "url_patterns") else [here]

    told = [here.split("/")[1] for here in addresses(get_resolver()) if here.startswith("contrats/")]
    words = {word for word in told if word and "<" not in word}
    assert words == RESERVED_REFERENCES
    with pytest.raises(Invalid, match="réservé"):
        create(world.referent, reference="Dispositifs")

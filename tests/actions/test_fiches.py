"""The services of a fiche: what they write, what they refuse, what the journal keeps."""

import pytest

from actions import services
from actions.models import Action
from contracts.models import Finding, RegionSettings
from core.errors import Forbidden, Frozen, Invalid, Refused, Stale
from core.models import Change
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, LeadPersonFactory

from .conftest import before_signature, contract_of, signed_fiche


def journal(action):
    lines = Change.objects.filter(scope=action.contract_id, part="actions").order_by("id")
    return [(line.content_type.model, line.get_action_display(), line.actor_id) for line in lines]


def test_a_title_and_an_axis_are_enough(world):
    made = services.create_action(
        contract=world.draft, axis=world.axis, title="  Un  centre de santé ", actor=world.coordinator
    )
    assert (made.title, made.number, made.origin, made.version) == ("Un centre de santé", "1", "original", 1)
    assert Change.objects.get(scope=world.draft.pk, part="actions").actor == world.coordinator


@pytest.mark.parametrize(
    ("written", "proposed"), [([], "1"), (["1", "7"], "8"), (["1.1", "1.2", "A"], "A"), (["1.1", "1.2"], "1.3")]
)
def test_the_next_number_follows_its_neighbours(world, written, proposed):
    for number in written:
        ActionFactory(axis=world.axis, number=number)
    made = services.create_action(contract=world.draft, axis=world.axis, title="Suite", actor=world.coordinator)
    assert made.number == ("" if proposed == "A" else proposed)


def test_a_taken_number_is_never_proposed(world):
    ActionFactory(axis=world.draft.axes.last(), number="2.2")
    ActionFactory(axis=world.axis, number="2.1")
    made = services.create_action(contract=world.draft, axis=world.axis, title="Suite", actor=world.coordinator)
    assert made.number == "2.3"


def test_only_writers_create(world):
    for who in (world.partner, world.reader, world.stranger):
        with pytest.raises(Forbidden):
            services.create_action(contract=world.draft, axis=world.axis, title="Non", actor=who)
    assert not Action.objects.exists()


def test_the_axis_and_the_objective_are_of_one_contract(world):
    with pytest.raises(Invalid, match="autre contrat"):
        services.create_action(
            contract=world.draft, axis=world.signed.axes.first(), title="Perdue", actor=world.coordinator
        )
    with pytest.raises(Invalid, match="pas dans l’axe"):
        services.create_action(
            contract=world.draft,
            axis=world.draft.axes.last(),
            objective=world.objective,
            title="Perdue",
            actor=world.coordinator,
        )


def test_lists_are_given_whole_and_journalled(world):
    action = ActionFactory(axis=world.axis)
    cpts, hospital, town = (OrganisationFactory(name=name) for name in ("CPTS", "Hôpital", "Ville"))
    services.edit_action(action=action, actor=world.coordinator, leads=[cpts, hospital], partners=[town])
    before = {part.organisation_id: part.pk for part in action.organisation_parts.filter(part="lead")}
    changed = services.edit_action(
        action=action,
        actor=world.coordinator,
        version=2,
        leads=[hospital, town],
        lead_people=[{"name": "Jeanne", "email": "j@exemple.fr"}, {"user": world.partner}],
        places=[{"level": "commune", "code": "26220", "name": "Nyons"}, {}],
    )
    leads = action.organisation_parts.filter(part="lead")
    assert [part.organisation for part in leads] == [hospital, town]
    assert leads.first().pk == before[hospital.pk]
    assert [str(person) for person in action.person_parts.all()] == ["Jeanne", str(world.partner)]
    assert [place.name for place in action.places.all()] == ["Nyons"]
    assert changed.version == 3
    assert ("actionorganisation", "delete", world.coordinator.pk) in journal(action)


def test_the_same_again_writes_nothing(world):
    cpts = OrganisationFactory()
    action = ActionFactory(axis=world.axis)
    services.edit_action(action=action, actor=world.coordinator, leads=[cpts], title="Autre", themes=["Santé mentale"])
    lines = Change.objects.count()
    again = services.edit_action(
        action=action, actor=world.coordinator, leads=[cpts], title="Autre ", themes=["Santé mentale", " "]
    )
    assert (again.version, Change.objects.count()) == (2, lines)


def test_two_people_at_once(world):
    action = ActionFactory(axis=world.axis, title="Avant")
    services.edit_action(action=action, actor=world.referent, version=1, title="Du référent")
    with pytest.raises(Stale) as stale:
        services.edit_action(action=action, actor=world.coordinator, version=1, leads=[OrganisationFactory()])
    assert stale.value.current.title == "Du référent"
    assert not action.organisation_parts.exists()


def test_findings_are_of_the_contract(world):
    action = ActionFactory(axis=world.axis)
    here = Finding.objects.create(contract=world.draft, kind="need", text="Trop peu de médecins")
    with before_signature(world.signed):
        there = Finding.objects.create(contract=world.signed, kind="need", text="Ailleurs")
    services.edit_action(action=action, actor=world.coordinator, findings=[here])
    assert list(action.findings.all()) == [here]
    with pytest.raises(Invalid, match="autre contrat"):
        services.edit_action(action=action, actor=world.coordinator, findings=[there])


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title": " "}, "title"),
        ({"determinants": ["luck"]}, "determinants"),
        ({"goals": {"specific": "un"}}, "goals"),
        ({"goals": {"specific": [{"operational": [3]}]}}, "goals"),
        ({"themes": "logement"}, "themes"),
        ({"status": "late"}, "status"),
        (
            {"starts_on": __import__("datetime").date(2027, 1, 1), "ends_on": __import__("datetime").date(2026, 1, 1)},
            "__all__",
        ),
    ],
)
def test_what_is_wrong_is_said_under_its_name(world, fields, name):
    action = ActionFactory(axis=world.axis)
    with pytest.raises(Invalid) as wrong:
        services.edit_action(action=action, actor=world.coordinator, **fields)
    assert list(wrong.value.fields) == [name]


def test_goals_and_codes_are_put_in_shape(world):
    action = ActionFactory(axis=world.axis)
    goals = {
        "general": " Mieux vivre ",
        "specific": [
            {"title": "", "operational": []},
            {"title": "Un", "operational": [{"title": "Faire"}, {"title": " "}]},
        ],
    }
    changed = services.edit_action(
        action=action,
        actor=world.coordinator,
        goals=goals,
        care_path=["quality", "accessibility"],
        description="<p>Oui</p><script>non</script>",
    )
    operational = [{"number": None, "title": "Faire"}]
    assert changed.goals == {
        "general": "Mieux vivre",
        "specific": [{"number": None, "title": "Un", "operational": operational}],
    }
    assert changed.care_path == ["accessibility", "quality"]
    assert changed.description == "<p>Oui</p>"


# --- After the signature ---------------------------------------------------------------------
@pytest.fixture
def signed_action(world):
    return signed_fiche(world.signed, title="Signée", status="planned")


def test_progress_lives_on(world, signed_action):
    changed = services.edit_action(action=signed_action, actor=world.coordinator, status="in_progress", title="Signée")
    assert changed.status == "in_progress"


@pytest.mark.parametrize("fields", [{"title": "Autre"}, {"number": "99"}, {"origin": "outside"}])
def test_what_was_signed_is_frozen(world, signed_action, fields):
    with pytest.raises(Frozen):
        services.edit_action(action=signed_action, actor=world.coordinator, status="done", **fields)
    signed_action.refresh_from_db()
    assert (signed_action.title, signed_action.status) == ("Signée", "planned")


def test_a_signed_fiche_neither_moves_nor_goes(world, signed_action):
    with pytest.raises(Frozen):
        services.move_action(action=signed_action, actor=world.coordinator, axis=world.signed.axes.last())
    with pytest.raises(Frozen):
        services.delete_action(action=signed_action, actor=world.coordinator)
    second = signed_fiche(world.signed)
    with pytest.raises(Frozen):
        services.reorder_actions(
            contract=world.signed,
            ids=[second.pk, signed_action.pk],
            actor=world.coordinator,
            axis=signed_action.axis,
        )


def test_a_new_fiche_says_where_it_comes_from(world):
    axis = world.signed.axes.first()
    with pytest.raises(Refused, match="Ajoutée par avenant"):
        services.create_action(contract=world.signed, axis=axis, title="Nouvelle", actor=world.coordinator)
    made = services.create_action(
        contract=world.signed, axis=axis, title="Nouvelle", actor=world.coordinator, origin="amendment"
    )
    services.edit_action(action=made, actor=world.coordinator, title="Retouchée")
    with pytest.raises(Refused, match="signée"):
        services.edit_action(action=made, actor=world.coordinator, origin="original")
    services.delete_action(action=made, actor=world.coordinator)


def test_where_the_framework_is_signed_first_its_fiches_follow(world):
    RegionSettings.objects.create(region=world.region, framework_first=True)
    made = services.create_action(
        contract=world.signed, axis=world.signed.axes.first(), title="Prévue", actor=world.coordinator
    )
    assert made.origin == "framework"


# --- Place, copy, people ---------------------------------------------------------------------
def test_moving_puts_at_the_end(world):
    other = world.draft.axes.last()
    last = ActionFactory(axis=other, position=40)
    moved = services.move_action(action=ActionFactory(axis=world.axis), actor=world.coordinator, axis=other)
    assert (moved.axis, moved.position, moved.version) == (other, last.position + 1, 2)


def test_reordering_inside_an_objective(world):
    first, second = (ActionFactory(axis=world.axis, objective=world.objective) for _ in range(2))
    elsewhere = ActionFactory(axis=world.axis, position=7)
    services.reorder_actions(
        contract=world.draft,
        ids=[second.pk, first.pk],
        actor=world.coordinator,
        axis=world.axis,
        objective=world.objective,
    )
    assert list(world.objective.actions.all()) == [second, first]
    elsewhere.refresh_from_db()
    assert elsewhere.position == 7


def test_a_copy_is_the_fiche_without_its_story(world):
    action = ActionFactory(axis=world.axis, title="Modèle", status="done", themes=["Logement"])
    LeadPersonFactory(action=action, name="Jeanne")
    copy = services.duplicate_action(action=action, actor=world.coordinator)
    assert (copy.title, copy.status, copy.themes) == ("Modèle (copie)", "", ["Logement"])
    assert [person.name for person in copy.person_parts.all()] == ["Jeanne"]


def test_who_leads_edits_only_theirs(world):
    mine, other = ActionFactory(axis=world.axis), ActionFactory(axis=world.axis)
    LeadPersonFactory(action=mine, user=world.partner)
    assert services.edit_action(action=mine, actor=world.partner, status="in_progress").status == "in_progress"
    with pytest.raises(Forbidden):
        services.edit_action(action=other, actor=world.partner, status="in_progress")
    with pytest.raises(Forbidden):
        services.move_action(action=mine, actor=world.partner, axis=world.draft.axes.last())
    with pytest.raises(Forbidden, match="la place d’une fiche"):
        services.edit_action(action=mine, actor=world.partner, axis=world.draft.axes.last())
    with pytest.raises(Forbidden, match="la place d’une fiche"):
        services.edit_action(action=mine, actor=world.partner, objective=world.objective)
    assert (
        services.edit_action(action=mine, actor=world.partner, axis=world.axis, title="La mienne").title == "La mienne"
    )


def test_nothing_is_written_on_an_ended_contract(world):
    ended = contract_of(world.drome, "CLS-26-FINI", stage="abandoned")
    action = ActionFactory(axis=ended.axes.first())
    LeadPersonFactory(action=action, user=world.referent)
    with pytest.raises(Forbidden):
        services.edit_action(action=action, actor=world.referent, status="done")

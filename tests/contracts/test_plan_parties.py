"""Axes, objectives, signatories, commitments, findings, themes, schemes: services and pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import OrganisationKind
from actions.models import Action
from contracts.models import Axis, Contract, ContractTheme, Finding, Objective, Signatory
from contracts.services import diagnosis, parties, plan
from core.errors import Forbidden, Frozen, Invalid, Refused, Stale
from core.history import Change
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory
from tests.factories.contracts import (
    AxisFactory,
    CommitmentFactory,
    FindingFactory,
    ObjectiveFactory,
    RegionSettingsFactory,
    SchemeLinkFactory,
    SignatoryFactory,
    world,
)

pytestmark = pytest.mark.django_db
PAGES = ["plan", "signatories", "findings", "themes", "schemes"]
QUERIES = {"plan": 11, "signatories": 11, "findings": 11, "themes": 8, "schemes": 10}


@pytest.fixture
def people():
    return world()


def url(name, contract, *args):
    return reverse(f"contracts:{name}", args=[contract.reference, *args])


# --- Plan ----------------------------------------------------------------------------------------
def test_numbers_are_proposed(people):
    first = plan.add_axis(contract=people.draft, actor=people.referent, title="Un")
    plan.add_axis(contract=people.draft, actor=people.referent, title="Bis", number="2 bis")
    assert (first.number, plan.next_axis_number(people.draft)) == ("1", "2")
    objective = plan.add_objective(axis=first, actor=people.referent, title="Objectif")
    assert (objective.number, plan.next_objective_number(first)) == ("1.1", "1.2")


def test_rich_text_is_cleaned(people):
    axis = plan.add_axis(contract=people.draft, actor=people.referent, title="A", description="<p>x<script>y</script>")
    assert "script" not in axis.description


def test_moving_and_renumbering(people):
    one, two = (AxisFactory(contract=people.draft, number=n, position=i) for i, n in enumerate(("7", "9"), start=1))
    ObjectiveFactory(axis=two, number="")
    plan.move(row=two, actor=people.referent, up=True)
    assert list(people.draft.axes.values_list("title", flat=True)) == [two.title, one.title]
    assert {number for _row, number in plan.renumbered(people.draft)} == {"1", "1.1", "2"}
    assert plan.renumber(contract=people.draft, actor=people.referent) == 3
    assert list(people.draft.axes.values_list("number", flat=True)) == ["1", "2"]
    assert plan.renumber(contract=people.draft, actor=people.referent) == 0


def test_an_objective_moves_with_its_fiches(people):
    objective = ObjectiveFactory(axis=AxisFactory(contract=people.draft))
    fiche = ActionFactory(axis=objective.axis, objective=objective)
    other = AxisFactory(contract=people.draft)
    plan.edit_objective(objective=objective, actor=people.referent, axis=other)
    assert Action.objects.get(pk=fiche.pk).axis == other
    with pytest.raises(Invalid):
        plan.edit_objective(objective=objective, actor=people.referent, axis=AxisFactory())


def test_an_objective_arrives_at_the_end_of_its_new_axis(people):
    objective = ObjectiveFactory(axis=AxisFactory(contract=people.draft), position=1)
    other = ObjectiveFactory(axis=AxisFactory(contract=people.draft), position=5)
    plan.edit_objective(objective=objective, actor=people.referent, axis=other.axis)
    assert list(other.axis.objectives.all()) == [other, objective]


def test_numbers_given_twice_are_said_within_their_list(people):
    axes = [AxisFactory(contract=people.draft, number=number) for number in ("1", "2", "2", "", "")]
    for axis, number in ((axes[0], "a"), (axes[1], "a"), (axes[1], "b"), (axes[1], "b")):
        ObjectiveFactory(axis=axis, number=number)
    assert plan.given_twice(people.draft.axes.prefetch_related("objectives")) == ["2", "b"]


def test_prs_objectives_of_the_region_are_ticked(client, people):
    RegionSettingsFactory(region=people.region, prs_objectives=["Accès aux soins", "Droits"])
    objective = ObjectiveFactory(axis=AxisFactory(contract=people.draft), prs_objectives=["À nous", "Droits"])
    client.force_login(people.referent)
    where = url("objective", people.draft, objective.pk)
    page = client.get(where).content.decode()
    assert page.count("checked") == 1 and ">\nÀ nous</textarea>" in page
    data = {"axis": objective.axis_id, "number": objective.number, "title": objective.title, "version": 1}
    client.post(where, {**data, "prs_objectives": ["Droits", "À nous"]})
    objective.refresh_from_db()
    assert (objective.version, objective.prs_objectives) == (1, ["À nous", "Droits"])
    client.post(where, {**data, "prs_objectives": ["Accès aux soins", "Droits", "À nous\nEt encore"]})
    objective.refresh_from_db()
    assert objective.prs_objectives == ["Accès aux soins", "Droits", "À nous", "Et encore"]


def test_what_bears_fiches_is_not_removed(people):
    fiche = ActionFactory(axis=AxisFactory(contract=people.draft))
    with pytest.raises(Refused, match="1 fiche action"):
        plan.remove_axis(axis=fiche.axis, actor=people.referent)
    fiche.delete()
    plan.remove_axis(axis=fiche.axis, actor=people.referent)
    assert not Axis.objects.exists()


def test_refused_frozen_stale_and_journalled(people):
    axis = AxisFactory(contract=people.draft)
    with pytest.raises(Forbidden):
        plan.edit_axis(axis=axis, actor=people.reader, title="Non")
    plan.edit_axis(axis=axis, actor=people.coordinator, version=axis.version, title="Oui")
    with pytest.raises(Stale):
        plan.edit_axis(axis=axis, actor=people.referent, version=axis.version, title="Trop tard")
    line = Change.objects.get(scope=people.draft.pk, action=Change.Action.UPDATE, part="axes")
    assert (line.actor, line.changes["title"][1]) == (people.coordinator, "Oui")
    Contract.objects.filter(pk=people.draft.pk).update(frozen_at="2026-01-01T00:00Z")
    with pytest.raises(Frozen):
        plan.add_axis(contract=people.draft, actor=people.referent, title="Trop tard")
    with pytest.raises(Frozen):
        plan.renumber(contract=Contract.objects.get(pk=people.draft.pk), actor=people.referent)


def test_the_page_of_the_plan(client, people):
    client.force_login(people.referent)
    page = client.get(url("plan", people.draft)).content.decode()
    assert "Le plan est vide" in page
    client.post(url("axis_add", people.draft), {"number": "1", "title": "Accès aux soins"})
    axis = Axis.objects.get()
    add = url("objective_add", people.draft)
    assert 'value="1.1"' in client.get(f"{add}?axe={axis.pk}").content.decode()
    client.post(add, {"axis": axis.pk, "number": "1.1", "title": "Rapprocher", "prs_objectives": "Accès\nDroits"})
    assert Objective.objects.get().prs_objectives == ["Accès", "Droits"]
    AxisFactory(contract=people.draft, number="1")
    assert "Numéro donné deux fois" in client.get(url("plan", people.draft)).content.decode()
    other = Axis.objects.last()
    client.post(url("plan_order", people.draft, "axe"), {"order": f"{other.pk},{axis.pk}"})
    assert people.draft.axes.first() == other
    assert client.post(url("plan_remove", people.draft, "objectif", Objective.objects.get().pk)).status_code == 302
    assert client.post(url("plan_remove", people.draft, "rien", 1)).status_code == 404


def test_the_second_to_save_an_axis_sees_both_texts(client, people):
    axis = AxisFactory(contract=people.draft, title="Avant")
    plan.edit_axis(axis=axis, actor=people.coordinator, title="Le texte de Camille")
    client.force_login(people.referent)
    data = {"number": axis.number, "title": "Mon texte", "version": axis.version}
    answer = client.post(url("axis", people.draft, axis.pk), data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mon texte" in page and "Le texte de Camille" in page and "Camille Coordinatrice" in page


def test_the_word_of_the_region_is_on_the_page(client, people):
    RegionSettingsFactory(region=people.region, axis_word="volet")
    client.force_login(people.referent)
    assert "Ajouter un volet" in client.get(url("plan", people.draft)).content.decode()


# --- Parties -------------------------------------------------------------------------------------
def test_signatories_and_commitments(client, people):
    client.force_login(people.coordinator)
    organisation = OrganisationFactory(kind=OrganisationKind.EPCI)
    data = {"organisation": organisation.pk, "capacity": "signatory", "deliberated_on": "2026-03-01"}
    client.post(url("signatory_add", people.draft), data)
    signatory = Signatory.objects.get()
    again = client.post(url("signatory_add", people.draft), data)
    assert again.status_code == 400 and "déjà parmi les signataires" in again.content.decode()
    client.post(url("commitment_add", people.draft, signatory.pk), {"text": "Héberger la coordination"})
    commitment = signatory.commitments.get()
    client.post(
        url("commitment", people.draft, commitment.pk),
        {"text": commitment.text, "state": "kept", "proof": "Convention", "version": commitment.version},
    )
    commitment.refresh_from_db()
    assert (commitment.state, commitment.proof) == ("kept", "Convention")
    page = client.get(url("signatories", people.draft)).content.decode()
    assert str(organisation) in page and "Tenu" in page
    assert client.post(url("commitment_remove", people.draft, commitment.pk)).status_code == 302
    client.post(url("signatory_remove", people.draft, signatory.pk))
    assert not Signatory.objects.exists()


def test_promises_are_put_in_order_within_their_signatory(client, people):
    signatory, other = SignatoryFactory.create_batch(2, contract=people.draft)
    first, _theirs, second = (CommitmentFactory(signatory=each) for each in (signatory, other, signatory))
    client.force_login(people.referent)
    client.post(url("commitment_move", people.draft, second.pk), {"up": "1"})
    assert list(signatory.commitments.all()) == [second, first]


def test_frozen_fields_are_greyed_and_said(client, people):
    signatory = SignatoryFactory(contract=people.draft)
    Contract.objects.filter(pk=people.draft.pk).update(frozen_at="2026-01-01T00:00Z")
    client.force_login(people.referent)
    page = client.get(url("signatory", people.draft, signatory.pk)).content.decode()
    assert "Figé depuis la mise à la signature" in page and "disabled" in page


def test_signed_promises_keep_their_text_and_live_on(people):
    commitment = CommitmentFactory(contract=people.draft, signatory=SignatoryFactory(contract=people.draft))
    Contract.objects.filter(pk=people.draft.pk).update(frozen_at="2026-01-01T00:00Z")
    with pytest.raises(Frozen):
        parties.edit_commitment(commitment=commitment, actor=people.referent, text="Autre")
    assert parties.edit_commitment(commitment=commitment, actor=people.referent, state="kept").state == "kept"
    with pytest.raises(Frozen):
        parties.remove_signatory(signatory=commitment.signatory, actor=people.referent)
    with pytest.raises(Invalid):
        parties.edit_commitment(commitment=commitment, actor=people.referent, text=" ")


# --- Diagnosis -----------------------------------------------------------------------------------
def test_findings_lead_to_axes(client, people):
    axis = AxisFactory(contract=people.draft)
    client.force_login(people.referent)
    data = {"kind": "existing_means", "text": "Une navette", "amount": "12 500,50 €", "axes": [axis.pk]}
    client.post(url("finding_add", people.draft), data)
    finding = Finding.objects.get()
    assert str(finding.amount) == "12500.50" and list(finding.axes.all()) == [axis]
    FindingFactory(contract=people.draft)
    page = client.get(url("findings", people.draft)).content.decode()
    assert "Sans réponse" in page and "Moyens existants" in page
    assert client.post(url("finding_remove", people.draft, finding.pk)).status_code == 302


def test_core_themes_are_answered_one_by_one(client, people):
    settings = RegionSettingsFactory(region=people.region)
    settings.core_themes.create(name="Santé mentale")
    settings.core_themes.create(name="Accès aux soins", position=1)
    client.force_login(people.referent)
    where = url("themes", people.draft)
    assert client.get(where).content.decode().count("À dire") >= 2
    refused = client.post(where, {"theme": "Santé mentale", "t0-answer": "deferred", "t0-reason": ""})
    assert refused.status_code == 400 and "Dites pourquoi" in refused.content.decode()
    client.post(where, {"theme": "Santé mentale", "t0-answer": "deferred", "t0-reason": "En 2027"})
    row = ContractTheme.objects.get()
    assert (row.answer, row.reason) == ("deferred", "En 2027")
    diagnosis.answer_theme(contract=people.draft, actor=people.coordinator, theme=row.theme, answer="covered")
    stale = client.post(
        where, {"theme": row.theme, "t0-answer": "excluded", "t0-reason": "Non", "t0-version": row.version}
    )
    assert stale.status_code == 400 and "Couvert" in stale.content.decode()


def test_schemes(client, people):
    client.force_login(people.referent)
    client.post(url("scheme_add", people.draft), {"scheme": "ptsm", "who_does_what": "Le PTSM tient le volet."})
    link = people.draft.schemes.get()
    assert "Le PTSM tient le volet." in client.get(url("schemes", people.draft)).content.decode()
    client.post(url("scheme_remove", people.draft, link.pk))
    assert not people.draft.schemes.exists()


# --- Pages ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PAGES)
def test_who_reads_and_who_writes(client, people, name):
    for who, status in (("reader", 200), ("stranger", 404), ("administrator", 404)):
        client.force_login(getattr(people, who))
        assert client.get(url(name, people.draft)).status_code == status
    client.force_login(people.reader)
    writing = {"plan": "axis_add", "signatories": "signatory_add", "findings": "finding_add", "schemes": "scheme_add"}
    if name in writing:
        assert client.get(url(writing[name], people.draft)).status_code == 403
        assert client.post(url(writing[name], people.draft)).status_code == 403
    else:
        assert client.post(url(name, people.draft), {"theme": "x"}).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_the_number_of_queries_does_not_follow_the_rows(client, people, name):
    def fill(number):
        for _ in range(number):
            objective = ObjectiveFactory(axis=AxisFactory(contract=people.draft, lead=OrganisationFactory()))
            finding = FindingFactory(contract=people.draft)
            finding.axes.add(objective.axis)
            ActionFactory(axis=objective.axis, objective=objective).findings.add(finding)
            CommitmentFactory(contract=people.draft, signatory=SignatoryFactory(contract=people.draft))
            SchemeLinkFactory(contract=people.draft)
            ContractTheme.objects.create(contract=people.draft, theme=f"Thème {number} {_}")

    client.force_login(people.reader)
    fill(1)
    client.get(url(name, people.draft))
    with CaptureQueriesContext(connection) as one:
        client.get(url(name, people.draft))
    fill(29)
    with CaptureQueriesContext(connection) as thirty:
        client.get(url(name, people.draft))
    assert (len(one), len(thirty)) == (QUERIES[name], QUERIES[name])

"""The lifecycle: who may, from where, what is missing; each passage is written once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.enums import OrganisationKind
from contracts.enums import PATH, Capacity, SchemeKind, Stage
from contracts.lifecycle import LIFECYCLE, missing_for_next, next_steps, path
from contracts.models import Agreement, Contract, Passage
from contracts.requirements import missing_for
from contracts.services.lifecycle import end_suspension, justify, pass_stage, suspend
from contracts.services.negotiation import agree, withdraw_agreement
from core.errors import Forbidden, Invalid, PassageRefused, Refused, Stale
from core.history import Change
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import (
    AmendmentFactory,
    AxisFactory,
    ContractFactory,
    RegionSettingsFactory,
    SchemeLinkFactory,
    SignatoryFactory,
    with_role,
    world,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)


@pytest.fixture
def people():
    return world()


def codes(contract, target, today=TODAY, blocking=True):
    return {m.code for m in missing_for(contract, target=target, today=today) if m.blocking == blocking}


def ready_to_sign(contract):
    """A contract that lacks nothing to be put to the signature."""
    from territories.services import set_perimeter
    from tests.factories.actions import ActionFactory

    set_perimeter(territory=contract.territory, members=[("commune", "26220")])
    contract.refresh_from_db()
    axis = AxisFactory(contract=contract, mental_health=True)
    ActionFactory(contract=contract, axis=axis)
    SchemeLinkFactory(contract=contract, scheme=SchemeKind.PTSM, who_does_what="Le PTSM tient le volet.")
    ars = OrganisationFactory(kind=OrganisationKind.ARS)
    SignatoryFactory(contract=contract, organisation=ars)
    SignatoryFactory(contract=contract, deliberated_on=date(2026, 3, 1))
    return contract


def test_the_table_reaches_every_stage_and_has_each_line_once():
    lines = [(t.source, t.target) for t in LIFECYCLE.transitions]
    assert len(lines) == len(set(lines))
    assert {t.target for t in LIFECYCLE.transitions} == set(Stage)
    for stage, after in zip(PATH, PATH[1:], strict=False):
        assert LIFECYCLE.next(stage).target == after


@pytest.mark.parametrize(
    ("who", "may"),
    [("referent", True), ("coordinator", True), ("pen", True), ("siege", False), ("reader", False), ("elected", False)],
)
def test_who_may_go_forward(people, who, may):
    contract = people.draft
    Contract.objects.filter(pk=contract.pk).update(stage=Stage.INITIATIVE)
    if may:
        assert pass_stage(contract=contract, target=Stage.DIAGNOSIS, actor=getattr(people, who)).stage == "diagnosis"
    else:
        with pytest.raises(Forbidden):
            pass_stage(contract=contract, target=Stage.DIAGNOSIS, actor=getattr(people, who))


def test_only_the_ars_puts_to_the_signature(people):
    contract = ready_to_sign(people.draft)
    Contract.objects.filter(pk=contract.pk).update(stage=Stage.CONSULTATION)
    with pytest.raises(Forbidden):
        pass_stage(contract=contract, target=Stage.SIGNATURE, actor=people.coordinator)
    assert pass_stage(contract=contract, target=Stage.SIGNATURE, actor=people.referent).frozen


def test_a_passage_says_who_when_and_why(people):
    contract = people.draft
    at = timezone.now()
    pass_stage(contract=contract, target=Stage.DIAGNOSIS, actor=people.referent, reason="Il manque un besoin", at=at)
    passage = Passage.objects.get(contract=contract)
    assert (passage.source, passage.target, passage.actor, passage.at, passage.reason) == (
        "drafting",
        "diagnosis",
        people.referent,
        at,
        "Il manque un besoin",
    )
    line = Change.objects.get(scope=contract.pk, action=Change.Action.UPDATE, changes__has_key="stage")
    assert line.actor == people.referent


def test_going_back_and_ending_ask_a_reason(people):
    for target in (Stage.DIAGNOSIS, Stage.ABANDONED):
        with pytest.raises(Invalid) as refusal:
            pass_stage(contract=people.draft, target=target, actor=people.referent, reason="  ")
        assert "reason" in refusal.value.fields


def test_a_jump_is_refused_in_french(people):
    with pytest.raises(PassageRefused, match="on ne passe pas"):
        pass_stage(contract=people.draft, target=Stage.IN_FORCE, actor=people.referent)
    with pytest.raises(PassageRefused):
        pass_stage(contract=people.draft, target="nowhere", actor=people.referent)


def test_the_second_of_two_passages_is_refused(people):
    contract = people.draft
    seen = contract.version
    pass_stage(contract=contract, target=Stage.DIAGNOSIS, actor=people.referent, reason="Un", version=seen)
    with pytest.raises(Stale):
        pass_stage(contract=contract, target=Stage.DIAGNOSIS, actor=people.referent, reason="Deux", version=seen)
    assert Passage.objects.filter(contract=contract).count() == 1


def test_consultation_needs_both_agreements(people):
    contract = people.draft
    assert {"agreement_ars", "agreement_carrier"} <= codes(contract, Stage.CONSULTATION)
    for side, by in (("ars", people.referent), ("carrier", people.coordinator)):
        Agreement.objects.create(contract=contract, side=side, by=by)
    assert not {"agreement_ars", "agreement_carrier"} & codes(contract, Stage.CONSULTATION)


def test_one_person_does_not_agree_for_both_sides(people):
    """The référent of the département who would also coordinate the contract."""
    with_role(people.draft, "coordinator", user=people.referent)
    agree(contract=people.draft, side="ars", actor=people.referent)
    with pytest.raises(Refused, match="autre personne"):
        agree(contract=people.draft, side="carrier", actor=people.referent)
    agree(contract=people.draft, side="carrier", actor=people.coordinator)


def test_a_framework_signed_first_still_has_an_axis(people):
    RegionSettingsFactory(region=people.region, framework_first=True)
    assert "axis" in codes(people.draft, Stage.SIGNATURE) and "action_missing" not in codes(
        people.draft, Stage.SIGNATURE
    )
    AxisFactory(contract=people.draft)
    assert "axis" not in codes(Contract.objects.get(pk=people.draft.pk), Stage.SIGNATURE)


def test_going_back_to_drafting_voids_the_agreements(people):
    contract = people.draft
    Contract.objects.filter(pk=contract.pk).update(stage=Stage.CONSULTATION)
    Agreement.objects.create(contract=contract, side="ars", by=people.referent)
    pass_stage(contract=contract, target=Stage.DRAFTING, actor=people.referent, reason="Reprendre l’axe 2")
    assert not contract.agreements.filter(voided_at__isnull=True).exists()


def test_what_a_signature_asks(people):
    contract = people.draft
    wanted = {"ars_signs", "collectivite_signs", "perimeter", "mental_health", "ptsm_link", "action_missing"}
    assert wanted <= codes(contract, Stage.SIGNATURE)
    assert codes(ready_to_sign(contract), Stage.SIGNATURE) == set()


def test_each_kind_that_deliberates_says_its_date(people):
    contract = ready_to_sign(people.draft)
    contract.signatories.update(deliberated_on=None)
    assert codes(contract, Stage.SIGNATURE) == {"deliberation"}
    RegionSettingsFactory(region=contract.territory.region, deliberating_kinds=[])
    assert "deliberation" not in codes(contract, Stage.SIGNATURE)


@pytest.mark.parametrize(("today", "asked"), [(date(2022, 2, 22), False), (date(2022, 2, 23), True)])
def test_the_law_holds_from_its_day(people, today, asked):
    assert ("mental_health" in codes(people.draft, Stage.SIGNATURE, today=today)) is asked
    contract = ContractFactory(signed_on=today)
    assert ("mental_health" in codes(contract, Stage.SIGNATURE)) is asked


def test_a_named_person_justifies_and_it_is_in_the_journal(people):
    contract = people.draft
    with pytest.raises(Forbidden):
        justify(contract=contract, rule="mental_health", text="Au PTSM", actor=people.coordinator)
    with pytest.raises(Invalid):
        justify(contract=contract, rule="perimeter", text="Non", actor=people.referent)
    justify(contract=contract, rule="mental_health", text="Porté par le contrat voisin.", actor=people.referent)
    assert "mental_health" not in codes(contract, Stage.SIGNATURE)
    advice = missing_for(contract, target=Stage.SIGNATURE, today=TODAY)
    assert any("Justifié par" in item.sentence for item in advice)
    assert Change.objects.filter(scope=contract.pk, part="lifecycle", actor=people.referent).exists()


def test_core_themes_are_advice(people):
    contract = people.draft
    settings = RegionSettingsFactory(region=contract.territory.region)
    settings.core_themes.create(name="Accès aux soins")
    assert "core_theme" in codes(contract, Stage.SIGNATURE, blocking=False)


def test_an_organisation_of_unknown_kind_is_said_with_where_to_mend_it(people):
    SignatoryFactory(contract=people.draft, organisation=OrganisationFactory(kind=""))
    assert "organisation_kind" in codes(people.draft, Stage.SIGNATURE, blocking=False)


def test_nobody_signing_yet_is_an_advice_before_the_consultation(people):
    assert "signatory" in codes(people.draft, Stage.CONSULTATION, blocking=False)


def test_a_live_contract_is_only_advised():
    contract = ContractFactory(stage=Stage.IN_FORCE, entered_live=True)
    assert codes(contract, Stage.SIGNATURE) == set()
    assert "ars_signs" in codes(contract, Stage.SIGNATURE, blocking=False)


def test_every_missing_thing_leads_somewhere(people):
    from core.middleware import place_to_mend

    for target in (Stage.CONSULTATION, Stage.SIGNATURE, Stage.IN_FORCE):
        for item in missing_for(people.draft, target=target, today=TODAY):
            assert place_to_mend(item.where), item


def test_in_force_and_expired_are_computed():
    contract = ContractFactory(stage=Stage.IN_FORCE, starts_on=date(2020, 1, 1), ends_on=date(2024, 12, 31))
    assert contract.in_force_on(date(2024, 12, 31)) and contract.expired_on(date(2025, 1, 1))
    AmendmentFactory(contract=contract, kinds=["prorogation"], new_ends_on=date(2025, 12, 31), signed_on=None)
    assert contract.expired_on(date(2025, 1, 1))
    contract.amendments.update(signed_on=date(2024, 11, 1))
    assert Contract.objects.get().in_force_on(date(2025, 1, 1))
    assert list(Contract.objects.valid_on(date(2025, 6, 1))) == [contract]
    assert list(Contract.objects.expired_on(date(2026, 1, 1))) == [contract]


def test_the_path_shows_where_we_are(people):
    contract = people.draft
    pass_stage(contract=contract, target=Stage.ABANDONED, actor=people.referent, reason="Plus de porteur")
    contract.refresh_from_db()
    steps = path(contract)
    assert steps[-1]["state"] == "current" and steps[-1]["passage"].reason == "Plus de porteur"
    assert next_steps(contract, people.referent, TODAY) == []


def test_next_steps_name_what_blocks(people):
    steps = next_steps(people.draft, people.referent, TODAY)
    assert steps and all(step["url"] for step in steps)
    assert next_steps(people.draft, people.reader, TODAY) == []
    assert {m.code for m in missing_for_next(people.draft, TODAY)} >= {"agreement_ars"}


def test_a_suspension_is_a_dated_fact(people):
    with pytest.raises(PassageRefused):
        suspend(contract=people.draft, since=TODAY, reason="Poste vacant", actor=people.referent)
    made = suspend(contract=people.signed, since=TODAY, reason="Poste vacant", actor=people.referent)
    with pytest.raises(Invalid):
        end_suspension(suspension=made, until=TODAY - timedelta(days=1), actor=people.referent)
    assert end_suspension(suspension=made, until=TODAY, actor=people.referent).until == TODAY


def test_what_is_over_is_suspended_no_more(client, people):
    contract = people.signed
    said = {"contract": contract, "reason": "Poste vacant", "actor": people.referent}
    contract.ends_on = TODAY
    with pytest.raises(Invalid, match="a pris fin le"):
        suspend(since=TODAY + timedelta(days=1), **said)
    for stage, word in (("closed", "clos"), ("terminated", "résilié")):
        Contract.objects.filter(pk=contract.pk).update(stage=stage)
        contract.refresh_from_db()
        with pytest.raises(PassageRefused, match=word):
            suspend(since=TODAY, **said)
        client.force_login(people.referent)
        address = reverse("contracts:suspend", args=[contract.reference])
        assert address not in client.get(reverse("contracts:lifecycle", args=[contract.reference])).content.decode()
        answer = client.post(address, {"since": TODAY.isoformat(), "reason": "Poste vacant"})
        assert answer.status_code in (400, 409) and "ne se suspend plus" in answer.content.decode()
    assert not contract.suspensions.exists()


# --- an agreement given by mistake --------------------------------------------------------------------
def test_whoever_agreed_takes_it_back_before_the_consultation(client, people):
    contract = people.draft
    where = reverse("contracts:negotiation", args=[contract.reference])
    client.force_login(people.coordinator)
    assert "Retirer mon accord" not in client.get(where).content.decode()
    given = agree(contract=contract, side="carrier", actor=people.coordinator)
    assert "Retirer mon accord" in client.get(where).content.decode()
    with pytest.raises(Forbidden):
        withdraw_agreement(contract=contract, side="carrier", actor=people.reader)
    with pytest.raises(Refused, match="une autre personne"):
        withdraw_agreement(contract=contract, side="carrier", actor=with_role(contract, "coordinator"))
    address = reverse("contracts:withdraw_agreement", args=[contract.reference, "carrier"])
    assert client.post(address).status_code == 302
    given.refresh_from_db()
    line = Change.objects.get_for_object(given).filter(action=Change.Action.UPDATE).get()
    assert given.voided_at and (line.scope, line.actor) == (contract.pk, people.coordinator)
    assert client.post(address).status_code == 409
    assert client.post(address.replace("carrier", "licorne")).status_code == 404
    assert agree(contract=contract, side="carrier", actor=people.coordinator).pk != given.pk
    Contract.objects.filter(pk=contract.pk).update(stage="consultation")
    assert "Retirer mon accord" not in client.get(where).content.decode()
    assert client.post(address).status_code == 409


def test_associated_signatories_need_not_sign(people):
    contract = ready_to_sign(people.draft)
    contract.signatories.update(signed_on=date(2026, 4, 1))
    SignatoryFactory(contract=contract, capacity=Capacity.ASSOCIATED)
    assert "signature" not in codes(contract, Stage.IN_FORCE)


@time_machine.travel("2026-11-28 09:00", tick=False)
def test_two_people_pass_at_once_only_one_is_written(people):
    contract = people.draft
    stale = Contract.objects.get(pk=contract.pk)
    pass_stage(contract=contract, target=Stage.DIAGNOSIS, actor=people.referent, reason="Un")
    with pytest.raises(PassageRefused):
        pass_stage(contract=stale, target=Stage.CONSULTATION, actor=people.coordinator)

"""Several fiches at once: seen first, changed whole or not at all, told in each journal, put back within a day."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actions import services
from actions.bulk import BulkChange
from actions.due import after
from actions.enums import ActionStatus, Reason
from actions.journal import changes_of
from actions.models import Action, ActionBatch
from contracts.models import Axis, Contract
from core.errors import Refused
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, LeadFactory

from .conftest import signed_fiche

DONE = BulkChange("status", status=ActionStatus.DONE)


@pytest.fixture
def fiches(world):
    return [ActionFactory(axis=world.axis, status=ActionStatus.PLANNED) for _ in range(3)]


def seen(fiches):
    return {each.pk: each.version for each in fiches}


def statuses(fiches):
    return [Action.objects.get(pk=each.pk).status for each in fiches]


def apply(world, fiches, change=DONE, **more):
    return services.apply_batch(
        contract=more.pop("contract", world.draft),
        versions=seen(fiches),
        change=change,
        actor=world.coordinator,
        **more,
    )


def preview(world, fiches, change=DONE, **more):
    rows = Action.objects.filter(pk__in=[each.pk for each in fiches]).for_lists()
    return services.preview_batch(actions=rows, change=change, actor=world.coordinator, **more)


def test_a_preview_says_and_writes_nothing(world, fiches):
    told = [changes_of(each).count() for each in fiches]
    lines = preview(world, fiches)
    assert [(line.before, line.after, line.refusal) for line in lines] == [("Prévue", "Réalisée", "")] * 3
    assert statuses(fiches) == [ActionStatus.PLANNED] * 3
    assert [changes_of(each).count() for each in fiches] == told


def test_each_fiche_changes_tells_it_and_comes_back(world, fiches):
    batch = apply(world, fiches)
    assert statuses(fiches) == [ActionStatus.DONE] * 3
    for each in fiches:
        entry = changes_of(each).first()
        assert (entry.actor, entry.changes["status"]) == (world.coordinator, ["planned", "done"])
    assert services.undo_batch(batch=batch, actor=world.coordinator) == []
    assert statuses(fiches) == [ActionStatus.PLANNED] * 3
    with pytest.raises(Refused):
        services.undo_batch(batch=batch, actor=world.coordinator)


def test_one_stale_fiche_and_none_changes(world, fiches):
    versions = seen(fiches)
    services.edit_action(action=fiches[1], actor=world.referent, title="Changée entre-temps")
    with pytest.raises(Refused, match="Rien n’a été changé"):
        services.apply_batch(contract=world.draft, versions=versions, change=DONE, actor=world.coordinator)
    assert statuses(fiches) == [ActionStatus.PLANNED] * 3
    assert not ActionBatch.objects.exists()


def test_who_only_reads_is_refused_fiche_by_fiche(world, fiches):
    rows = Action.objects.filter(contract=world.draft).for_lists()
    lines = services.preview_batch(actions=rows, change=DONE, actor=world.reader)
    assert all("pas le modifier" in line.refusal for line in lines)


def test_what_changed_since_stays_and_is_told(world, fiches):
    batch = apply(world, fiches)
    services.edit_action(action=fiches[0], actor=world.referent, status=ActionStatus.BLOCKED)
    (told,) = services.undo_batch(batch=batch, actor=world.coordinator)
    assert fiches[0].title in told
    assert statuses(fiches) == [ActionStatus.BLOCKED, ActionStatus.PLANNED, ActionStatus.PLANNED]


def test_after_a_day_it_is_too_late(world, fiches):
    batch = apply(world, fiches)
    ActionBatch.objects.filter(pk=batch.pk).update(made_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(Refused, match="ne peut plus"):
        services.undo_batch(batch=batch, actor=world.coordinator)


@pytest.mark.parametrize(
    ("kind", "after"), [("lead_add", ["Ancienne", "Nouvelle"]), ("lead_replace", ["Nouvelle"]), ("lead_remove", [])]
)
def test_leads(world, kind, after):
    fiche = ActionFactory(axis=world.axis)
    old, new = OrganisationFactory(name="Ancienne"), OrganisationFactory(name="Nouvelle")
    LeadFactory(action=fiche, organisation=old)
    change = BulkChange(kind, organisation=old if kind == "lead_remove" else new)
    batch = apply(world, [fiche], change)

    def leads():
        rows = fiche.organisation_parts.filter(part="lead").order_by("position")
        return [row.organisation.name for row in rows]

    assert leads() == after
    services.undo_batch(batch=batch, actor=world.coordinator)
    assert leads() == ["Ancienne"]


def test_signed_dates_ask_one_reason_for_all(world):
    fiche = signed_fiche(world.signed, starts_on=date(2026, 1, 31), ends_on=date(2026, 12, 31))
    later = BulkChange("dates_shift", months=1)
    (line,) = preview(world, [fiche], later)
    assert "choisissez pourquoi" in line.refusal
    why = {"reason": Reason.HUMAN_MEANS, "reason_text": "Le poste est pourvu plus tard."}
    batch = apply(world, [fiche], later, contract=world.signed, **why)
    fiche.refresh_from_db()
    assert (fiche.starts_on, fiche.ends_on) == (date(2026, 2, 28), date(2027, 1, 31))
    assert set(fiche.change_reasons.values_list("text", flat=True)) == {why["reason_text"]}
    services.undo_batch(batch=batch, actor=world.coordinator)
    fiche.refresh_from_db()
    assert (fiche.starts_on, fiche.ends_on) == (date(2026, 1, 31), date(2026, 12, 31))


def test_an_end_before_the_start_is_refused(world):
    fiche = ActionFactory(axis=world.axis, starts_on=date(2027, 1, 1), ends_on=None)
    (line,) = preview(world, [fiche], BulkChange("dates_set", ends_on=date(2026, 1, 1)))
    assert "précède" in line.refusal


def test_months_end_where_they_end():
    assert after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert after(date(2026, 1, 15), -1) == date(2025, 12, 15)


def test_on_the_pages(client, world, fiches):
    client.force_login(world.coordinator)
    args = [world.draft.reference]
    change = {"kind": "status", "status": "done"}
    assert client.post(reverse("actions:bulk", args=args), change).status_code == 400
    shown = client.post(reverse("actions:bulk", args=args), {**change, "which": "all"})
    assert shown.status_code == 200
    assert len(shown.context["seen"]) == 3
    sent = {**change, "seen": shown.context["seen"]}
    done = client.post(reverse("actions:bulk_confirm", args=args), sent, follow=True)
    assert statuses(fiches) == [ActionStatus.DONE] * 3
    batch = done.context["batch"]
    back = client.post(reverse("actions:batch_undo", args=[*args, batch.pk]), follow=True)
    assert "Le changement est annulé" in back.content.decode()
    assert "Changement annulé" in back.content.decode() and "fiches changées</h1>" not in back.content.decode()
    assert statuses(fiches) == [ActionStatus.PLANNED] * 3


def test_a_contract_signed_on_paper_asks_its_reason_on_the_page(client, world):
    Contract.objects.filter(pk=world.draft.pk).update(stage="in_force", entered_live=True)
    fiche = ActionFactory(axis=Axis.objects.get(pk=world.axis.pk), ends_on=date(2026, 12, 31))
    client.force_login(world.coordinator)
    args = [world.draft.reference]
    change = {"kind": "dates_shift", "months": 1, "which": "all"}
    assert "reason_text" in client.get(reverse("actions:bulk", args=args)).content.decode()
    assert client.post(reverse("actions:bulk", args=args), change).context["refused"] == 1
    change |= {"reason": Reason.HUMAN_MEANS, "reason_text": "Le poste est pourvu plus tard."}
    shown = client.post(reverse("actions:bulk", args=args), change)
    client.post(reverse("actions:bulk_confirm", args=args), {**change, "seen": shown.context["seen"]})
    fiche.refresh_from_db()
    assert fiche.ends_on == date(2027, 1, 31)


def test_ticks_and_filters_are_kept_on_the_way(client, world, fiches):
    client.force_login(world.coordinator)
    args, query = [world.draft.reference], "status=planned"
    some = [each.pk for each in fiches[:2]]
    # Ticked on the list, before any change is chosen.
    begun = client.post(reverse("actions:bulk", args=args), {"step": "choose", "action": some, "query": query})
    assert (begun.status_code, begun.context["chosen"], begun.context["query"]) == (200, set(some), query)
    assert not begun.context["form"].errors
    change = {"kind": "status", "status": "done", "query": query}
    shown = client.post(reverse("actions:bulk", args=args), {**change, "action": some})
    services.edit_action(action=fiches[0], actor=world.referent, title="Changée entre-temps")
    sent = {**change, "seen": shown.context["seen"]}
    refused = client.post(reverse("actions:bulk_confirm", args=args), sent)
    assert (refused.status_code, refused.context["chosen"], refused.context["query"]) == (409, set(some), query)
    assert "modifiée entre-temps" in refused.content.decode()
    assert statuses(fiches) == [ActionStatus.PLANNED] * 3


def test_strangers_find_no_batch(client, world, fiches):
    batch = apply(world, fiches)
    url = reverse("actions:batch_undo", args=[world.draft.reference, batch.pk])
    client.force_login(world.stranger)
    assert client.post(url).status_code == 404
    client.force_login(world.reader)
    assert client.post(url).status_code == 403

"""Once a contract is signed, dates, targets and budgets change with a reason, kept in words."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from actions import services
from actions.models import ChangeReason, Measure
from contracts.models import Axis, Contract
from core.errors import Forbidden, Stale
from core.models import Change
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingFactory, IndicatorFactory, StepFactory

from .conftest import before_signature, signed_fiche

WHY = {"reason": "partner_delay", "reason_text": "Le CCAS n’a pas encore recruté."}


@pytest.fixture
def fiche(world):
    return signed_fiche(world.signed, title="Un bus", starts_on=date(2026, 3, 1), ends_on=date(2026, 12, 31))


def rows(fiche):
    """Each thing that was promised, and what it becomes."""
    funding = FundingFactory(action=fiche, funder=OrganisationFactory(name="ARS"), planned=Decimal("1000"))
    return [
        (StepFactory(action=fiche, title="Recruter", due_on=date(2026, 5, 1)), {"due_on": date(2026, 9, 1)}),
        (IndicatorFactory(action=fiche, title="Trajets", unit="jours", target=12), {"target": Decimal("8.5")}),
        (funding, {"planned": Decimal("800")}),
    ]


def told():
    return [(each.what, each.before, each.after) for each in ChangeReason.objects.order_by("id")]


def test_a_date_asks_why_and_keeps_it(world, fiche):
    with pytest.raises(services.ReasonNeeded, match="pourquoi «\xa0Fin\xa0» change"):
        services.edit_action(action=fiche, actor=world.coordinator, ends_on=date(2027, 6, 1))
    fiche.refresh_from_db()
    assert (fiche.version, told()) == (1, [])
    services.edit_action(action=fiche, actor=world.coordinator, ends_on=date(2027, 6, 1), **WHY)
    kept = ChangeReason.objects.get()
    assert told() == [("Fin", "31\xa0décembre 2026", "1er\xa0juin 2027")]
    assert (kept.reason, kept.author, kept.action) == ("partner_delay", "Camille Coordinatrice", fiche)
    line = Change.objects.get(content_type__model="changereason")
    assert (line.scope, line.part, line.additional_data["action"]) == (world.signed.pk, "actions", fiche.pk)


def test_steps_targets_and_budgets_ask_why_too(world, fiche):
    for row, values in rows(fiche):
        with pytest.raises(services.ReasonNeeded):
            services.edit_row(row, actor=world.coordinator, **values)
        services.edit_row(row, actor=world.coordinator, **values, **WHY)
    assert told() == [
        ("Échéance de l’étape Recruter", "1er\xa0mai 2026", "1er\xa0septembre 2026"),
        ("Cible de Trajets", "12 jours", "8,5 jours"),
        ("Prévu, ARS 2026", "1\u202f000,00\xa0€", "800,00\xa0€"),
    ]


def test_what_was_promised_does_not_vanish_unexplained(world, fiche):
    for row, _values in rows(fiche):
        with pytest.raises(services.ReasonNeeded):
            services.remove_row(row, actor=world.coordinator)
        services.remove_row(row, actor=world.coordinator, **WHY)
    assert [after for _what, _before, after in told()] == ["", "", ""]


def test_a_sentence_and_a_known_reason_are_both_needed(world, fiche):
    for wrong in ({"reason": "caprice", "reason_text": "Oui"}, {"reason": "other", "reason_text": " "}):
        with pytest.raises(services.ReasonNeeded) as refusal:
            services.edit_action(action=fiche, actor=world.coordinator, ends_on=None, **wrong)
        assert len(refusal.value.fields) == 1


def test_no_reason_is_asked_of_a_draft_of_a_first_value_nor_outside_the_contract(world, fiche):
    draft = ActionFactory(axis=world.axis, ends_on=date(2026, 12, 31))
    services.edit_action(action=draft, actor=world.coordinator, ends_on=date(2027, 1, 1))
    step = StepFactory(action=fiche)
    services.edit_row(step, actor=world.coordinator, due_on=date(2026, 9, 1), done_on=date(2026, 9, 2))
    outside = ActionFactory(axis=world.signed.axes.first(), origin="outside", ends_on=date(2026, 12, 31))
    services.edit_action(action=outside, actor=world.coordinator, ends_on=date(2027, 1, 1))
    services.edit_action(action=fiche, actor=world.coordinator, ends_on=fiche.ends_on, status="done")
    assert told() == []


def test_a_contract_signed_on_paper_and_taken_up_here_asks_too(world):
    Contract.objects.filter(pk=world.draft.pk).update(stage="in_force")
    taken_up = ActionFactory(axis=Axis.objects.get(pk=world.axis.pk), ends_on=date(2026, 12, 31))
    with pytest.raises(services.ReasonNeeded):
        services.edit_action(action=taken_up, actor=world.coordinator, ends_on=date(2027, 1, 1))


def test_who_may_not_write_and_who_comes_second_are_refused_before(world, fiche):
    step = rows(fiche)[0][0]
    with pytest.raises(Forbidden):
        services.edit_row(step, actor=world.stranger, due_on=None, **WHY)
    services.edit_row(step, actor=world.coordinator, version=1, due_on=date(2026, 9, 1), **WHY)
    with pytest.raises(Stale):
        services.edit_row(step, actor=world.referent, version=1, due_on=date(2026, 10, 1), **WHY)
    assert len(told()) == 1


def test_the_page_asks_beside_the_form(world, fiche, client):
    step = rows(fiche)[0][0]
    client.force_login(world.coordinator)
    url = reverse("actions:row", args=[world.signed.reference, fiche.pk, "etapes", step.pk])
    sent = {"title": step.title, "due_on": "2026-09-01", "version": 1}
    refused = client.post(url, sent)
    assert refused.status_code == 400 and "choisissez pourquoi" in refused.content.decode()
    assert client.post(url, {**sent, **WHY}).status_code == 302
    page = client.get(fiche.get_absolute_url()).content.decode()
    assert "Changements depuis la signature" in page and "n’a pas encore recruté." in page
    remove = client.post(f"{url}retirer/", {})
    assert remove.status_code == 400
    assert client.post(f"{url}retirer/", WHY).status_code == 302


def test_the_fiche_asks_beside_its_form(world, fiche, client):
    client.force_login(world.coordinator)
    url = reverse("actions:edit", args=[world.signed.reference, fiche.pk])
    form = client.get(url).context["form"]
    sent = {"place": form.initial["place"], "version": 1, "seen": form.initial["seen"], "ends_on": "2027-06-01"}
    sent |= {"starts_on": "2026-03-01", "title": fiche.title, "number": fiche.number}
    assert client.post(url, sent).status_code == 400
    assert client.post(url, {**sent, **WHY}).status_code == 302
    assert told() == [("Fin", "31\xa0décembre 2026", "1er\xa0juin 2027")]


def test_who_comes_second_without_a_reason_keeps_her_text(world, fiche, client):
    """Nothing crosses, but the date asks why: the page comes back with all that was typed."""
    client.force_login(world.coordinator)
    url = reverse("actions:edit", args=[world.signed.reference, fiche.pk])
    form = client.get(url).context["form"]
    sent = {"place": form.initial["place"], "version": 1, "seen": form.initial["seen"], "ends_on": "2027-06-01"}
    sent |= {"starts_on": "2026-03-01", "title": fiche.title, "number": fiche.number, "context": "Un besoin redit"}
    services.edit_action(action=fiche, actor=world.referent, obstacles="Pas de chauffeur")
    refused = client.post(url, sent)
    assert refused.status_code == 400
    assert "choisissez pourquoi" in refused.content.decode() and "Un besoin redit" in refused.content.decode()
    assert client.post(url, {**sent, **WHY}).status_code == 302
    fiche.refresh_from_db()
    assert (fiche.context, fiche.obstacles) == ("Un besoin redit", "Pas de chauffeur")


def test_the_grid_of_money_asks_once(world, fiche, client):
    with before_signature(world.signed):
        rows_ = [FundingFactory(action=fiche, planned=Decimal("1000"), year=year) for year in (2026, 2027)]
    client.force_login(world.coordinator)
    url = reverse("actions:fiche_money", args=[world.signed.reference, fiche.pk])
    sheet = client.get(url).context["sheet"]
    sent = {"f-TOTAL_FORMS": sheet.total}
    for entry in sheet.entries:
        for field in entry.form:
            value = field.value()
            sent[field.html_name] = "" if value is None or value is False else field.field.prepare_value(value)
    for place, _row in enumerate(rows_):
        sent[f"f-{place}-planned"] = "800"
    refused = client.post(url, sent)
    assert refused.status_code == 400 and refused.content.decode().count("choisissez pourquoi") == 1
    assert client.post(url, {**sent, **WHY}).status_code == 302
    assert len(told()) == 2


def test_rest_says_which_and_takes_the_reason(world, fiche):
    api = APIClient()
    api.force_login(world.coordinator)
    url, fresh = f"/api/v1/actions/{fiche.pk}/", {"If-Match": "*"}
    refused = api.patch(url, {"ends_on": "2027-06-01"}, format="json", headers=fresh)
    assert refused.status_code == 400
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/reason", "/reason_text"]
    assert api.patch(url, {"ends_on": "2027-06-01", **WHY}, format="json", headers=fresh).status_code == 200
    for row, values in rows(fiche):
        address = f"/api/v1/{row._meta.model_name}s/{row.pk}/"
        assert api.patch(address, values, format="json", headers=fresh).status_code == 400
        assert api.patch(address, {**values, **WHY}, format="json", headers=fresh).status_code == 200
        assert api.delete(address, headers=fresh).status_code == 400
        asked = f"{address}?reason=other&reason_text=Doublon"
        assert api.delete(asked, headers=fresh).status_code == 204


def test_a_value_promised_nothing(world, fiche, client):
    indicator = IndicatorFactory(action=fiche, target=12)
    value = Measure.objects.create(contract=fiche.contract, indicator=indicator, on=date(2026, 6, 30), value=3)
    client.force_login(world.coordinator)
    url = reverse("actions:row", args=[world.signed.reference, fiche.pk, "valeurs", value.pk])
    assert client.get(url).context["why"] is None
    assert client.post(url, {"version": 1, "on": "2026-06-30", "value": "4"}).status_code == 302
    value.refresh_from_db()
    assert (value.value, told()) == (4, [])

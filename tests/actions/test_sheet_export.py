"""Fiches written to a spreadsheet: readable, without a formula, and without leaking what others may not read."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from odfdo import Document

from actions.services.sheet_export import AT_ONCE, export_fiches, request_export
from actions.spreadsheets.columns import FICHES, ID
from core.errors import Forbidden, Invalid
from core.job_model import Job
from core.tables import FORMULA_STARTS, amount_of, column_letter, day_of, intact, neutral
from tests.factories.actions import ActionFactory, FundingFactory, IndicatorFactory, LeadPersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche(world):
    action = ActionFactory(
        axis=world.axis,
        objective=world.objective,
        number="1",
        title='=HYPERLINK("http://piege")',
        status="in_progress",
        starts_on=date(2026, 3, 1),
        description="<p>Un <strong>mot</strong></p>",
        themes=["Accès aux soins", "Prévention"],
    )
    LeadPersonFactory(action=action, name="Claire Exemple", function="médecin", email="claire@exemple.fr")
    FundingFactory(action=action, planned=Decimal("12500.50"))
    IndicatorFactory(action=action, title="Personnes suivies", target=Decimal("40"))
    return action


def book_of(contract, kind="xlsx", actions=None):
    actions = contract.actions.in_plan_order() if actions is None else actions
    return export_fiches(contract=contract, actions=actions, kind=kind).content


def opened(contract, **kwargs):
    return openpyxl.load_workbook(io.BytesIO(book_of(contract, **kwargs)))


def row_of(page, place=2):
    return dict(zip([cell.value for cell in page[1]], page[place], strict=True))


def test_workbook_says_the_fiche_in_french_and_no_formula(fiche, world):
    book = opened(world.draft)
    assert [page.title for page in book] == ["Fiches", "Financements", "Indicateurs", "Lisez-moi", "Listes"]
    row = row_of(book["Fiches"])
    assert row[ID].value == fiche.pk
    assert row["Titre"].value == '\'=HYPERLINK("http://piege")' and row["Titre"].data_type == "s"
    assert row["Axe"].value == "1. Accès aux soins"
    assert row["Statut"].value == "En cours"
    assert row["Début"].value.date() == date(2026, 3, 1) and row["Début"].number_format == "DD/MM/YYYY"
    assert row["Description"].value == "Un mot"
    assert row["Thèmes"].value == "Accès aux soins ; Prévention"
    assert row["Personnes pilotes"].value == "Claire Exemple (médecin)"
    money = row_of(book["Financements"])
    assert money["Prévu"].value == 12500.5 and "€" in money["Prévu"].number_format
    assert row_of(book["Indicateurs"])["Cible"].value == 40
    every = [cell.value for page in book for line in page.iter_rows() for cell in line]
    assert not any("claire@exemple.fr" in str(value) for value in every)
    assert not any(cell.data_type == "f" for page in book for line in page.iter_rows() for cell in line)


def test_workbook_is_made_to_be_filled(fiche, world):
    page = opened(world.draft)["Fiches"]
    assert page.freeze_panes == "E2"
    assert page.column_dimensions["A"].hidden and page.column_dimensions["B"].hidden
    offered = {str(rule.sqref).split("2:")[0] for rule in page.data_validations.dataValidation}
    status = column_letter(FICHES.headers.index("Statut"))
    assert status in offered and column_letter(FICHES.headers.index("Axe")) in offered


def test_ods_and_csv_say_the_same(fiche, world):
    ods = Document(io.BytesIO(book_of(world.draft, "ods"))).body.tables
    assert [table.name for table in ods] == ["Fiches", "Financements", "Indicateurs", "Lisez-moi"]
    typed = dict(zip(ods[0].get_row_values(0), ods[0].get_row_values(1), strict=False))
    assert typed["Titre"].startswith("'=") and typed["Début"] == date(2026, 3, 1)
    text = book_of(world.draft, "csv").decode("utf-8-sig")
    (written,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert written["Titre"].startswith("'=") and written["Début"] == "01/03/2026"


def test_export_follows_the_filters_and_the_rights(fiche, world, client):
    ActionFactory(axis=world.axis, title="Autre", status="done")
    address = reverse("actions:export", args=[world.draft.reference])
    assert client.post(address, {"kind": "xlsx"}).status_code == 302
    client.force_login(world.stranger)
    assert client.post(address, {"kind": "xlsx"}).status_code == 404
    client.force_login(world.reader)
    assert "1\xa0fiche" in client.get(f"{address}?status=done").content.decode()
    answer = client.post(f"{address}?status=done", {"kind": "xlsx"})
    page = openpyxl.load_workbook(io.BytesIO(answer.content))["Fiches"]
    assert page.max_row == 2 and row_of(page)["Titre"].value == "Autre"
    assert client.post(address, {"kind": "exe"}).status_code == 400
    with pytest.raises(Invalid):
        export_fiches(contract=world.draft, actions=world.draft.actions.all(), kind="exe")
    with pytest.raises(Forbidden):
        request_export(contract=world.draft, kind="ods", query="", actor=world.stranger)


def test_many_fiches_go_by_a_job(world, client, monkeypatch):
    monkeypatch.setattr("actions.views.spreadsheets.AT_ONCE", 1)
    ActionFactory.create_batch(2, axis=world.axis)
    client.force_login(world.reader)
    answer = client.post(reverse("actions:export", args=[world.draft.reference]), {"kind": "ods"})
    job = Job.objects.get(kind="fiches_export")
    assert answer.url == reverse("core:job", args=[job.pk]) and job.scope == world.draft.pk
    assert AT_ONCE == 300


def test_queries_do_not_grow(world, django_assert_num_queries):
    def make(count):
        for action in ActionFactory.create_batch(count, axis=world.axis):
            FundingFactory(action=action)
            IndicatorFactory(action=action)

    make(1)
    with django_assert_num_queries(15):
        book_of(world.draft)
    make(29)
    with django_assert_num_queries(15):
        book_of(world.draft)


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"])))
def test_what_looks_like_a_formula_comes_back_intact(text):
    assert not neutral(text).startswith(FORMULA_STARTS)
    assert intact(neutral(text)) == text


@pytest.mark.parametrize(
    "typed, read",
    [
        ("12 500 €", "12500"),
        ("12\u202f500,50\xa0€ HT", "12500.50"),
        ("12.500", "12500"),
        ("12.5", "12.5"),
        (12500, "12500"),
        ("1 250,5 euros", "1250.5"),
    ],
)
def test_amounts(typed, read):
    assert amount_of(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["entre 200 et 500", "", None, True, "12 à 15", "NC"])
def test_what_is_no_amount(typed):
    assert amount_of(typed) is None


@pytest.mark.parametrize("typed", [45944, "45944", "14/10/2025", "14.10.25", "2025-10-14", "2025-10-14 00:00:00"])
def test_days(typed):
    assert day_of(typed) == date(2025, 10, 14)


@pytest.mark.parametrize("typed", ["31/02/2025", "avril-mai de chaque année", "2025", 12, "", None])
def test_what_is_no_day(typed):
    assert day_of(typed) is None

"""Our own spreadsheet changed and given back: what changes, what crosses, what is refused, and all or nothing."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actions.models import Action, ChangeReason, Funding, SheetImport
from actions.services import edit_action, sheet_import
from actions.services.sheet_export import export_fiches
from actions.services.sheet_import import SheetRefused, confirm_sheet, deposit_sheet, import_sheet, make_import
from actions.services.sheet_taking import Decision
from core.errors import Forbidden, Invalid, Refused
from core.models import Change
from tests.factories.actions import ActionFactory, FundingFactory, IndicatorFactory, LeadFactory, LeadPersonFactory
from tests.support.jobs import do_jobs

from .conftest import signed_fiche

pytestmark = pytest.mark.django_db


class Book:
    """The export of a contract, opened to be changed as a person would."""

    def __init__(self, contract, kind="xlsx"):
        content = export_fiches(contract=contract, actions=contract.actions.in_plan_order(), kind=kind).content
        self.book = openpyxl.load_workbook(io.BytesIO(content))

    def _column(self, page, header):
        return next(cell.column for cell in page[1] if cell.value == header)

    def set(self, header, value, *, sheet="Fiches", row=2):
        page = self.book[sheet]
        page.cell(row, self._column(page, header)).value = value
        return self

    def add(self, sheet="Fiches", **cells):
        page = self.book[sheet]
        row = page.max_row + 1
        for header, value in cells.items():
            page.cell(row, self._column(page, header.replace("_", " "))).value = value
        return self

    def file(self, name="fiches.xlsx"):
        out = io.BytesIO()
        self.book.save(out)
        return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def fiche(world):
    action = ActionFactory(
        axis=world.axis,
        objective=world.objective,
        number="1",
        title="Accueillir\xa0: les internes",
        status="planned",
        description="<p>Un <strong>mot</strong></p>",
        goals={"general": "Attirer", "specific": [{"number": "1", "title": "Loger", "operational": []}]},
        care_path=["quality", "accessibility"],
        themes=["-20 %", "a; b"],
    )
    LeadPersonFactory(action=action, name="Claire Exemple", function="médecin", email="claire@exemple.fr")
    LeadFactory(action=action)
    FundingFactory(action=action, planned=Decimal("100.10"))
    IndicatorFactory(action=action, target=Decimal("40"))
    return action


def csv_of(contract, *changes):
    """The export in CSV, each `(before, after)` typed over in it."""
    text = export_fiches(contract=contract, actions=contract.actions.in_plan_order(), kind="csv").content.decode()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


def test_a_csv_file_comes_back_too(world, fiche):
    edit_action(action=fiche, actor=world.coordinator, starts_on=date(2026, 3, 1), description="Deux\nlignes")
    untouched = SimpleUploadedFile("fiches.csv", csv_of(world.draft).encode())
    edit_action(action=fiche, actor=world.referent, starts_on=date(2026, 4, 1))
    report = take(world, untouched)
    assert (report.rows, report.conflicts, report.counted("Fiches", "unchanged")) == ([], [], 1)
    changed = csv_of(world.draft, ("Accueillir", "Loger"), ("01/04/2026", "15/04/2026"), ("Prévue", "En cours"))
    # As an old Excel saves it.
    take(world, SimpleUploadedFile("fiches.csv", changed.encode("cp1252", "replace")))
    fiche.refresh_from_db()
    assert (fiche.title, fiche.starts_on, fiche.status) == ("Loger : les internes", date(2026, 4, 15), "in_progress")
    assert fiche.themes == ["-20 %", "a; b"] and fiche.person_parts.get().email == "claire@exemple.fr"


def test_a_text_longer_than_a_cell_is_not_cut_by_its_way_out_and_in(world, fiche):
    long = "mot " * 10_000
    edit_action(action=fiche, actor=world.coordinator, context=long.strip())
    take(world, Book(world.draft).set("Titre", "Autre"))
    fiche.refresh_from_db()
    assert fiche.title == "Autre" and fiche.context == long.strip()


@pytest.mark.parametrize(
    ("name", "content"), [("fiches.csv", b"\x00\x01\x02"), ("fiches.txt", b"Titre;Axe"), ("fiches.csv", b"a;b\n1;2")]
)
def test_what_is_no_table_of_fiches_is_refused(world, name, content):
    with pytest.raises(Invalid, match="tableur"):
        take(world, SimpleUploadedFile(name, content))


def test_a_plan_of_another_tool_as_csv(world):
    text = "Axe,Titre de la fiche action,Statut\nAccès aux soins,Un bus,En cours\n"
    take(world, SimpleUploadedFile("plan.csv", text.encode()))
    assert Action.objects.get().status == "in_progress"


def take(world, book, contract=None, **kwargs):
    file = book.file() if isinstance(book, Book) else book
    return import_sheet(contract=contract or world.draft, file=file, actor=world.coordinator, **kwargs)


def sentences(entries):
    return " | ".join(f"{each['place']} : {each['sentence']}" for each in entries)


def test_file_that_did_not_change_changes_nothing(fiche, world):
    before = Change.objects.count()
    report = take(world, Book(world.draft))
    assert not report.does_something and not report.problems and not report.doubts
    assert report.counts["Fiches"] == {"created": 0, "changed": 0, "unchanged": 1}
    assert Change.objects.count() == before


def test_ods_comes_back_too(fiche, world):
    made = export_fiches(contract=world.draft, actions=world.draft.actions.all(), kind="ods")
    file = SimpleUploadedFile("a.ods", made.content)
    assert take(world, file).counts["Fiches"] == {"created": 0, "changed": 0, "unchanged": 1}
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made.content)) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("<text:p>Prévue".encode(), "<text:p>Réalisée".encode()))
    take(world, SimpleUploadedFile("a.ods", content.getvalue()))
    fiche.refresh_from_db()
    assert fiche.status == "done"


def test_changed_cells_are_taken_and_journalled(fiche, world):
    book = Book(world.draft).set("Statut", "EN COURS").set("Début", "1/3/2026").set("Titre", "'=Loger")
    book.set("Structures pilotes", "Nouvelle structure\nCPTS du Diois").set("Prévu", "12 500 €", sheet="Financements")
    book.set("Personnes pilotes", "Claire Exemple (médecin) ; Paul Essai")
    report = take(world, book)
    fiche.refresh_from_db()
    assert (fiche.status, fiche.starts_on, fiche.title, fiche.version) == ("in_progress", date(2026, 3, 1), "=Loger", 2)
    assert "loger" in fiche.search and fiche.description == "<p>Un <strong>mot</strong></p>"
    leads = fiche.organisation_parts.filter(part="lead").values_list("organisation__name", flat=True)
    assert list(leads) == ["Nouvelle structure", "CPTS du Diois"]
    emails = dict(fiche.person_parts.values_list("name", "email"))
    assert emails == {"Claire Exemple": "claire@exemple.fr", "Paul Essai": ""}
    assert Funding.objects.get().planned == 12500 and Funding.objects.get().version == 2
    cells = {cell["header"]: (cell["before"], cell["after"]) for cell in report.rows[0]["cells"]}
    assert cells["Statut"] == ("Prévue", "En cours")
    line = Change.objects.get(object_id=fiche.pk, content_type__model="action", channel="sheet")
    assert line.actor == world.coordinator and line.scope == world.draft.pk
    assert line.changes["status"] == ["planned", "in_progress"] and "description" not in line.changes
    assert report.new_organisations == ["CPTS du Diois", "Nouvelle structure"]


def test_new_rows_make_fiches_money_and_indicators(fiche, world):
    book = Book(world.draft)
    book.add(Numéro="7", Titre="Former les aidants", Axe="Santé mentale", Structures_pilotes="CPTS")
    book.add("Financements", Fiche="7. Former les aidants", Financeur="ARS", Année=2027, Prévu=1500)
    book.add("Indicateurs", Fiche="Former les aidants", Intitulé="Aidants formés", Cible="30")
    report = take(world, book)
    made = Action.objects.get(title="Former les aidants")
    assert (made.axis.title, made.number, made.origin) == ("Santé mentale", "7", "original")
    assert made.organisation_parts.get().organisation.name == "CPTS"
    assert made.fundings.get().planned == 1500 and made.indicators.get().target == 30
    assert [report.counted(sheet, "created") for sheet in ("Fiches", "Financements", "Indicateurs")] == [1, 1, 1]
    assert Change.objects.filter(object_id=made.pk, content_type__model="action", channel="sheet").exists()


def test_problems_are_named_by_cell_and_nothing_is_written(fiche, world):
    book = Book(world.draft).set("Statut", "peut-être").set("Début", "bientôt").set("Axe", "Inconnu")
    book.add(Titre="Sans axe").add("Financements", Fiche="Sans axe", Financeur="ARS", Prévu=-5)
    book.set("Cible", "beaucoup", sheet="Indicateurs").set("Titre", "Change")
    with pytest.raises(SheetRefused) as refusal:
        take(world, book)
    said = sentences(refusal.value.report.problems)
    assert "Feuille «\xa0Fiches\xa0», ligne 2, colonne G «\xa0Statut\xa0» : «\xa0peut-être\xa0» n’est pas prévu" in said
    assert "«\xa0bientôt\xa0» n’est pas une date" in said
    assert "«\xa0Inconnu\xa0» n’est pas un axe" in said
    assert "ligne 3, colonne E «\xa0Axe\xa0» : Chaque fiche a un axe" in said
    assert "Un montant ne peut pas être négatif" in said and "a elle-même un problème" in said
    assert "Feuille «\xa0Indicateurs\xa0», ligne 2" in said
    fiche.refresh_from_db()
    assert fiche.title == "Accueillir\xa0: les internes" and not Change.objects.filter(channel="sheet").exists()


def test_end_before_start_is_said_at_its_cell(fiche, world):
    with pytest.raises(SheetRefused, match="colonne J «\xa0Fin\xa0».*précède son début"):
        take(world, Book(world.draft).set("Début", date(2026, 3, 1)).set("Fin", date(2025, 3, 1)))


def test_what_somebody_changed_meanwhile_is_told_apart(fiche, world):
    book = Book(world.draft).set("Statut", "Réalisée").set("Freins", "La neige")
    edit_action(action=fiche, actor=world.referent, status="blocked", priority="high")
    report = take(world, book)
    fiche.refresh_from_db()
    (conflict,) = report.conflicts
    assert (conflict["theirs"], conflict["mine"]) == ("Bloquée", "Réalisée")
    assert (fiche.status, fiche.obstacles, fiche.priority) == ("blocked", "La neige", "high")
    take(world, book, decision=Decision(mine=frozenset([conflict["key"]])))
    fiche.refresh_from_db()
    assert (fiche.status, fiche.priority) == ("done", "high")


def test_conflict_that_came_after_the_preview_stops_the_import(fiche, world):
    deposit = deposit_sheet(
        contract=world.draft, actor=world.coordinator, file=Book(world.draft).set("Statut", "Réalisée").file()
    )
    sheet_import.make_preview(deposit)
    confirm_sheet(deposit=deposit, actor=world.coordinator)
    edit_action(action=fiche, actor=world.referent, status="blocked")
    with pytest.raises(Refused, match="depuis l’aperçu"):
        make_import(deposit, actor=world.coordinator)
    fiche.refresh_from_db()
    assert fiche.status == "blocked"


def test_removed_copied_and_foreign_rows(fiche, world):
    other = ActionFactory(axis=world.axis, title="Autre", position=90)
    book = Book(world.draft)
    book.book["Fiches"].delete_rows(3)
    page = book.book["Fiches"]
    for column in range(1, page.max_column + 1):
        page.cell(3, column).value = page.cell(2, column).value
    book.set("Titre", "Copie", row=3)
    report = take(world, book)
    assert Action.objects.filter(pk=other.pk).exists() and Action.objects.filter(title="Copie").exists()
    assert "ne supprime rien" in sentences(report.doubts) and "identifiant d’une autre" in sentences(report.doubts)
    elsewhere = Book(world.draft)
    elsewhere.book["Fiches"].cell(2, 1).value = signed_fiche(world.signed).pk
    with pytest.raises(SheetRefused, match="n’est plus dans ce contrat"):
        take(world, elsewhere)


def test_signed_cells_are_refused_one_by_one(world):
    action = signed_fiche(world.signed, title="Signée", status="planned")
    book = Book(world.signed).set("Titre", "Autre titre").set("Statut", "En cours").set("Axe", "2. Santé mentale")
    report = take(world, book, world.signed)
    action.refresh_from_db()
    assert (action.title, action.status) == ("Signée", "in_progress")
    assert [each["header"] for each in report.refused] == ["Titre", "Axe"]
    assert "avenant" in report.refused[0]["sentence"]
    with pytest.raises(SheetRefused, match="Provenance.*dites d’où vient cette fiche"):
        take(world, Book(world.signed).add(Titre="Nouvelle", Axe="Santé mentale"), world.signed)
    take(world, Book(world.signed).add(Titre="Nouvelle", Axe="2", Provenance="Hors contrat"), world.signed)
    assert Action.objects.get(title="Nouvelle").origin == "outside"


def test_promises_of_a_signed_contract_ask_why_once(world):
    action = signed_fiche(world.signed, ends_on=date(2027, 1, 1))
    book = Book(world.signed).set("Fin", date(2028, 1, 1))
    with pytest.raises(Invalid, match="choisissez pourquoi"):
        take(world, book, world.signed)
    assert not ChangeReason.objects.exists()
    preview = sheet_import.preview_sheet(contract=world.signed, file=book.file(), actor=world.coordinator)
    assert preview.promises == ["Fin"] and not preview.problems
    take(world, book, world.signed, decision=Decision(reason="correction", reason_text="Erreur de saisie"))
    kept = ChangeReason.objects.get()
    assert kept.action == action and kept.text == "Erreur de saisie"


def test_columns_moved_renamed_or_missing(fiche, world):
    book = Book(world.draft).set("Statut", "Réalisée")
    page = book.book["Fiches"]
    page.move_range("G1:G2", cols=40)
    page["A1"].value = page["A1"].value.upper()
    page.insert_rows(1)
    page["A1"].value = "Notre plan"
    page.delete_cols(9)
    take(world, book)
    fiche.refresh_from_db()
    assert fiche.status == "done"


@pytest.mark.parametrize(
    "name, content, sentence",
    [
        ("a.xlsx", b"", "vide"),
        ("a.xlsx", b"Titre;Axe\n", "pas un tableur"),
        ("a.xlsx", b"PK\x03\x04 abime", "pas un tableur"),
        ("a.xlsx", b"PK\x03\x04" + b"0" * (11 * 1024 * 1024), "dépasse 10"),
    ],
)
def test_what_is_no_spreadsheet(world, name, content, sentence):
    with pytest.raises(Invalid, match=sentence):
        deposit_sheet(contract=world.draft, actor=world.coordinator, file=SimpleUploadedFile(name, content))


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return SimpleUploadedFile("a.xlsx", out.getvalue())


def test_bomb_and_broken_workbook(world):
    bomb = zipped(xl__workbook_xml="<a/>", xl__big_xml=b"0" * (60 * 1024 * 1024))
    with pytest.raises(Invalid, match="démesuré"):
        deposit_sheet(contract=world.draft, actor=world.coordinator, file=bomb)
    with pytest.raises(Invalid, match="abîmé"):
        take(world, zipped(xl__workbook_xml="<a/>"))


def test_too_many_rows(world, fiche, monkeypatch):
    monkeypatch.setattr("actions.spreadsheets.opening.MAX_ROWS", 1)
    with pytest.raises(Invalid, match="plus de 5"):
        take(world, Book(world.draft))


def test_who_may(fiche, world):
    for person in (world.partner, world.reader):
        with pytest.raises(Forbidden):
            import_sheet(contract=world.draft, file=Book(world.draft).file(), actor=person)
        with pytest.raises(Forbidden):
            deposit_sheet(contract=world.draft, actor=person, file=Book(world.draft).file())


def test_from_the_page(fiche, world, client):
    client.force_login(world.coordinator)
    address = reverse("actions:sheet_import", args=[world.draft.reference])
    assert client.post(address, {"file": SimpleUploadedFile("a.txt", b"x")}).status_code == 400
    answer = client.post(address, {"file": Book(world.draft).set("Statut", "Réalisée").file()})
    do_jobs()
    page = client.get(answer.url).content.decode()
    assert "Cellule par cellule" in page and "Réalisée" in page
    fiche.refresh_from_db()
    assert fiche.status == "planned"
    deposit = SheetImport.objects.get()
    client.post(reverse("actions:sheet_confirm", args=[world.draft.reference, deposit.pk]))
    do_jobs()
    fiche.refresh_from_db()
    assert fiche.status == "done"
    assert "pris en compte" in client.get(answer.url).content.decode()
    version = fiche.version
    make_import(deposit, actor=world.coordinator)
    fiche.refresh_from_db()
    assert fiche.version == version

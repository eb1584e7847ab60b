"""Existing plans: the template of Territoires en Transitions as it comes, whatever the order and the spelling."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Organisation, OrganisationAlias
from actions.models import Action
from actions.services.sheet_import import confirm_sheet, deposit_sheet, import_sheet, make_preview, preview_sheet
from actions.spreadsheets.opening import open_book
from actions.spreadsheets.report import Report
from actions.spreadsheets.template import read
from actions.spreadsheets.template_draft import settled, texts
from actions.spreadsheets.template_words import header_of, numbered, priority_of, status_of
from contracts.models import Axis
from core.errors import Invalid
from core.models import Change
from tests.support.jobs import do_jobs

from . import plan_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def cls_(world):
    known = Organisation.objects.create(name="Contrat Local de Santé")
    OrganisationAlias.objects.create(organisation=known, name="CLS")
    return known


@pytest.fixture
def taken(world, cls_):
    made, _page = plan_file.book()
    return import_sheet(contract=world.draft, file=plan_file.file_of(made), actor=world.coordinator)


def fiche(number):
    return Action.objects.get(number=str(number))


def doubts(report):
    return " | ".join(f"{each['place']} : {each['sentence']}" for each in report.doubts)


def test_the_whole_plan_is_taken(taken, world, cls_):
    assert taken.counts["Fiches"] == {"created": 29, "changed": 0, "unchanged": 0}
    assert world.draft.actions.count() == 29
    twelve = fiche(12)
    assert twelve.title == "Action fictive numéro 12" and fiche(1).title == "Action fictive numéro 1"
    assert str(twelve.axis) == "1. Accéder aux soins"
    assert fiche(13 + 1).objective.title == "Objectif stratégique 3"
    assert fiche(5).goals["general"] == "3.1.1 Mieux répondre au besoin n° 5"
    assert {each.organisation for each in _leads()} == {cls_}
    assert Action.objects.get(number="").title == "Action sans numéro"
    assert fiche(2).description == "<p>Ce que fait l’action 2.<br>En deux lignes.</p>"
    assert taken.new_organisations == [
        *("ARS fictive", "CPTS fictive", "Centre hospitalier fictif", "Conseil départemental", "EPCI fictif"),
        "Région fictive",
    ]


def _leads():
    return [part for action in Action.objects.all() for part in action.organisation_parts.filter(part="lead")]


def test_what_each_cell_became(taken):
    assert list(fiche(2).steps.values_list("title", flat=True)) == ["Recruter", "Former"]
    assert (fiche(3).starts_on, fiche(3).ends_on) == (date(2025, 10, 14), date(2027, 12, 31))
    assert fiche(4).starts_on is None and fiche(4).schedule == "Début\xa0: Avril-mai de chaque année"
    money = {each.funder.name: (each.planned, each.agreement) for each in fiche(5).fundings.all()}
    assert money == {
        "ARS fictive": (Decimal(12500), ""),
        "Conseil départemental": (None, "entre 200 et 500"),
    }
    assert {each.planned for each in fiche(6).fundings.all()} == {None} and fiche(6).fundings.count() == 2
    assert fiche(7).axis.title == "À classer" and fiche(7).objective is None
    assert fiche(8).ends_on is None and "01/01/2026" in fiche(8).schedule
    assert fiche(9).status == "" and "On verra" in fiche(9).notes.get().text
    assert "124\u202f566,00\xa0€" in fiche(10).resources and "amélioration continue" in fiche(10).schedule
    assert fiche(10).notes.get().text == "À revoir en comité"
    assert fiche(11).indicators.count() == 2
    assert [each["title"] for each in fiche(12).goals["specific"]] == ["Informer", "Former"]
    assert fiche(12).participation == "involvement"
    people = {each.part: each for each in fiche(14).person_parts.exclude(name="Camille EXEMPLE")}
    assert people["lead"].function == "Service santé" and people["sponsor"].name == "Dominique ESSAI"
    assert fiche(6).status == "in_progress" and fiche(24).status == "in_progress" and fiche(5).status == "blocked"
    assert [fiche(number).priority for number in (6, 7, 8, 9, 10)] == ["high", "high", "medium", "low", "medium"]


def test_what_is_doubtful_is_said_at_its_cell(taken):
    said = doubts(taken)
    assert "«\xa0entre 200 et 500\xa0» n’est pas un montant" in said
    assert "colonne AA «\xa0Date de début\xa0» : «\xa0Avril-mai de chaque année\xa0» n’est pas une date" in said
    assert "rangée sous «\xa0À classer\xa0»" in said
    assert "Un seul montant pour plusieurs financeurs" in said and "précède le début" in said
    assert "«\xa0On verra\xa0» n’est pas reconnu" in said and "Le retard se calcule" in said
    row = next(each for each in taken.rows if each["name"].startswith("3. "))
    became = {cell["header"]: (cell["before"], cell["after"]) for cell in row["cells"]}
    assert became["Date de début"] == ("45944", "Début\xa0: 14/10/2025")
    assert became["Structure pilote"] == ("CLS", "Structures pilotes\xa0: CLS")


def test_journal_says_by_which_door(taken, world):
    lines = Change.objects.filter(content_type__model="action", scope=world.draft.pk)
    assert lines.count() == 29 and {line.channel for line in lines} == {"sheet"}
    assert {line.actor for line in lines} == {world.coordinator}


def test_a_second_time_nothing_is_made_twice(taken, world):
    made, _page = plan_file.book()
    again = import_sheet(contract=world.draft, file=plan_file.file_of(made), actor=world.coordinator)
    assert again.counts["Fiches"] == {"created": 0, "changed": 0, "unchanged": 29}
    assert world.draft.actions.count() == 29 and "déjà dans le contrat" in doubts(again)


def test_preview_writes_nothing(world, cls_):
    before = Axis.objects.count()
    made, _page = plan_file.book()
    report = preview_sheet(contract=world.draft, file=plan_file.file_of(made), actor=world.coordinator)
    assert report.counted("Fiches", "created") == 29
    assert not Action.objects.exists() and Axis.objects.count() == before and Organisation.objects.count() == 1


@pytest.fixture
def look_alike(world, cls_):
    """The register knows one of the names of the plan by another spelling; the plan is deposited and read."""
    known = Organisation.objects.create(name="Centre hospitalier fictive")
    every = {1: plan_file.row(1)}
    made = deposit_sheet(
        contract=world.draft, actor=world.coordinator, file=plan_file.file_of(plan_file.book(every=every)[0])
    )
    make_preview(made)
    made.refresh_from_db()
    return known, made


def test_organisations_that_look_alike_are_settled_on_the_preview(world, look_alike, client):
    known, made = look_alike
    told = made.report["alike"]
    assert [each["name"] for each in told] == ["Centre hospitalier fictif"]
    assert told[0]["others"][0]["value"] == known.pk
    client.force_login(world.coordinator)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Organisations à reconnaître" in page and "Centre hospitalier fictive" in page
    address = reverse("actions:sheet_confirm", args=[world.draft.reference, made.pk])
    unsaid = client.post(address)
    assert unsaid.status_code == 400 and "même organisation ou une autre" in unsaid.content.decode()
    assert client.post(address, {"name_0": "0"}).status_code == 302
    do_jobs()
    partners = Action.objects.get().organisation_parts.filter(part="partner")
    assert known in {each.organisation for each in partners}
    assert known.aliases.filter(name="Centre hospitalier fictif").exists()


def test_another_organisation_is_made_and_what_was_not_offered_is_refused(world, look_alike, cls_):
    known, made = look_alike
    with pytest.raises(Invalid, match="ne proposait pas"):
        confirm_sheet(deposit=made, actor=world.coordinator, same_as={"Centre hospitalier fictif": cls_.pk})
    confirm_sheet(deposit=made, actor=world.coordinator)
    do_jobs()
    assert Organisation.objects.filter(name="Centre hospitalier fictif").exists()
    assert not known.aliases.exists()


def test_same_action_twice_is_joined(world):
    every = {1: plan_file.row(1), 2: plan_file.row(1), 3: plan_file.row(1), 4: plan_file.row(2)}
    every[1][4], every[2][4], every[2][11], every[3][0] = "Recruter", "Former", "Mairie fictive", plan_file.AXES[2]
    every[4][3], every[4][4] = None, "Évaluer"
    made, _page = plan_file.book(every=every)
    report = import_sheet(contract=world.draft, file=plan_file.file_of(made), actor=world.coordinator)
    assert report.counted("Fiches", "created") == 2
    joined = Action.objects.get(title="Action fictive numéro 1", axis__number="2")
    assert list(joined.steps.values_list("title", flat=True)) == ["Recruter", "Former"]
    assert joined.organisation_parts.filter(organisation__name="Mairie fictive").exists()
    other = Action.objects.get(axis__number="3")
    assert list(other.steps.values_list("title", flat=True)) == ["Évaluer"]
    assert "Même action que ligne 5" in doubts(report) and "deux fiches" in doubts(report)


def test_template_itself_says_that_it_holds_only_its_example(world):
    if not plan_file.TEMPLATE.exists():
        pytest.skip("the template is not beside the repository")
    file = SimpleUploadedFile("modele.xlsx", plan_file.TEMPLATE.read_bytes())
    with pytest.raises(Invalid, match="aucune fiche"):
        import_sheet(contract=world.draft, file=file, actor=world.coordinator)


def test_a_table_that_is_no_plan(world):
    made, page = plan_file.book(every={})
    page.delete_rows(1, 10)
    page.append(["Nom", "Prénom"])
    with pytest.raises(Invalid, match="n’est pas reconnu"):
        import_sheet(contract=world.draft, file=plan_file.file_of(made), actor=world.coordinator)


def test_unknown_and_missing_columns(world):
    made, page = plan_file.book(headers=["Couleur" if h == "Descriptif" else h for h in plan_file.HEADERS])
    report = import_sheet(contract=world.draft, file=plan_file.file_of(made), actor=world.coordinator)
    assert "«\xa0Couleur\xa0» : Cette colonne n’est pas connue" in doubts(report)
    assert fiche(2).description == ""


# --- whatever the order, the case, the accents -----------------------------------------------------
PAIRS = [[17, 18], [19, 20], [21, 22]]
ALONE = [[place] for place in range(len(plan_file.HEADERS)) if not 17 <= place <= 22]
SPELLINGS = [str.upper, str.lower, str.title, lambda text: f"  {text} *", lambda text: text.replace("é", "e")]


@st.composite
def spelled(draw):
    order = [place for group in draw(st.permutations(PAIRS + ALONE)) for place in group]
    headers = [draw(st.sampled_from(SPELLINGS))(header) for header in plan_file.HEADERS]
    return order, headers, draw(st.booleans())


def drafts(file):
    report = Report()
    made = [settled(each, report) for each in read(open_book(file), report)]
    wanted = ("number", "title", "axis", "objective", "general", "steps", "fundings", "names", "fields", "indicators")
    return [{name: getattr(draft, name) for name in wanted} | {"texts": texts(draft)} for draft in made]


def order_less(found):
    return [{**each, "texts": {key: sorted(text.split()) for key, text in each["texts"].items()}} for each in found]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spelled())
def test_any_order_and_any_spelling_say_the_same(told):
    order, headers, title_rows = told
    usual, _page = plan_file.book()
    shuffled, _page = plan_file.book(headers=headers, order=order, title_rows=title_rows)
    first, second = (order_less(drafts(plan_file.file_of(made))) for made in (usual, shuffled))
    for one, other in zip(first, second, strict=True):
        one["fundings"], other["fundings"] = sorted(one["fundings"], key=str), sorted(other["fundings"], key=str)
        assert one == other


@given(st.sampled_from(plan_file.HEADERS), st.sampled_from(SPELLINGS))
def test_headers(header, spelling):
    assert header_of(spelling(header)) == header_of(header) is not None


@pytest.mark.parametrize(
    "typed, read",
    [
        ("Fiche Action 12. Recruter", ("12", "Recruter")),
        ("FICHE ACTION N°12 : Recruter", ("12", "Recruter")),
        ("Action 1 - Assurer la coordination", ("1", "Assurer la coordination")),
        ("Action 3bis. Recruter", ("3bis", "Recruter")),
        ("1.1.1.1. Assurer", ("1.1.1.1", "Assurer")),
        ("12. Recruter", ("12", "Recruter")),
        ("12 logements adaptés", ("", "12 logements adaptés")),
        ("Actions de prévention", ("", "Actions de prévention")),
        ("Recruter", ("", "Recruter")),
    ],
)
def test_numbers_of_titles(typed, read):
    assert numbered(typed, of_fiche=True) == read


def test_statuses_and_priorities_of_the_template():
    every = ["À venir", "À discuter", "En cours", "Réalisé", "En pause", "Bloqué ", "Abandonné "]
    assert [status_of(each) for each in every] == [
        *("planned", "to_discuss", "in_progress", "done", "paused", "blocked", "abandoned")
    ]
    assert [priority_of(each) for each in ("Élevé", "ÉLEVÉE", "Moyen", "Bas", "basse")] == [
        *("high", "high", "medium", "low", "low")
    ]
    assert status_of("?") is None


# --- the command -----------------------------------------------------------------------------------
@pytest.fixture
def path(tmp_path):
    made, _page = plan_file.book()
    file = tmp_path / "plan.xlsx"
    made.save(file)
    return file


def test_command(world, cls_, path):
    out = io.StringIO()
    call_command("import_plan", world.draft.reference, path, "--dry-run", stdout=out)
    assert "Fiches : 29 créées, 0 modifiées, 0 inchangées" in out.getvalue() and not Action.objects.exists()
    call_command("import_plan", world.draft.reference, path, stdout=out)
    assert Action.objects.count() == 29
    assert "Doute\xa0: Feuille «\xa0Fichier d’import\xa0», ligne 9, colonne T" in out.getvalue()


def test_command_that_cannot(world, tmp_path, path):
    with pytest.raises(CommandError, match="Aucun contrat"):
        call_command("import_plan", "CLS-00", path)
    with pytest.raises(CommandError, match="ne peut pas être lu"):
        call_command("import_plan", world.draft.reference, tmp_path / "absent.xlsx")
    (tmp_path / "faux.xlsx").write_bytes(b"Titre;Axe")
    with pytest.raises(CommandError, match="Rien n’a été importé.\nCe fichier n’est pas un tableur"):
        call_command("import_plan", world.draft.reference, tmp_path / "faux.xlsx")
    with pytest.raises(CommandError, match="figé depuis sa mise à la signature"):
        call_command("import_plan", world.signed.reference, path)

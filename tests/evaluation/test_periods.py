"""The consolidated evaluation of a region: contracts together, closed, corrected, printed; never one by its name."""

import copy
import io
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from actions.models import Action, CatalogueIndicator
from contracts.services.region import change_region_settings
from core.charts import Drawings
from core.errors import Forbidden, Invalid, Refused, Stale
from core.job_model import Job
from core.models import Change
from evaluation import consolidated
from evaluation.models import EvaluationPeriod, EvaluationQuestion
from evaluation.papers import period_pdf, period_sheet
from evaluation.period_places import place_of, places
from evaluation.services import evaluations, period_papers, periods
from evaluation.services.judgements import Said, save_judgements
from evaluation.sizes import Sizes
from evaluation.small_groups import joined
from governance.models import PostFunding
from governance.services.coordination import add_post
from territories.models import Territory
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, IndicatorFactory
from tests.factories.contracts import AxisFactory, SignedContractFactory, world
from tests.support.jobs import do_jobs

PERIOD = {"title": "Année 2025", "starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}


def catalogued(region, title):
    return CatalogueIndicator.objects.create(region=region, title=title)


@pytest.fixture
def people(db):
    return world()


def today():
    return timezone.localdate()


def consolidate(contracts, small=20_000, large=100_000):
    return consolidated.consolidate(contracts, today=today(), sizes=Sizes(small, large))


def opened(people, **fields):
    return periods.open_period(region=people.region, actor=people.siege, **PERIOD | fields)


def current(people, **fields):
    """A period whose last day is today: its figures are those of today."""
    return opened(people, starts_on=today() - timedelta(days=100), ends_on=today(), **fields)


def judged(contract, *attainments):
    """Signed contracts keep their plan: fiches outside the contract may come."""
    axis = contract.axes.first() or AxisFactory(contract=contract)
    return [ActionFactory(axis=axis, attainment=each, origin="outside") for each in attainments]


def words(told, code, line):
    figure = next(each for each in told["figures"] if each["code"] == code)
    found = next(each for each in figure["lines"] if each["code"] == line)
    return found["cells"][0]["words"].replace("\xa0", " ").replace("\u202f", " ")


def signed(*attainments, **fields):
    """Some fiches, then the signature: what is signed gets no more."""
    contract = SignedContractFactory(frozen_at=None, **fields)
    judged(contract, *attainments)
    return contract


def test_the_figures_of_the_chosen_contracts_are_read_together(people):
    rows = [signed("reached", "reached", "partly_reached"), signed("reached"), signed("postponed_or_redirected")]
    told = consolidate(rows)
    assert told["contracts"] == 3
    assert words(told, "attainment", "reached") == "3 sur 5"
    silent = consolidate([*rows, signed()])
    assert any("1 contrat n’en dit rien" in each.replace("\xa0", " ") for each in silent["unsaid"])


def with_populations(*people):
    rows = [signed("reached") for _ in people]
    for row, each in zip(rows, people, strict=True):
        Territory.objects.filter(pk=row.territory_id).update(population=each)
        row.territory.refresh_from_db()
    return rows


def test_kinds_of_territory_are_compared_and_a_small_group_is_not_found_by_subtraction(people):
    rows = with_populations(*[5000] * 3, *[200_000] * 4, 50_000)
    told = consolidate(rows)
    cut = told["kinds"][0]
    assert cut["kinds"] == [["100\u202f000 habitants et plus", 4], ["Autres, réunis", 4]]
    assert [n for _kind, n in cut["too_few"]] == [1]
    assert cut["figures"][0]["lines"][0][1] == ["4 sur 4", "4 sur 4"]
    assert any("trop peu" in sentence for sentence in told["unsaid"])
    assert not any(row.title in str(told) for row in rows)


def test_the_region_says_where_small_and_large_territories_begin(client, people):
    rows = with_populations(*[5000] * 3, *[30_000] * 3)
    kinds = [kind.replace("\u202f", " ") for kind, _n in consolidate(rows, 10_000, 30_000)["kinds"][0]["kinds"]]
    assert kinds == ["Moins de 10 000 habitants", "30 000 habitants et plus"]
    period = current(people, contracts=rows)
    said = {"small_territory_below": 4000, "large_territory_from": 5000}
    change_region_settings(region=people.region, actor=people.siege, **said)
    told = periods.told(EvaluationPeriod.objects.get(pk=period.pk), today=today())
    assert told["kinds"][0]["kinds"] == [["5\u202f000 habitants et plus", 6]]
    with pytest.raises(Invalid, match="plus d’habitants qu’un petit"):
        change_region_settings(region=people.region, actor=people.siege, small_territory_below=9000)


def test_a_comparison_of_which_nothing_is_known_is_no_empty_table(client, people):
    period = opened(people, contracts=with_populations(*[5000] * 3, *[200_000] * 3))
    told = periods.told(period, today=today())
    cut = told["kinds"][0]
    assert len(cut["kinds"]) == 2 and all(figure["lines"] for each in told["kinds"] for figure in each["figures"])
    assert cut["figures"] == []
    client.force_login(people.siege)
    assert "Aucun des chiffres à comparer ne se lit" in client.get(period.get_absolute_url()).content.decode()


def test_types_of_perimeter_are_compared(people):
    rows = with_populations(*[5000] * 6)
    Territory.objects.filter(pk__in=[row.territory_id for row in rows[:3]]).update(kind="petr")
    Territory.objects.filter(pk__in=[row.territory_id for row in rows[3:]]).update(kind="epci")
    for row in rows:
        row.territory.refresh_from_db()
    cut = next(each for each in consolidate(rows)["kinds"] if each["title"] == "Par type de périmètre")
    assert cut["kinds"] == [["EPCI", 3], ["PETR ou pays", 3]] and cut["figures"]


def test_what_is_of_today_in_a_past_period_is_said(people):
    past = today() - timedelta(days=30)
    told = consolidated.consolidate([signed() for _ in range(3)], today=today(), at=past, sizes=Sizes(1, 2))
    assert "Population, coordination, questions communes" in said_of(told)


@pytest.mark.parametrize(
    ("sizes", "left"),
    [
        ({"a": 3, "b": 4}, {"a": 3, "b": 4}),
        ({"a": 3, "b": 4, "c": 2, "d": 1}, {"a": 3, "b": 4, "Autres, réunis": 3}),
        ({"a": 3, "b": 4, "c": 1}, {"b": 4, "Autres, réunis": 4}),
        ({"a": 3, "b": 1}, {"Autres, réunis": 4}),
        ({"a": 2}, {}),
        ({}, {}),
    ],
)
def test_small_groups_are_joined(sizes, left):
    groups = joined([(label, list(range(n))) for label, n in sizes.items()])
    assert {label: len(found) for label, found in groups} == left


# --- Common questions and indicators ------------------------------------------------------------------
def asked_and_judged(rows, *, judging):
    """`rows` ask the usual question on paths, and `judging` of them judge their fiches on its first criterion."""
    for row in rows:
        evaluations.take_questions(contract=row, actor=None, codes=["parcours"])
    for row in rows[:judging]:
        criterion = EvaluationQuestion.objects.get(contract=row).criteria.first()
        said = [Said(criterion, action, "mostly", "") for action in row.actions.all()]
        save_judgements(contract=row, actor=None, said=said)


def test_common_questions_add_up_across_contracts(people):
    rows = [signed("reached", "reached"), signed("reached"), signed("reached"), signed()]
    asked_and_judged(rows[:3], judging=3)
    question = consolidate(rows)["questions"][0]
    assert (question["asking"], question["not_asking"]) == (3, 1)
    first = question["criteria"][0]
    assert (first["title"], first["judging"], [cell["value"] for cell in first["cells"]]) == (
        "Accessibilité",
        3,
        [0, 0, 4, 0, 0],
    )


def test_a_question_or_a_criterion_of_two_contracts_is_not_shown(people):
    rows = [signed("reached"), signed("reached"), signed("reached")]
    asked_and_judged(rows[:2], judging=2)
    told = consolidate(rows)
    assert told["questions"] == [] and "1 question commune de moins de 3 contrats" in said_of(told)
    asked_and_judged(rows[2:], judging=0)
    told = consolidate(rows)
    assert told["questions"][0]["criteria"] == [] and "1 critère d’une question commune" in said_of(told)


def test_a_common_indicator_of_two_contracts_is_not_shown(people):
    rows = [signed() for _ in range(3)]
    common = catalogued(people.region, "Médecins traitants")
    axes = [row.axes.first() or AxisFactory(contract=row) for row in rows]
    for axis in axes[:2]:
        IndicatorFactory(action=ActionFactory(axis=axis, origin="outside"), catalogue=common)
    told = consolidate(rows)
    assert told["indicators"] == [] and "1 indicateur commun de moins de 3 contrats" in said_of(told)
    IndicatorFactory(action=ActionFactory(axis=axes[2], origin="outside"), catalogue=common)
    assert [each["having"] for each in consolidate(rows)["indicators"]] == [3]


def test_a_period_of_one_contract_names_no_axis_and_says_that_it_points_at_it(people):
    row = signed("reached", "reached")
    row.axes.update(title="Bien vivre à Nyons")
    told = consolidate([row])
    assert "Bien vivre à Nyons" not in str(told) and "chacun s’y reconnaît" in said_of(told)
    assert "se reconnaît" not in said_of(consolidate([row, signed(), signed()]))


def test_a_funder_of_one_contract_is_not_named(people):
    rows = [signed() for _ in range(3)]
    ars, alone = OrganisationFactory(name="ARS"), OrganisationFactory(name="CC du Diois")
    for row, funders in zip(rows, ([ars, alone], [ars], [ars]), strict=True):
        post = add_post(contract=row, actor=None, title="Coordination")
        for funder in funders:
            PostFunding.objects.create(contract=row, post=post, funder=funder, year=2025, planned=1000)
    told = consolidate(rows)
    assert words(told, "posts_by_funder", str(ars.pk)) == "3 000,00 €"
    assert words(told, "posts_by_funder", "others") == "1 000,00 €"
    assert "CC du Diois" not in str(told)


def said_of(told):
    return " ".join(told["unsaid"]).replace("\xa0", " ")


# --- Periods ------------------------------------------------------------------------------------------
def test_a_period_holds_the_signed_contracts_of_the_region(people):
    period = opened(people)
    assert list(period.contracts.all()) == [people.signed]
    with pytest.raises(Invalid, match="pas un contrat signé"):
        periods.edit_period(period=period, actor=people.siege, contracts=[people.draft])
    with pytest.raises(Forbidden):
        periods.open_period(region=people.region, actor=people.referent, **PERIOD | {"title": "Autre"})
    with pytest.raises(Invalid):
        opened(people)


def test_it_is_closed_after_its_last_day_and_changes_no_more(people):
    contract = signed("reached", "reached", "partly_reached")
    period = current(people, contracts=[contract])
    early = opened(people, title="À venir", ends_on=today() + timedelta(days=1))
    with pytest.raises(Refused, match="pas finie"):
        periods.close_period(period=early, actor=people.siege, today=today())
    with pytest.raises(Forbidden):
        periods.close_period(period=period, actor=people.referent, today=today())
    with pytest.raises(Stale):
        periods.close_period(period=period, actor=people.siege, today=today(), version=7)
    closed = periods.close_period(period=period, actor=people.siege, today=today())
    judged(contract, "not_reached")
    assert words(periods.told(closed, today=today()), "attainment", "reached") == "2 sur 3"
    for late in (
        lambda: periods.edit_period(period=closed, actor=people.siege, title="Autre"),
        lambda: periods.close_period(period=closed, actor=people.siege, today=today()),
    ):
        with pytest.raises(Refused):
            late()
    line = Change.objects.filter(object_id=period.pk, content_type__model="evaluationperiod").first()
    assert "closed_at" in line.changes and "snapshot" not in line.changes


def test_a_correction_is_traced_and_the_shares_follow(client, people):
    period = current(people, contracts=[signed(*["reached"] * 6, *["partly_reached"] * 6)])
    about = {"code": "attainment", "line": "reached", "column": "count", "reason": "Deux fiches mal lues"}
    with pytest.raises(Refused, match="ouverte"):
        periods.correct_figure(period=period, actor=people.siege, value=Decimal(8), **about)
    closed = periods.close_period(period=period, actor=people.siege, today=today())
    for wrong in ({"reason": " "}, {"line": "?"}, {"column": "?"}, {"code": "?"}):
        with pytest.raises(Invalid):
            periods.correct_figure(period=closed, actor=people.siege, value=Decimal(8), **about | wrong)
    with pytest.raises(Forbidden):
        periods.correct_figure(period=closed, actor=people.referent, value=Decimal(8), **about)
    client.force_login(people.siege)
    place = [people.region.pk, closed.pk, "attainment", "reached", "count"]
    data = {"version": closed.version, "value": "8", "reason": "Deux fiches mal lues"}
    assert client.post(reverse("evaluation:period_correct", args=place), data).status_code == 302
    told = periods.told(EvaluationPeriod.objects.get(pk=closed.pk), today=today())
    assert words(told, "attainment", "reached") == "8 (57 %)"
    assert words(told, "attainment", "partly_reached") == "6 (43 %)"
    row = closed.corrections.get()
    assert (row.by, row.reason) == (people.siege, "Deux fiches mal lues")
    page = client.get(closed.get_absolute_url()).content.decode()
    assert "Deux fiches mal lues" in page and "est devenu" in page
    assert "ne suivent pas les corrections" in page
    answer = client.post(reverse("evaluation:period_correct", args=place), {**data, "value": "9"})
    assert answer.status_code == 400 and "vient d’être modifiée" in answer.content.decode()


def test_a_part_told_beside_its_rest_keeps_its_whole_and_stays_below_it(people):
    contract = signed("reached", "reached", "reached")
    Action.objects.filter(contract=contract).update(status="in_progress", ends_on=today() - timedelta(days=3))
    period = current(people, contracts=[contract, people.signed])
    closed = periods.close_period(period=period, actor=people.siege, today=today())
    about = {"code": "late", "line": "total", "column": "count", "reason": "Deux fiches mal lues"}
    with pytest.raises(Invalid, match="part de"):
        periods.correct_figure(period=closed, actor=people.siege, value=Decimal(4), **about)
    periods.correct_figure(period=closed, actor=people.siege, value=Decimal(1), **about)
    assert words(periods.told(EvaluationPeriod.objects.get(pk=closed.pk), today=today()), "late", "total") == "1 sur 3"


def test_lines_on_which_a_fiche_counts_twice_are_never_made_parts_of_one_whole(people):
    contract = signed("reached", "reached")
    one, other = contract.actions.all()
    Action.objects.filter(pk=one.pk).update(determinants=["care_system"])
    Action.objects.filter(pk=other.pk).update(determinants=["lifestyle"])
    period = periods.close_period(period=current(people, contracts=[contract]), actor=people.siege, today=today())
    about = {"code": "determinants", "line": "lifestyle", "column": "count", "reason": "Les deux y agissent"}
    periods.correct_figure(period=period, actor=people.siege, value=Decimal(2), **about)
    told = periods.told(EvaluationPeriod.objects.get(pk=period.pk), today=today())
    assert words(told, "determinants", "lifestyle") == "2 sur 2"
    assert words(told, "determinants", "care_system") == "1 sur 2"


# --- Every number of a closed period changes by a traced correction, and by nothing else ----------------
#: What is no number of the period: names, definitions, the day, what the page does not show; and the shares, which
#: follow the counts (alone on its whole, a part is of 100 % whatever it counts).
NO_FIGURES = {
    *(
        "title",
        "label",
        "heading",
        "theme",
        "definition",
        "unit",
        "source",
        "past",
        "note",
        "code",
        "column",
        "columns",
    ),
    *("observed_on", "heads", "rows_url", "too_few", "fewest", "percent"),
}


@pytest.fixture
def full(people):
    """A closed period with something in every part of it: two groups to compare, a question, an indicator, limits."""
    rows = with_populations(*[5000] * 3, *[200_000] * 3)
    common = catalogued(people.region, "Médecins traitants")
    for row in rows:
        judged(row, "partly_reached")
        row.actions.update(approach="universal", determinants=["lifestyle"], ends_on=today() - timedelta(days=9))
        IndicatorFactory(action=row.actions.first(), catalogue=common)
    asked_and_judged(rows[:5], judging=4)
    period = current(people, contracts=rows)
    return periods.close_period(period=period, actor=people.siege, today=today())


def numbers(node, path=()):
    """Path → what is told there, of all that holds a digit and is a figure."""
    if isinstance(node, dict):
        return {
            place: said
            for key, value in node.items()
            if key not in NO_FIGURES
            for place, said in numbers(value, (*path, key)).items()
        }
    if isinstance(node, list):
        named = len(node) == 2 and isinstance(node[0], str) and not isinstance(node[1], str)
        return {
            place: said
            for at, value in enumerate(node)
            if not (named and at == 0)
            for place, said in numbers(value, (*path, at)).items()
        }
    return {path: node} if node is not None and any(map(str.isdigit, str(node))) else {}


def test_no_number_of_a_closed_period_is_out_of_reach_of_a_correction(full):
    shown = numbers(full.snapshot)
    assert {path[0] for path in shown} == {
        *("contracts", "population", "figures", "coordination", "questions", "indicators", "kinds", "unsaid"),
    }
    reached = {path for path in shown if path[0] == "unsaid"}  # Each sentence has its own correction, below.
    for place in places(full.snapshot):
        tried = copy.deepcopy(full.snapshot)
        found = place_of(tried, place.code, place.line, place.column)
        value, _words = found.read()
        found.write(value + 1 if value < 3 else value - 1, found.own_whole and found.own_whole + 5)
        after = numbers(tried)
        reached |= {path for path, said in shown.items() if after.get(path) != said}
    assert sorted(map(str, shown.keys() - reached)) == []


CORRECTED = [
    (("ensemble", "people", "nombre"), "123456"),
    (("ensemble", "communes", "nombre"), "4321"),
    (("ensemble", "coordinated", "nombre"), "5"),
    (("attainment", "reached", "count"), "777"),
    (("question-0", "0", "3"), "888"),
    (("question-0", "0", "judging"), "5"),
    (("indicateurs", "0", "3"), "999"),
    (("comparaison-0-0", "0", "0"), "666"),
]


@pytest.mark.parametrize(("place", "value"), CORRECTED)
def test_a_number_corrected_on_its_page_is_so_everywhere(client, people, full, place, value):
    address = reverse("evaluation:period_correct", args=[people.region.pk, full.pk, *place])
    client.force_login(people.siege)
    page = client.get(full.get_absolute_url()).content.decode()
    assert address in page and client.get(address).status_code == 200
    before = place_of(full.snapshot, *place).words
    answer = client.post(address, {"version": full.version, "value": value, "reason": "Relu", "whole": ""})
    assert answer.status_code == 302, answer.content.decode()
    now = EvaluationPeriod.objects.get(pk=full.pk)
    words_now = place_of(now.snapshot, *place).words
    assert re.sub(r"\D", "", words_now).startswith(value) and words_now != before
    row = now.corrections.get()
    assert (row.before, row.after, row.by, row.reason) == (before, words_now, people.siege, "Relu")
    assert Change.objects.get_for_object(row).get().actor == people.siege
    params = _params(now, people)
    book = load_workbook(io.BytesIO(period_sheet.make(params)))
    cells = " ".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    doors = [
        client.get(full.get_absolute_url()).content.decode(),
        client.get(reverse("api:period-results", args=[full.pk])).content.decode(),
        cells,
        period_pdf.html(params, Drawings(), on=today()),
    ]
    if len(value) > 1:
        assert [value in re.sub(r"(?<=\d)\s(?=\d)", "", door) for door in doors] == [True] * 4


def _params(period, people):
    period_papers.request_paper(period=period, format="pdf", actor=people.siege, today=today())
    job = Job.objects.filter(kind=period_papers.KIND).latest("created_at")
    return {**job.params, "told": periods.told(period, today=today())}


def test_the_whole_of_a_part_told_beside_its_rest_is_corrected_with_it(people, full):
    about = {"period": full, "actor": people.siege, "code": "late", "line": "total", "column": "count"}
    assert place_of(full.snapshot, "late", "total", "count").own_whole == 12
    periods.correct_figure(**about, value=Decimal(6), whole=Decimal(40), reason="Des fiches manquaient")
    told = periods.told(EvaluationPeriod.objects.get(pk=full.pk), today=today())
    assert words(told, "late", "total") == "6 (15 %)"
    with pytest.raises(Invalid, match="part de 5"):
        periods.correct_figure(**about, value=Decimal(6), whole=Decimal(5), reason="Non")


def test_the_shares_of_a_criterion_and_of_a_comparison_follow(people, full):
    about = {"period": full, "actor": people.siege, "line": "0", "column": "0", "reason": "Relu"}
    judged_before = sum(cell["value"] for cell in full.snapshot["questions"][0]["criteria"][0]["cells"])
    periods.correct_figure(code="question-0", value=Decimal(2), **about)
    now = EvaluationPeriod.objects.get(pk=full.pk)
    cells = now.snapshot["questions"][0]["criteria"][0]["cells"]
    assert sum(cell["value"] for cell in cells) == judged_before + 2
    assert cells[0]["words"].replace("\u202f", " ") == "2 (20 %)"
    periods.correct_figure(code="comparaison-0-0", value=Decimal(17), **{**about, "period": now})
    now.refresh_from_db()
    lines = now.snapshot["kinds"][0]["figures"][0]["lines"]
    first = {label: cells[0].replace("\u202f", " ") for label, cells in lines}
    assert first["Atteints"] == "17 (85 %)" and first["Partiellement atteints"] == "3 (15 %)"
    was = full.snapshot["kinds"][0]["figures"][0]["lines"]
    assert [cells[1] for _label, cells in lines] == [cells[1] for _label, cells in was]


@pytest.mark.parametrize(
    ("place", "left"),
    [
        (("question-0", "question", "asking"), lambda said: said["questions"]),
        (("question-0", "0", "judging"), lambda said: said["questions"][0]["criteria"]),
        (("indicateurs", "0", "having"), lambda said: said["indicators"]),
        (("comparaison-0", "contrats", "0"), lambda said: said["kinds"][0]["figures"]),
    ],
)
def test_what_a_correction_shows_to_be_of_two_contracts_is_shown_no_more(people, full, place, left):
    count, said = len(left(full.snapshot)), len(full.snapshot["unsaid"])
    code, line, column = place
    about = {"code": code, "line": line, "column": column, "reason": "Deux contrats seulement"}
    periods.correct_figure(period=full, actor=people.siege, value=Decimal(2), **about)
    now = EvaluationPeriod.objects.get(pk=full.pk)
    assert len(left(now.snapshot)) < count and len(now.snapshot["unsaid"]) == said + 1


def test_a_sentence_is_corrected_or_withdrawn_and_the_trace_says_both(client, people, full):
    client.force_login(people.siege)
    before = full.snapshot["unsaid"][0]
    address = reverse("evaluation:period_sentence", args=[people.region.pk, full.pk, 0])
    assert address in client.get(full.get_absolute_url()).content.decode()
    data = {"version": full.version, "sentence": "Deux contrats n’en disent rien.", "reason": "Mal comptés"}
    assert client.post(address, {**data, "reason": ""}).status_code == 400
    assert client.post(address, data).status_code == 302
    assert client.post(address, {**data, "sentence": "Autre"}).status_code == 400, "Somebody corrected meanwhile"
    now = EvaluationPeriod.objects.get(pk=full.pk)
    assert now.snapshot["unsaid"][0] == data["sentence"]
    row = now.corrections.get()
    assert (row.before, row.after) == (before, data["sentence"])
    client.post(address, {"version": now.version, "sentence": "", "reason": "Sans objet"})
    now.refresh_from_db()
    assert data["sentence"] not in now.snapshot["unsaid"] and now.corrections.first().after == "phrase retirée"
    with pytest.raises(Forbidden):
        periods.correct_sentence(period=now, actor=people.referent, place=0, sentence="x", reason="y")
    assert client.get(address.replace("/0/", "/99/")).status_code == 404


def test_the_list_of_periods_says_what_a_closed_one_kept(client, people, full):
    client.force_login(people.siege)
    about = {"code": "ensemble", "line": "contracts", "column": "nombre", "reason": "Un contrat compté deux fois"}
    periods.correct_figure(period=full, actor=people.siege, value=Decimal(5), **about)
    page = client.get(reverse("evaluation:periods", args=[people.region.pk])).content.decode()
    assert "5\xa0contrats" in page


def test_a_number_is_whole_and_a_part_stays_below_its_whole(people, full):
    about = {"period": full, "actor": people.siege, "code": "ensemble", "column": "nombre", "reason": "Relu"}
    with pytest.raises(Invalid, match="entier"):
        periods.correct_figure(**about, line="people", value=Decimal("1.5"))
    with pytest.raises(Invalid, match="part de 6"):
        periods.correct_figure(**about, line="coordinated", value=Decimal(7))


def test_two_people_write_the_synthesis(client, people):
    period = opened(people)
    client.force_login(people.siege)
    address = reverse("evaluation:period_synthesis", args=[people.region.pk, period.pk])
    data = {"synthesis": "<p>Le mien</p>", "version": period.version}
    assert client.post(address, {**data, "synthesis": "<p>Le sien</p>"}).status_code == 302
    answer = client.post(address, data)
    assert answer.status_code == 409 and "Le sien" in answer.content.decode()


def test_its_page_is_read_by_the_ars_of_the_region_and_has_its_charts(client, people):
    period = current(people, contracts=[signed("reached", "partly_reached")])
    client.force_login(people.referent)
    page = client.get(period.get_absolute_url()).content.decode()
    assert "data:image/svg+xml" in page and "Ce qui n’est pas comparable" in page
    assert "Clore la période" not in page
    client.force_login(people.stranger)
    assert client.get(period.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("format", ["pdf", "xlsx"])
def test_it_is_printed_by_a_job(client, people, format):
    period = current(people, contracts=[signed("reached", "partly_reached")])
    client.force_login(people.referent)
    address = reverse("evaluation:period_paper", args=[people.region.pk, period.pk, format])
    for _ in range(2):
        assert client.post(address).status_code == 302
    do_jobs()
    job = Job.objects.get(kind=period_papers.KIND)
    assert job.state == "done" and job.file_name.endswith(format)
    if format == "xlsx":
        with job.file.open("rb") as file:
            book = load_workbook(io.BytesIO(file.read()))
        assert book.sheetnames[:2] == ["À lire", "Chiffres"]
        cells = [[cell.value for cell in row] for row in book["Chiffres"].iter_rows(min_row=2)]
        assert ["Atteints", 1, 2] in [[row[2], row[4], row[5]] for row in cells]
    else:
        html = printed(period, job)
        assert "1 sur 2" in html and 'alt="Atteinte des objectifs' in html and "data:image/svg+xml" in html


def printed(period, job, drawings=None):
    params = {**job.params, "told": periods.told(period, today=today())}
    return period_pdf.html(params, drawings or Drawings(), on=today())


def test_a_chart_or_a_logo_that_fails_loses_nothing_of_the_period_and_is_told(people, monkeypatch):
    period = current(people, contracts=[signed("reached", "partly_reached")])
    period_papers.request_paper(period=period, format="pdf", actor=people.siege, today=today())

    def broken(**_given):
        raise ValueError("no")

    monkeypatch.setattr("evaluation.figures.charts.bar_chart", broken)
    job = Job.objects.get(kind=period_papers.KIND)
    params = job.params | {"facts": job.params["facts"] | {"logo": "absent.png"}}
    made = period_papers.make_paper(params, on=today(), progress=lambda *_: None)
    assert made.content.startswith(b"%PDF")
    assert "Graphique impossible à dessiner\xa0: Atteinte des objectifs" in made.message
    assert "n’a pas pu être dessiné" in printed(period, job)
    alone = period_pdf.render({**params, "told": periods.told(period, today=today())}, on=today())
    assert any("absent.png" in each for each in alone.missing)


def test_sixty_contracts_ask_no_more_queries_than_three(people):
    few = [signed("reached") for _ in range(3)]
    with CaptureQueriesContext(connection) as asked:
        consolidate(few)
    many = [*few, *(signed("reached") for _ in range(17))]
    with CaptureQueriesContext(connection) as then:
        consolidate(many)
    assert len(then) == len(asked) <= 30

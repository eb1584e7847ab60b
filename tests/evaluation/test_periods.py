"""The consolidated evaluation of a region: contracts together, closed, corrected, printed; never one by its name."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from actions.models import Action
from core.errors import Forbidden, Invalid, Refused, Stale
from core.job_model import Job
from core.models import Change
from evaluation.consolidated import consolidate, population_covered
from evaluation.models import EvaluationPeriod, EvaluationQuestion
from evaluation.papers import period_pdf
from evaluation.services import evaluations, period_papers, periods
from evaluation.services.judgements import Said, save_judgements
from territories.models import Territory
from territories.services import set_perimeter
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AxisFactory, SignedContractFactory, world
from tests.support.jobs import do_jobs

PERIOD = {"title": "Année 2025", "starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}


@pytest.fixture
def people(db):
    return world()


def today():
    return timezone.localdate()


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
    told = consolidate([*rows], today=today())
    assert told["contracts"] == 3
    assert words(told, "attainment", "reached") == "3 sur 5"
    silent = consolidate([*rows, signed()], today=today())
    assert any("1 contrat n’en dit rien" in each.replace("\xa0", " ") for each in silent["unsaid"])


def test_a_commune_counts_once(people):
    rows = [signed(), signed()]
    for row in rows:
        set_perimeter(territory=row.territory, members=[("commune", "26220", "Nyons")])
    alone, both = population_covered(rows[:1]), population_covered(rows)
    assert alone == both and both["communes"] == 1 and both["people"] > 0


def test_kinds_of_territory_are_compared_without_the_smallest_groups(people):
    rows = [signed("reached") for _ in range(7)]
    small, large = rows[:3], rows[3:6]
    for row, people_ in [*((row, 5000) for row in small), *((row, 200_000) for row in large)]:
        Territory.objects.filter(pk=row.territory_id).update(population=people_)
    Territory.objects.filter(pk=rows[6].territory_id).update(population=50_000)
    for row in rows:
        row.territory.refresh_from_db()
    told = consolidate(rows, today=today())
    cut = told["kinds"][0]
    assert [n for _kind, n in cut["kinds"]] == [3, 3] and [n for _kind, n in cut["too_few"]] == [1]
    assert cut["figures"][0]["lines"][0][1] == ["3 sur 3", "3 sur 3"]
    assert any("trop peu" in sentence for sentence in told["unsaid"])
    assert not any(row.title in str(told) for row in rows)


def test_common_questions_add_up_across_contracts(people):
    rows = [signed("reached", "reached"), signed("reached"), signed("reached")]
    for row in rows[:2]:
        evaluations.take_questions(contract=row, actor=None, codes=["parcours"])
    for row in rows[:2]:
        criterion = EvaluationQuestion.objects.get(contract=row).criteria.first()
        said = [Said(criterion, action, "mostly", "") for action in row.actions.all()]
        save_judgements(contract=row, actor=None, said=said)
    question = consolidate(rows, today=today())["questions"][0]
    assert (question["asking"], question["not_asking"]) == (2, 1)
    first = question["criteria"][0]
    assert (first["title"], first["judging"], [cell["value"] for cell in first["cells"]]) == (
        "Accessibilité",
        2,
        [0, 0, 3, 0, 0],
    )


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
    assert words(told, "attainment", "reached") == "8 (57,1 %)"
    assert words(told, "attainment", "partly_reached") == "6 (42,9 %)"
    row = closed.corrections.get()
    assert (row.by, row.reason) == (people.siege, "Deux fiches mal lues")
    page = client.get(closed.get_absolute_url()).content.decode()
    assert "Deux fiches mal lues" in page and "est devenu" in page
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
        assert "1 sur 2" in period_pdf.html({**job.params, "told": periods.told(period, today=today())}, on=today())


def test_sixty_contracts_ask_no_more_queries_than_three(people):
    few = [signed("reached") for _ in range(3)]
    with CaptureQueriesContext(connection) as asked:
        consolidate(few, today=today())
    many = [*few, *(signed("reached") for _ in range(17))]
    with CaptureQueriesContext(connection) as then:
        consolidate(many, today=today())
    assert len(then) == len(asked) <= 30

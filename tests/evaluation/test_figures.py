"""Each figure says one thing, whichever way it is cut, whoever shows it, today and as it was."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from actions.figures import completeness, counts, money_of_contract
from actions.models import Action, Indicator, Measure
from contracts.models import Contract
from core.history import acting
from core.models import Change
from evaluation.figures import Rows, figures, find, read, read_each
from evaluation.figures.plain import plain
from governance.figures import rhythm_by_year
from governance.models import Body, CoordinationPost, Decision, FollowUp, Meeting, PostFunding
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FactorFactory, FundingFactory, NoteFactory
from tests.factories.contracts import AxisFactory, CommitmentFactory, ContractFactory, SignatoryFactory

TODAY = date(2026, 6, 15)


@pytest.fixture
def contract(db):
    return ContractFactory(stage="in_force", signed_on=date(2024, 3, 1), starts_on=date(2024, 3, 1))


def say(code, contract, *, at=None, today=TODAY):
    return read([contract], today=today, at=at, codes=[code])[0].told


def lines(told):
    return {line.label: [cell.value for cell in line.cells] for line in told.lines}


def words(told):
    return {line.label: [cell.words for cell in line.cells] for line in told.lines}


def test_small_wholes_say_one_out_of_two_and_larger_ones_a_percentage(contract):
    axis = AxisFactory(contract=contract)
    ActionFactory(axis=axis, status="done")
    ActionFactory(axis=axis, status="planned")
    assert words(say("status", contract)) == {"Prévue": ["1 sur 2"], "Réalisée": ["1 sur 2"]}
    for _ in range(9):
        ActionFactory(axis=axis, status="done")
    told = words(say("status", contract))
    assert told == {"Prévue": ["1 (9,1\u202f%)"], "Réalisée": ["10 (90,9\u202f%)"]}


def test_the_fiches_without_a_status_are_found_behind_their_number(contract):
    axis = AxisFactory(contract=contract)
    ActionFactory(axis=axis, status="done")
    silent = ActionFactory(axis=axis, status="")
    told = say("status", contract)
    line = next(line for line in told.lines if line.label == "Sans statut")
    assert line.code and list(told.cell(line.code).rows) == [silent]


def test_progress_is_what_the_pages_of_fiches_count(contract):
    first, second = AxisFactory(contract=contract, title="Soins"), AxisFactory(contract=contract, title="Vide")
    ActionFactory(axis=first, status="in_progress", ends_on=TODAY - timedelta(days=1))
    ActionFactory(axis=first, status="planned", starts_on=TODAY - timedelta(days=1))
    ActionFactory(axis=first, status="done", ends_on=TODAY - timedelta(days=1))
    old = ActionFactory(axis=second, status="")
    Action.objects.filter(pk=old.pk).update(updated_at=timezone.now() - timedelta(days=4000))
    known = counts(contract.actions.all(), today=TODAY)
    assert say("late", contract).total.cells[0].value == known.late == 2
    assert say("silent", contract).total.cells[0].value == known.silent == 1
    assert say("complete", contract).total.cells[0].value == completeness(contract.actions.all()).complete == 0
    assert sum(value for (value,) in lines(say("status", contract)).values()) == known.total == 4
    assert lines(say("status_by_axis", contract))[str(first)][0] == 3
    missing = {line.code: line.cells[0].value for line in say("lacking", contract).lines}
    assert missing == {rule.code: count for rule, count in completeness(contract.actions.all()).missing}


def test_attainment_leaves_apart_the_fiches_that_nobody_judged(contract):
    axis = AxisFactory(contract=contract)
    for code in ("reached", "partly_reached", "not_reached", ""):
        ActionFactory(axis=axis, attainment=code)
    told = say("attainment", contract)
    judged = [line.cells[0] for line in told.lines if line.code != "not_said"]
    assert sum(cell.percent for cell in judged) == 100 and {cell.whole for cell in judged} == {3}
    assert told.cell("not_said").value == 1 and told.cell("not_said").whole is None
    assert say("attainment_by_axis", contract).total.cells[0].value == 3


def test_every_cut_of_the_money_adds_up_and_posts_stand_apart(contract):
    ars, town = OrganisationFactory(name="ARS d’essai"), OrganisationFactory(name="CC d’essai")
    action = ActionFactory(axis=AxisFactory(contract=contract), approach="targeted")
    FundingFactory(action=action, funder=ars, year=2026, planned="100.10", granted="80", spent=None)
    FundingFactory(action=action, funder=town, year=2025, planned="200.20", granted=None, spent=None)
    FundingFactory(action=action, funder=town, year=None, planned="0.05", granted=None, spent=None)
    FundingFactory(funder=ars, year=2026, planned="999")
    post = CoordinationPost.objects.create(contract=contract, title="Coordination")
    PostFunding.objects.create(contract=contract, post=post, funder=ars, year=2026, planned="25000", granted="25000")
    assert lines(say("money", contract)) == {
        "Fiches actions": [Decimal("300.35"), Decimal("80.00"), Decimal("0.00")],
        "Coordination": [Decimal("25000.00"), Decimal("25000.00"), Decimal("0.00")],
    }
    assert list(lines(say("money_by_funder", contract))) == ["CC d’essai", "ARS d’essai"]
    assert list(lines(say("money_by_year", contract))) == ["2025", "2026", "Sans année"]
    assert list(lines(say("money_by_funder_and_year", contract))) == [
        "CC d’essai, 2025",
        "CC d’essai, sans année",
        "ARS d’essai, 2026",
    ]
    for code in ("money_by_funder", "money_by_year", "money_by_funder_and_year"):
        told = say(code, contract)
        for place in range(3):
            assert sum(line.cells[place].value for line in told.lines) == told.total.cells[place].value
        assert told.total.cells[0].value == money_of_contract(contract).planned
    assert say("posts_by_year", contract).cell("2026", "granted").value == 25000
    assert say("approach", contract).cell("targeted", "planned").value == Decimal("300.35")


def test_indicators_stand_to_their_target_by_the_values_of_the_day(contract):
    indicator = Indicator.objects.create(contract=contract, title="Visites", baseline=0, target=100, frequency="yearly")
    for day, value in ((date(2025, 1, 1), 50), (date(2026, 1, 1), 120)):
        Measure.objects.create(contract=contract, indicator=indicator, on=day, value=value)
    Indicator.objects.create(contract=contract, title="Sans cible")
    assert lines(say("indicators", contract)) == {"Cible atteinte": [1], "Sans cible": [1]}
    Change.objects.all().delete()
    Indicator.objects.update(created_at=timezone.make_aware(timezone.datetime(2024, 3, 2)))
    then = say("indicators", contract, at=date(2025, 12, 31))
    assert lines(then) == {"Cible pas encore atteinte": [1], "Sans cible": [1]}
    assert words(say("values", contract, at=date(2025, 12, 31)))["Visites"][2:] == [
        "50",
        "1er\xa0janvier 2025",
        "50\u202f%",
    ]


def test_governance_says_what_was_promised_and_what_was_done(contract):
    body = Body.objects.create(contract=contract, kind="copil", meetings_per_year=2)
    for day in (date(2025, 2, 1), date(2026, 2, 1)):
        Meeting.objects.create(contract=contract, body=body, on=day, state="closed")
    told = say("meetings", contract)
    assert lines(told) == {"2024": [2, 0], "2025": [2, 1], "2026": [2, 1]}
    done, waits = (
        Decision.objects.create(contract=contract, number=n, on=date(2026, 2, 1), text="Faire") for n in (1, 2)
    )
    FollowUp.objects.create(contract=contract, decision=done, text="a", done_on=date(2026, 3, 1))
    FollowUp.objects.create(contract=contract, decision=waits, text="b", due_on=date(2026, 3, 1))
    assert lines(say("decisions", contract)) == {"Exécutées": [1], "Une suite attend": [1], "Sans suite à donner": [0]}
    assert lines(say("follow_ups", contract))["En retard"] == [1]
    signatory = SignatoryFactory(contract=contract)
    CommitmentFactory(contract=contract, signatory=signatory, state="kept")
    CommitmentFactory(contract=contract, signatory=signatory, state="")
    assert lines(say("commitments", contract)) == {"À tenir": [1], "Tenu": [1]}


def test_no_meeting_is_promised_after_the_end_of_the_contract_or_of_the_body(contract):
    dates = {"signed_on": date(2023, 1, 1), "starts_on": date(2023, 1, 1), "ends_on": date(2024, 12, 31)}
    over = ContractFactory(stage="closed", **dates)
    for body in ({"contract": over}, {"contract": contract, "until": date(2024, 6, 1)}, {"contract": contract}):
        Body.objects.create(kind="copil", meetings_per_year=2, **body)
    both = read([over, contract], today=TODAY, codes=["meetings"])[0].told
    assert [line.cells[0].value for line in both.lines] == [2, 6, 2, 2]
    years = [[promised for _year, _held, promised in rows] for _body, rows in rhythm_by_year(contract, TODAY)]
    assert years == [[2, None, None], [2, 2, 2]]
    assert {line.code: line.cells[0].value for line in say("meetings", over).lines}["2025"] == 0


def test_obstacles_and_levers_by_class(contract):
    action = ActionFactory(axis=AxisFactory(contract=contract))
    FactorFactory(action=action, kind="obstacle", about="money", closed_on=None)
    FactorFactory(action=action, kind="lever", about="money", closed_on=None)
    FactorFactory(action=action, kind="obstacle", about="money", closed_on=date(2026, 1, 1))
    assert lines(say("factors", contract)) == {"Financement": [1, 1, 1]}


# --- As it was ---------------------------------------------------------------------------------------
def back_date(**ago):
    """Everything told so far was told that long ago."""
    moment = timezone.now() - timedelta(**ago)
    Change.objects.update(timestamp=moment)
    for model in (Action, Contract, *find_models()):
        model._base_manager.update(created_at=moment, updated_at=moment)


def find_models():
    from evaluation.figures.rows import READ

    return READ


def test_a_figure_is_as_it_was_before_changes_deletions_and_additions(contract):
    today = timezone.localdate()
    axis, other = AxisFactory(contract=contract), AxisFactory(contract=contract)
    funder = OrganisationFactory(name="ARS d’essai")
    with acting():
        changed = ActionFactory(axis=axis, status="planned", determinants=["lifestyle"], ends_on=today)
        deleted = ActionFactory(axis=axis, status="blocked", attainment="not_reached")
        money = FundingFactory(action=deleted, funder=funder, year=2026, planned="100.50", granted=None, spent=None)
    back_date(days=200)
    changed.refresh_from_db()
    changed.status, changed.axis, changed.determinants = "done", other, []
    changed.save()
    changed.attainment = "reached"
    changed.save()
    assert money.pk and deleted.delete()
    ActionFactory(axis=axis, status="to_discuss")
    then = today - timedelta(days=100)
    assert lines(say("status", contract, today=today)) == {"À discuter": [1], "Réalisée": [1]}
    assert lines(say("status", contract, at=then, today=today)) == {"Prévue": [1], "Bloquée": [1]}
    assert say("attainment", contract, at=then, today=today).cell("not_reached").value == 1
    by_axis = say("status_by_axis", contract, at=then, today=today)
    assert [line.cells[0].value for line in by_axis.lines] == [2, 0]
    assert say("determinants", contract, at=then, today=today).cell("lifestyle").value == 1
    assert lines(say("money_by_funder", contract, at=then, today=today)) == {
        "ARS d’essai": [Decimal("100.50"), Decimal("0.00"), Decimal("0.00")]
    }
    before_all = today - timedelta(days=300)
    assert say("status", contract, at=before_all, today=today).lines == []
    changed.refresh_from_db()
    assert changed.status == "done"


def test_freshness_at_a_past_date_is_read_in_the_journal(contract):
    today = timezone.localdate()
    axis = AxisFactory(contract=contract)
    told, quiet = ActionFactory(axis=axis, status="in_progress"), ActionFactory(axis=axis, status="in_progress")
    back_date(days=300)
    NoteFactory(action=told)
    Change.objects.filter(part="actions", timestamp__gte=timezone.now() - timedelta(days=1)).update(
        timestamp=timezone.now() - timedelta(days=120)
    )
    found = say("silent", contract, at=today - timedelta(days=100), today=today)
    assert [row.pk for row in found.total.cells[0].rows] == [quiet.pk]


def test_what_is_not_kept_says_so(contract):
    ActionFactory(axis=AxisFactory(contract=contract))
    told = say("complete", contract, at=TODAY - timedelta(days=10))
    assert told.lines == [] and "ne garde pas" in told.note


# --- Many contracts ----------------------------------------------------------------------------------
def plan_of(contract, fiches=3):
    axis = AxisFactory(contract=contract)
    body = Body.objects.create(contract=contract, kind="copil", meetings_per_year=1)
    Meeting.objects.create(contract=contract, body=body, on=TODAY, state="held")
    decision = Decision.objects.create(contract=contract, number=1, on=TODAY, text="Faire")
    FollowUp.objects.create(contract=contract, decision=decision, text="a")
    for n in range(fiches):
        action = ActionFactory(axis=axis, status="done" if n else "planned", attainment="reached")
        FundingFactory(action=action, year=2026, planned="10")
        FactorFactory(action=action)
        indicator = Indicator.objects.create(contract=contract, action=action, title="V", target=1)
        Measure.objects.create(contract=contract, indicator=indicator, on=TODAY, value=1)


@pytest.mark.parametrize("size", [1, 6])
def test_all_figures_of_one_contract_or_of_many_take_the_same_queries(db, size, django_assert_num_queries):
    contracts = [ContractFactory(stage="in_force", signed_on=date(2025, 1, 1)) for _ in range(size)]
    for contract in contracts:
        plan_of(contract)
    with django_assert_num_queries(16):
        told = read(contracts, today=TODAY)
    assert len(told) == len(figures(alone=size == 1))
    whole = {reading.figure.code: reading.told for reading in told}
    assert whole["status"].total.cells[0].value == 3 * size
    with django_assert_num_queries(12):
        read(contracts, today=TODAY, at=TODAY - timedelta(days=30))


def test_each_contract_alone_says_the_same_as_read_out_of_many(db, django_assert_num_queries):
    contracts = [ContractFactory(stage="in_force", signed_on=date(2025, 1, 1)) for _ in range(3)]
    for n, contract in enumerate(contracts, start=1):
        plan_of(contract, fiches=n)
    codes = [figure.code for figure in figures(alone=False)]
    with django_assert_num_queries(16):
        found = read_each(contracts, today=TODAY, codes=codes)
    for contract in contracts:
        for reading in read([contract], today=TODAY, codes=codes):
            assert lines(found[contract.pk][reading.figure.code]) == lines(reading.told), reading.figure.code


def test_every_number_has_its_rows_and_every_part_of_a_whole_makes_a_hundred(contract):
    plan_of(contract, fiches=4)
    for reading in read([contract], today=TODAY):
        assert reading.figure.definition and reading.figure.unit and reading.figure.source and reading.figure.past
        for line in reading.told.lines:
            for cell, column in zip(line.cells, reading.told.columns, strict=True):
                if column.unit in ("fiches", "décisions", "suites", "indicateurs", "engagements"):
                    assert cell.value == len(cell.rows), reading.figure.code
        said = plain(reading)
        assert said["code"] == reading.figure.code and find(said["code"]) is reading.figure


def test_only_what_is_asked_is_read(contract, django_assert_num_queries):
    rows = Rows([contract], today=TODAY)
    with django_assert_num_queries(2):
        find("late").read(rows)

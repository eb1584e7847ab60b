"""The services that make papers refuse whoever may not read what they print, whichever door asks."""

from datetime import date

import pytest
from django.utils import timezone

from core.errors import Forbidden
from core.job_model import Job
from evaluation.models import Review
from evaluation.services import evaluation_report, evaluations, figures, period_papers, periods, review_papers
from tests.factories.contracts import world

TODAY = date(2026, 6, 15)


@pytest.fixture
def people(db):
    return world()


def ask_figures(people, actor):
    return figures.request_figures_pdf(contract=people.draft, actor=actor, today=TODAY)


def ask_review(people, actor):
    review = Review.objects.create(contract=people.draft, year=2026)
    return review_papers.request_paper(review=review, kind="pdf", actor=actor)


def ask_report(people, actor):
    evaluations.take_questions(contract=people.draft, actor=None, codes=["parcours"])
    return evaluation_report.request_report(contract=people.draft, format="pdf", actor=actor, today=TODAY)


def ask_period(people, actor):
    given = {"title": "2025", "starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
    period = periods.open_period(region=people.region, actor=None, **given)
    return period_papers.request_paper(period=period, format="pdf", actor=actor, today=timezone.localdate())


@pytest.mark.parametrize("ask", [ask_figures, ask_review, ask_report, ask_period])
def test_a_paper_is_asked_by_who_may_read_it(people, ask):
    with pytest.raises(Forbidden):
        ask(people, people.stranger)
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("ask", "who"),
    [(ask_figures, "reader"), (ask_review, "reader"), (ask_report, "reader"), (ask_period, "referent")],
)
def test_and_given_to_whoever_reads(people, ask, who):
    assert ask(people, getattr(people, who)).requested_by == getattr(people, who)

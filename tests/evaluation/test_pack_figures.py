"""The pack of a COPIL is made to the left of the figures of the pages: each of its numbers is compared with theirs."""

import io
import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.utils import timezone
from pptx import Presentation

from actions.figures import money_of_contract
from actions.models import Action
from core import wording
from evaluation.figures import read
from governance.papers import pages, slides
from governance.services import bodies, decisions, follow_ups, meetings, papers
from tests.factories.actions import ActionFactory, FundingFactory
from tests.factories.contracts import AxisFactory, ContractFactory

TODAY = timezone.localdate


@pytest.fixture
def meeting(db):
    """On a contract that has something of everything, and more rows than a slide holds."""
    contract = ContractFactory(stage="in_force", signed_on=date(2024, 3, 1), starts_on=date(2024, 3, 1))
    before = TODAY() - timedelta(days=9)
    axes = [AxisFactory(contract=contract, title=title) for title in ("Accès aux soins", "Santé mentale", "Enfance")]
    for n in range(26):
        status = ("planned", "in_progress", "done", "abandoned", "postponed", "")[n % 6]
        action = ActionFactory(axis=axes[n % 3], status=status, ends_on=before if n % 4 else None)
        for year, planned, granted, spent in ((2025, 1000, 700, 650), (2026, 10, 30, None), (None, None, 5, None)):
            FundingFactory(action=action, year=year, planned=planned, granted=granted, spent=spent)
    Action.objects.filter(pk__in=contract.actions.order_by("pk").values("pk")[:7]).update(
        updated_at=timezone.now() - timedelta(days=400)
    )
    facts = {"contract": contract, "actor": None}
    for n in range(3):
        taken = decisions.take_decision(**facts, on=before, today=TODAY(), text=f"Élargir {n}", effects=["amendment"])
        for due in (before, TODAY() + timedelta(days=9), None):
            follow_ups.add_follow_up(**facts, text=f"Écrire {n}", decision=taken, due_on=due)
        done = follow_ups.add_follow_up(**facts, text=f"Faite {n}", decision=taken)
        follow_ups.finish_follow_up(done, actor=None, on=before, today=TODAY())
    decisions.take_decision(**facts, on=before, today=TODAY(), text="Ne plus élargir", supersedes=taken)
    body = bodies.add_body(**facts, kind="copil")
    return meetings.prepare_meeting(body=body, actor=None, on=TODAY())


class Tables(HTMLParser):
    """The tables of a page, each under the title above it."""

    def __init__(self, html):
        super().__init__()
        self.found, self.title, self.into = {}, "", None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag == "h2":
            self.title, self.into = "", "title"
        elif tag == "tr":
            self.found.setdefault(self.title, []).append([])
        elif tag in ("td", "th") and self.title in self.found:
            self.found[self.title][-1].append("")
            self.into = "cell"

    def handle_endtag(self, tag):
        if tag in ("h2", "td", "th"):
            self.into = None

    def handle_data(self, data):
        if self.into == "title":
            self.title += data
        elif self.into == "cell":
            self.found[self.title][-1][-1] += data


def on_slides(content):
    """The same, out of the file that people open, a table that goes on taken together."""
    found = {}
    for slide in Presentation(io.BytesIO(slides.make(content))).slides:
        title = slide.shapes.title.text.removesuffix(" (suite)")
        for shape in (each for each in slide.shapes if each.has_table):
            rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
            found.setdefault(title, rows[:1]).extend(rows[1:])
    return found


def pack(meeting):
    content = papers.content_of(meeting, "pack", today=TODAY())
    told = on_slides(content)
    on_paper = Tables(pages.html("pack", content, on=TODAY())).found
    assert {title: on_paper[title] for title in told} == told
    return told


def figure(contract, code):
    return read([contract], today=TODAY(), codes=[code])[0].told


def test_every_number_of_the_pack_is_that_of_the_pages(meeting):
    contract, told = meeting.contract, pack(meeting)
    statuses = {line.label: line.cells[0].value for line in figure(contract, "status").lines}
    assert {label: int(count) for label, count in told.pop("Fiches par statut")[1:]} == statuses
    by_axis, late, silent = (figure(contract, code) for code in ("status_by_axis", "late", "silent"))
    axes = [
        [line.label, *(by_axis.cell(line.code, code).value for code in ("total", "done", "in_progress"))]
        + [each.cell(line.code).value for each in (late, silent)]
        for line in by_axis.lines
    ]
    shown = told.pop("Avancement par axe")[1:]
    assert [[label, *map(int, counts)] for label, *counts in shown] == axes and len(axes) == 3
    (title,) = (title for title in told if title.startswith("Fiches en retard"))
    count = int(re.search(r"\d+$", title)[0])
    assert count == late.total.cells[0].value > len(told[title]) - 1
    behind = {str(row) for row in late.total.cells[0].rows}
    assert {name for name, _day in told.pop(title)[1:]} < behind
    by_year, missing = figure(contract, "money_by_year"), money_of_contract(contract).missing
    euros = [
        [line.label, *(wording.money(cell.value) for cell in line.cells)] for line in (*by_year.lines, by_year.total)
    ]
    money = told.pop("Financements")[1:]
    assert [line[:4] for line in money] == euros and money[-1][4] == wording.money(missing)
    asked = figure(contract, "follow_ups")
    pending = told.pop("Suites en attente")[1:]
    assert sum(bool(row[3]) for row in pending) == asked.cell("late").value == 3
    assert sum(not row[3] for row in pending) == asked.cell("open").value == 6
    assert [row[1] for row in told.pop("Avenants à préparer")[1:]] == ["Élargir 0", "Élargir 1"]
    assert not told, "each table of the pack is compared"


def test_what_is_compared_would_show_a_difference(meeting):
    before = pack(meeting)
    meeting.contract.actions.filter(status="planned").update(status="done")
    assert pack(meeting)["Fiches par statut"] != before["Fiches par statut"]

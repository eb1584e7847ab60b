"""The papers of a meeting: what they say, « projet » until it is closed, kept once among the documents."""

import html
import io
from datetime import time

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from pptx import Presentation

from contracts.models import Document
from core.job_model import Job
from governance.models import Meeting
from governance.papers import pages, slides
from governance.services import agenda, bodies, decisions, follow_ups, meetings, papers
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingFactory
from tests.factories.contracts import AxisFactory, world
from tests.support.jobs import do_jobs

TODAY = timezone.localdate


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def meeting(people):
    contract, actor = people.draft, people.referent
    action = ActionFactory(
        axis=AxisFactory(contract=contract, title="Accès aux soins"), title="Ouvrir une maison sport santé"
    )
    FundingFactory(action=action, year=2026, planned=1000, granted=400)
    body = bodies.add_body(contract=contract, actor=actor, kind="copil", quorum=1)
    bodies.add_seat(body=body, actor=actor, organisation=OrganisationFactory(name="CPAM"), holder_name="Lucie Essai")
    made = meetings.prepare_meeting(body=body, actor=actor, on=TODAY(), begins_at=time(14), place="Nyons")
    item = agenda.add_item(
        body=body, meeting=made, actor=actor, title="Bilan de l’année", kind="decision", actions=[action]
    )
    agenda.edit_item(item, actor=actor, notes="Le bilan est discuté.", treated=True)
    made = meetings.pass_meeting(made, "held", actor=actor, today=TODAY())
    facts = {"contract": contract, "actor": actor, "on": TODAY(), "today": TODAY(), "meeting": made, "item": item}
    taken = decisions.take_decision(**facts, text="Valider le bilan.", actions=[action])
    follow_ups.add_follow_up(contract=contract, actor=actor, text="Écrire à la CAF", decision=taken, owner_name="Paul")
    return made


def words_of(kind, meeting):
    content = papers.content_of(meeting, kind, today=TODAY())
    return html.unescape(pages.html(kind, content, on=TODAY())), pages.render(kind, content, on=TODAY())


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("convocation", ["Bilan de l’année", "CPAM", "14 h 00", "Nyons"]),
        ("attendance", ["Lucie Essai", "Signature", "Quorum"]),
        ("minutes", ["Valider le bilan.", "Écrire à la CAF", "Le bilan est discuté.", "Paul"]),
        ("pack", ["Accès aux soins", "Ouvrir une maison sport santé", "Avancement par axe", "1 000,00"]),
    ],
)
def test_each_paper_says_the_meeting(meeting, kind, said):
    text, rendered = words_of(kind, meeting)
    text = text.replace("\xa0", " ").replace("\u202f", " ")
    assert [word for word in said if word not in text] == [] and not rendered.missing
    with pikepdf.open(io.BytesIO(rendered.content)) as opened:
        assert opened.docinfo["/Title"] and len(opened.pages) == rendered.pages


def test_minutes_are_a_project_until_the_meeting_is_closed(people, meeting):
    assert papers.content_of(meeting, "minutes", today=TODAY())["draft"]
    meetings.pass_meeting(meeting, "closed", actor=people.referent, today=TODAY())
    closed = Meeting.objects.select_related("body", "contract").get()
    assert not papers.content_of(closed, "minutes", today=TODAY())["draft"]
    assert 'class="watermark"' not in pages.html(
        "minutes", papers.content_of(closed, "minutes", today=TODAY()), on=TODAY()
    )


def test_the_slides_open_with_titles_tables_and_one_slide_an_item(meeting):
    deck = Presentation(io.BytesIO(slides.make(papers.content_of(meeting, "pack", today=TODAY()))))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[1:3] == ["Ordre du jour", "Avancement par axe"] and titles[-1] == "1. Bilan de l’année"
    cells = [
        c.text for s in deck.slides for shape in s.shapes if shape.has_table for r in shape.table.rows for c in r.cells
    ]
    assert "Écrire à la CAF" in cells and any("Accès aux soins" in cell for cell in cells)
    empty = [shape for slide in deck.slides for shape in slide.placeholders if not shape.text_frame.text]
    assert not empty


def test_the_slides_say_what_is_done_and_lose_nothing_below_the_edge(people, meeting):
    people.draft.actions.update(status="done")
    pack = papers.content_of(meeting, "pack", today=TODAY())
    assert [axis[1:] for axis in pack["figures"]["axes"]] == [[1, 1, 0, 0, 0]]
    late = [f"– Une fiche en retard, la {n}e" for n in range(30)]
    pack["meeting"]["items"] = [{**pack["meeting"]["items"][0], "description": "\n".join([*late, "mot " * 600])}]
    deck = Presentation(io.BytesIO(slides.make(pack)))
    found = [slide for slide in deck.slides if slide.shapes.title.text.startswith("1. Bilan de l’année")]
    texts = [slide.placeholders[1].text_frame.text for slide in found]
    assert found[1].shapes.title.text == "1. Bilan de l’année (suite)" and len(found) > 4
    assert all(len(text.splitlines()) <= slides.LINES and len(text) <= slides.LONGEST for text in texts)
    assert (
        all(line.removeprefix("– ") in "\n".join(texts) for line in late)
        and " ".join(texts).split().count("mot") == 600
    )


def test_only_the_items_of_a_list_bear_a_bullet(meeting):
    pack = papers.content_of(meeting, "pack", today=TODAY())
    pack["meeting"]["items"] = [{**pack["meeting"]["items"][0], "description": "Rappel du cadre\n– Une fiche"}]
    deck = Presentation(io.BytesIO(slides.make(pack)))
    agenda, item = deck.slides[1], deck.slides[len(deck.slides) - 1]
    bare = {line.text for each in (agenda, item) for line in paragraphs(each) if line._p.xpath("a:pPr/a:buNone")}
    assert {"1. Bilan de l’année", "Rappel du cadre"} <= {text.split(" (")[0] for text in bare}
    assert "Une fiche" in {line.text for line in paragraphs(item)} - bare


def test_a_table_gives_room_to_long_words_and_stays_above_the_edge():
    deck, rows = Presentation(), [["Frein", "mot " * 35, "9. Permanence", f"{n} mars 2026"] for n in range(1, 11)]
    slides.prepare(deck)
    slides.table_slides(deck, "Freins", ["Nature", "En une phrase", "Fiche", "Depuis"], rows)
    slides.table_slides(deck, "Rien", ["Nature"], [])
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert [slide.shapes.title.text for slide in deck.slides][:2] == ["Freins", "Freins (suite)"]
    assert sum(len(table.rows) - 1 for table in tables) == 10 and max(len(table.rows) for table in tables) < 10
    widths = [column.width for column in tables[0].columns]
    assert widths.index(max(widths)) == 1 and sum(widths) <= slides.WIDTH


def paragraphs(slide):
    return slide.placeholders[1].text_frame.paragraphs


def test_it_is_asked_on_the_page_made_by_a_job_and_kept_once(client, people, meeting):
    client.force_login(people.referent)
    address = reverse("governance:paper", args=[people.draft.reference, meeting.pk, "diapositives"])
    for _ in range(2):
        assert client.post(address).status_code == 302
    do_jobs()
    assert Job.objects.filter(kind=papers.KIND, state="done").count() == 1
    kept = Document.objects.get(kind="meeting")
    assert kept.name.endswith(".pptx") and "Diapositives" not in kept.title and "diapositives" in kept.title
    assert (
        "Document de séance"
        in client.get(reverse("contracts:documents", args=[people.draft.reference])).content.decode()
    )
    assert client.post(address.replace("diapositives", "licornes")).status_code == 404

"""The yearly review: prepared from the figures, written, passed from hand to hand, frozen and proved."""

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from docx import Document as Word
from openpyxl import load_workbook
from pptx import Presentation

from actions.models import Indicator, Measure
from contracts.models import Document
from core.errors import Forbidden, Frozen, Invalid, PassageRefused, Refused, Stale
from core.job_model import Job
from core.models import Change
from evaluation.forms.reviews import ValidationForm
from evaluation.models import FrozenReview, Review
from evaluation.review_enums import ReviewSection, ReviewState
from evaluation.reviews import snapshot
from evaluation.services import review_batches, review_papers, reviews
from governance.models import Body, Decision
from tests.evaluation.test_figures import plan_of
from tests.factories.actions import ActionFactory, FundingFactory, NoteFactory, StepFactory
from tests.factories.contracts import ContractFactory, world
from tests.support.jobs import do_jobs

TODAY = date(2026, 6, 15)


@pytest.fixture
def people(db):
    people = world()
    plan_of(people.draft)
    action = people.draft.actions.first()
    StepFactory(action=action, title="Recruter", due_on=date(2026, 3, 1), done_on=date(2026, 3, 10))
    NoteFactory(action=action, on=date(2026, 4, 1), text="Le poste est pourvu.")
    indicator = Indicator.objects.create(contract=people.draft, title="Trajets solidaires", baseline=10, target=50)
    for day, value in ((date(2025, 6, 1), 20), (date(2026, 6, 1), 40)):
        Measure.objects.create(contract=people.draft, indicator=indicator, on=day, value=value)
    return people


@pytest.fixture
def review(people):
    made, _job = reviews.prepare_review(contract=people.draft, year=2026, actor=people.coordinator, today=TODAY)
    do_jobs()
    made.refresh_from_db()
    return made


def text(review, section="summary"):
    return review.texts.get(section=section)


def passed(review, *targets, people, **more):
    actors = {"submitted": people.coordinator, "validated": people.coordinator}
    for target in targets:
        actor = actors.get(target, people.referent)
        told = more if target in ("returned", "validated") else {}
        review = reviews.pass_review(review, target, actor=actor, **told)
    return review


def decision_of(people, **more):
    copil = Body.objects.create(contract=people.draft, kind="copil")
    facts = {"number": 9, "on": TODAY, "text": "Valider le bilan", "body": copil, **more}
    return Decision.objects.create(contract=people.draft, **facts)


# --- Prepared --------------------------------------------------------------------------------------
def test_a_review_is_read_from_the_figures_and_printed_once(people, review):
    assert review.read_on and review.snapshot["year"] == 2026
    said = json.dumps(review.snapshot, ensure_ascii=False)
    for words in ("Recruter", "Le poste est pourvu.", "Trajets solidaires", "L’année et celle d’avant", "Écart"):
        assert words in said
    assert Document.objects.filter(contract=people.draft, kind="review").count() == 1
    assert review.texts.count() == len(ReviewSection.values)
    with pytest.raises(Forbidden):
        reviews.prepare_review(contract=people.draft, year=2026, actor=people.elected, today=TODAY)
    with pytest.raises(Invalid):
        reviews.prepare_review(contract=people.draft, year=2027, actor=people.coordinator, today=TODAY)


def test_asked_twice_before_it_is_done_it_is_one_job_and_one_review(people):
    for _ in range(2):
        reviews.prepare_review(contract=people.draft, year=2026, actor=people.coordinator, today=TODAY)
    assert Job.objects.filter(kind="review").count() == 1 and Review.objects.count() == 1


def test_the_year_is_compared_with_the_one_before(people, review):
    FundingFactory(action=people.draft.actions.first(), year=2025, planned=None, granted=None, spent="7")
    lines = snapshot.take(people.draft, 2026, today=TODAY)["sections"]["summary"][0]["rows"]
    told = {line[0]: line[1:] for line in lines}
    assert told["Séances tenues dans l’année"] == ["0", "1", "+1"]
    assert told["Prévu pour l’année (fiches)"] == ["0,00\xa0€", "30,00\xa0€", "+30,00\xa0€"]


def test_the_text_stays_when_the_figures_are_read_again(people, review):
    reviews.write_text(
        text(review), text="<p>Une bonne <script>x</script>année</p>", actor=people.coordinator, version=1
    )
    ActionFactory(axis=people.draft.axes.first(), title="Née après")
    _review, job = reviews.prepare_review(contract=people.draft, year=2026, actor=people.coordinator, today=TODAY)
    do_jobs()
    review.refresh_from_db()
    assert "Née après" in json.dumps(review.snapshot, ensure_ascii=False)
    assert text(review).text == "<p>Une bonne année</p>"
    assert Document.objects.filter(contract=people.draft, kind="review").count() == 2


def test_two_people_who_write_one_section_do_not_lose_a_word(people, review):
    reviews.write_text(text(review), text="<p>Un</p>", actor=people.coordinator, version=1)
    with pytest.raises(Stale):
        reviews.write_text(text(review), text="<p>Deux</p>", actor=people.referent, version=1)
    with pytest.raises(Forbidden):
        reviews.write_text(text(review), text="<p>Trois</p>", actor=people.elected, version=2)
    line = Change.objects.filter(part="evaluation", scope=people.draft.pk).order_by("-pk").first()
    assert line.changes["text"] == ["", "<p>Un</p>"] and line.actor == people.coordinator


def test_sections_are_chosen_in_their_order(people, review):
    made = reviews.choose_sections(review=review, sections=["money", "summary"], actor=people.coordinator)
    assert made.sections == ["summary", "money"]
    assert [each["code"] for each in reviews.content_of(made)["sections"]] == ["summary", "money"]
    with pytest.raises(Invalid):
        reviews.choose_sections(review=review, sections=["autre"], actor=people.coordinator)


# --- Passed from hand to hand ------------------------------------------------------------------------
def test_from_prepared_to_validated_and_frozen(people, review):
    reviews.write_text(text(review), text="<p>Bilan</p>", actor=people.coordinator, version=1)
    made = passed(review, "submitted", "returned", people=people, remarks="Dites l’argent.")
    reviews.write_text(text(made), text="<p>Bilan et argent</p>", actor=people.coordinator)
    made = passed(made, "submitted", "accepted", people=people)
    with pytest.raises(PassageRefused):
        reviews.pass_review(made, "validated", actor=people.coordinator)
    made = passed(made, "validated", people=people, decision=decision_of(people))
    frozen = FrozenReview.objects.get(review=made)
    told = json.dumps([line.changes for row in (made, frozen) for line in Change.objects.get_for_object(row)])
    assert "sha256" in told and '"content"' not in told and '"snapshot"' not in told
    assert "Bilan et argent" in frozen.content and len(frozen.sha256) == 64
    assert [each.target for each in made.passages.all()] == [
        "submitted",
        "returned",
        "submitted",
        "accepted",
        "validated",
    ]
    assert made.passages.get(target="returned").remarks == "Dites l’argent."
    assert reviews.verify_reviews(people.draft) == []


def test_each_passage_has_its_people_its_state_and_its_reasons(people, review):
    with pytest.raises(Forbidden):
        reviews.pass_review(review, "submitted", actor=people.elected)
    with pytest.raises(PassageRefused):
        reviews.pass_review(review, "accepted", actor=people.referent)
    made = passed(review, "submitted", people=people)
    with pytest.raises(Forbidden):
        reviews.pass_review(made, "accepted", actor=people.coordinator)
    with pytest.raises(Invalid):
        reviews.pass_review(made, "returned", actor=people.referent, remarks=" ")
    with pytest.raises(Stale):
        reviews.pass_review(made, "accepted", actor=people.referent, version=made.version - 1)
    elsewhere = Decision.objects.create(contract=ContractFactory(), number=1, on=TODAY, text="Ailleurs")
    accepted = passed(made, "accepted", people=people)
    with pytest.raises(Invalid):
        reviews.pass_review(accepted, "validated", actor=people.coordinator, decision=elsewhere)


def test_only_a_validation_by_the_copil_that_still_stands_validates_it(people, review):
    accepted = passed(review, "submitted", "accepted", people=people)
    cotech = Body.objects.create(contract=people.draft, kind="cotech")
    replaced = decision_of(people, number=13)
    wrong = [
        decision_of(people, number=11, body=cotech),
        decision_of(people, number=12, kind="refusal"),
        replaced,
    ]
    right = decision_of(people, number=14, supersedes=replaced)
    for decision in wrong:
        with pytest.raises(PassageRefused):
            reviews.pass_review(accepted, "validated", actor=people.coordinator, decision=decision)
    form = ValidationForm(contract=people.draft)
    assert list(form.fields["decision"].queryset) == [right]
    assert reviews.pass_review(accepted, "validated", actor=people.coordinator, decision=right).decision == right


def test_what_was_handed_in_is_no_longer_written(people, review):
    made = passed(review, "submitted", people=people)
    with pytest.raises(Frozen):
        reviews.write_text(text(made), text="<p>x</p>", actor=people.coordinator)
    with pytest.raises(Frozen):
        reviews.choose_sections(review=made, sections=["money"], actor=people.coordinator)
    with pytest.raises(Frozen):
        reviews.prepare_review(contract=people.draft, year=2026, actor=people.coordinator, today=TODAY)
    with pytest.raises(Frozen):
        reviews.keep_snapshot(review=made, content=made.snapshot, actor=None)
    with pytest.raises(Refused):
        reviews.remove_review(made, actor=people.coordinator)


def test_a_frozen_review_refuses_even_raw_sql_and_its_fingerprint_is_verified(people, review):
    made = passed(review, "submitted", "accepted", "validated", people=people, decision=decision_of(people))
    for change in (
        lambda: FrozenReview.objects.update(content="{}"),
        lambda: FrozenReview.objects.all().delete(),
        lambda: FrozenReview.objects.update(sha256="0" * 64),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    FrozenReview.objects.bulk_create([])
    other = ContractFactory()
    again = Review.objects.create(contract=other, year=2025)
    FrozenReview.objects.create(contract=other, review=again, year=2025, content="{}", sha256="0" * 64)
    assert reviews.verify_reviews(other) == ["Le bilan 2025 a changé depuis sa validation par le COPIL."]
    with pytest.raises(CommandError, match="Le bilan 2025 a changé"):
        call_command("verify_contract", other.reference)
    assert made.state == ReviewState.VALIDATED


# --- Its papers ------------------------------------------------------------------------------------
def paper(review, kind, people):
    job = review_papers.request_paper(review=review, kind=kind, actor=people.reader)
    do_jobs()
    job.refresh_from_db()
    assert job.state == "done", job.error
    return job


def test_the_papers_say_what_the_page_says(people, review):
    reviews.write_text(text(review), text="<p>Une année pleine.</p>", actor=people.coordinator, version=1)
    word = Word(paper(review, "docx", people).file)
    words = "\n".join(each.text for each in word.paragraphs)
    assert "Bilan 2026" in words and "Une année pleine." in words and len(word.inline_shapes) == 1
    deck = Presentation(paper(review, "pptx", people).file)
    assert any(
        "Une année pleine." in shape.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame
    )
    book = load_workbook(io.BytesIO(paper(review, "xlsx", people).file.read()))
    assert len(book.sheetnames) == len(ReviewSection.values)
    cells = [cell for row in book["Indicateurs"].iter_rows(values_only=True) for cell in row]
    assert 40 in cells and "Trajets solidaires" in cells
    pdf = paper(review, "pdf", people)
    assert pdf.file.read(5) == b"%PDF-" and pdf.message == ""
    kinds = Document.objects.filter(contract=people.draft, kind="review").values_list("name", flat=True)
    assert sorted(name.rpartition(".")[2] for name in kinds) == ["docx", "pdf", "pdf", "pptx", "xlsx"]


def test_the_same_content_is_one_paper(people, review):
    first, again = (paper(review, "xlsx", people) for _ in range(2))
    assert first.pk == again.pk
    assert Document.objects.filter(contract=people.draft, name__endswith="xlsx").count() == 1


def test_a_chart_or_a_logo_that_fails_is_told_and_loses_nothing(people, review, monkeypatch):
    def broken(**_words):
        raise ValueError("no")

    monkeypatch.setattr("evaluation.reviews.blocks.line_chart", broken)
    report = review_papers.report_of(review)
    report["facts"]["logo"] = "absent.png"
    made = review_papers.make_paper(report, "pdf", on=TODAY, progress=lambda *_: None)
    assert made.content.startswith(b"%PDF")
    assert "Graphique impossible à dessiner\xa0: Trajets solidaires" in made.message
    assert "media:absent.png" in made.message
    for kind in ("docx", "pptx"):
        made = review_papers.make_paper(report, kind, on=TODAY, progress=lambda *_: None)
        assert "Trajets solidaires" in made.message


# --- Many in one go ----------------------------------------------------------------------------------
@pytest.fixture
def region(people):
    contracts = [people.signed]
    for n in range(2):
        contracts.append(ContractFactory(stage="in_force", title=f"Autre {n}"))
    type(people.signed).objects.filter(pk=people.signed.pk).update(stage="in_force")
    return contracts


def test_all_the_reviews_of_a_region_are_one_job_each_and_failures_start_alone(people, region, monkeypatch):
    batch = review_batches.request_batch(year=2026, actor=people.siege, today=TODAY, region=people.region)
    assert review_batches.progress_of(batch)["total"] == len(region) == 3
    failing = region[1].pk
    take = snapshot.take

    def sometimes(contract, *args, **kwargs):
        if contract.pk == failing:
            raise ValueError("no")
        return take(contract, *args, **kwargs)

    monkeypatch.setattr("evaluation.services.reviews.snapshot.take", sometimes)
    for _ in range(3):
        Job.objects.update(not_before=None)
        do_jobs()
    told = review_batches.progress_of(batch)
    assert (told["done"], told["failed"], told["percent"]) == (2, 1, 100)
    monkeypatch.setattr("evaluation.services.reviews.snapshot.take", take)
    with pytest.raises(Forbidden):
        review_batches.restart_failed(batch, actor=people.referent)
    assert review_batches.restart_failed(batch, actor=people.siege) == 1
    do_jobs()
    assert review_batches.progress_of(batch)["done"] == 3
    assert Document.objects.filter(kind="review").count() == 3


def test_a_batch_is_of_the_ars_and_leaves_what_was_handed_in(people, region):
    for actor in (people.coordinator, people.stranger, people.reader):
        with pytest.raises(Forbidden):
            review_batches.request_batch(year=2026, actor=actor, today=TODAY, region=people.region)
    Review.objects.create(contract=region[0], year=2026, state="submitted")
    batch = review_batches.request_batch(year=2026, actor=people.referent, today=TODAY, department=people.drome)
    assert batch.jobs.count() == 2

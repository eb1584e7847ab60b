"""The report of an evaluation: the same words as pages and as a word-processor document, kept once."""

import html
import io
from datetime import timedelta

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document as Paper

from contracts.models import Document
from contracts.waiting import of_contracts
from core.errors import Refused
from core.history import Change
from core.job_model import Job
from core.reminders import Person
from evaluation.models import QuotingReport, Source
from evaluation.papers import evaluation_docx, evaluation_pdf, evaluation_snapshot
from evaluation.services import evaluation_report, evaluations, interviews, recommendations
from evaluation.services.judgements import Said, save_judgements
from tests.factories.actions import ActionFactory, IndicatorFactory, MeasureFactory
from tests.factories.contracts import AxisFactory, world
from tests.support.jobs import do_jobs

TODAY = timezone.localdate()


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def evaluated(people):
    contract, actor, today = people.draft, people.referent, timezone.localdate()
    said = {"contract": contract, "actor": actor}
    evaluations.set_up_evaluation(**said, purpose="Décider de la suite", synthesis="<p>À mi-chemin.</p>")
    question = evaluations.take_questions(**said, codes=["parcours"])[0]
    evaluations.write_swot(row=question, actor=actor, strengths=["Tout le monde s’est assis"])
    action = ActionFactory(axis=AxisFactory(contract=contract))
    save_judgements(**said, said=[Said(question.criteria.first(), action, "mostly", "")])
    indicator = IndicatorFactory(action=action, title="Délai d’un rendez-vous", unit="jours", baseline=40, target=10)
    MeasureFactory(indicator=indicator, on=today, value=25)
    source = Source.objects.create(contract=contract, title="Enquête auprès des habitants")
    first = question.criteria.first()
    first.indicators.add(indicator), first.sources.add(source), first.actions.add(action)
    interview = interviews.add_interview(**said, audience="elected", on=today, today=today, person_name="Jo Secret")
    interviews.note_consent(row=interview, actor=actor, consent="given", on=today, way="oral", today=today)
    shown = interviews.add_quote(interview=interview, actor=actor, original="", text="C’est utile.", question=question)
    interviews.confirm_quote(row=shown, actor=actor)
    interviews.add_quote(interview=interview, actor=actor, original="", text="Pas relu.", question=question)
    free = interviews.add_quote(interview=interview, actor=actor, original="", text="Dit sans question.")
    interviews.confirm_quote(row=free, actor=actor)
    interviews.add_quote(interview=interview, actor=actor, original="", text="Pas relu non plus.")
    recommendations.add_finding(**said, text="Les élus sont venus.", questions=[question], sources=[interview.source])
    recommendations.add_recommendation(**said, text="Recommencer")
    return contract


SAID = [
    *("À mi-chemin.", "Décider de la suite", "Tout le monde s’est assis", "C’est utile.", "Les élus sont venus."),
    *("Recommencer", "Dit sans question.", "Sans réponse", "Accessibilité", "Beaucoup"),
    *("Délai d’un rendez-vous (jours)", "40", "25", "Sources\xa0: Enquête auprès des habitants"),
]


def test_pages_and_document_say_the_same(evaluated):
    on = timezone.localdate()
    content = evaluation_snapshot.of_contract(evaluated, today=on)
    html = evaluation_pdf.html(content, on=on)
    paper = Paper(io.BytesIO(evaluation_docx.make(content, on=on)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    words = "\n".join([each.text for each in paper.paragraphs] + cells)
    for text in (html, words):
        assert [word for word in SAID if word not in text] == []
        assert "Secret" not in text and "Pas relu" not in text
    headings = [each.text for each in paper.paragraphs if each.style.name == "Heading 1"]
    assert headings[0] == "Synthèse" and "Recommandations" in headings


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_it_is_asked_on_a_page_and_kept_once(client, people, evaluated, format):
    client.force_login(people.reader)
    assert "Rapport en Word" in client.get(reverse("evaluation:home", args=[evaluated.reference])).content.decode()
    for _ in range(2):
        address = reverse("evaluation:evaluation_report", args=[evaluated.reference, format])
        assert client.post(address).status_code == 302
    do_jobs()
    assert Job.objects.filter(kind=evaluation_report.KIND, state="done").count() == 1
    kept = Document.objects.get()
    assert kept.name.endswith(format) and "Rapport d’évaluation" in kept.title
    if format == "pdf":
        with kept.file.open("rb") as file, pikepdf.open(file) as opened:
            assert opened.docinfo["/Title"]


def test_an_evaluation_without_questions_has_no_report(people):
    with pytest.raises(Refused):
        evaluation_report.request_report(
            contract=people.draft, format="pdf", actor=people.reader, today=timezone.localdate()
        )


# --- A consent taken back --------------------------------------------------------------------------
def report_of(contract, people, format="pdf"):
    evaluation_report.request_report(contract=contract, format=format, actor=people.referent, today=TODAY)
    do_jobs()
    return Document.objects.filter(contract=contract, withdrawn_at=None).latest("pk")


def take_back(contract, people, consent="refused"):
    row = contract.interviews.get()
    said = {"consent": consent, "on": TODAY, "way": "oral"}
    return interviews.note_consent(row=row, actor=people.coordinator, today=TODAY, **said)


def open_document(client, contract, document):
    return client.get(reverse("contracts:document", args=[contract.reference, document.pk]))


@pytest.mark.parametrize("how", ["refused", "", "removed"])
def test_a_report_that_quotes_who_consents_no_more_is_withdrawn(client, people, evaluated, how):
    kept = report_of(evaluated, people)
    job = Job.objects.get(kind=evaluation_report.KIND)
    client.force_login(people.coordinator)
    assert open_document(client, evaluated, kept).status_code == 200
    if how == "removed":
        interviews.remove_interview(row=evaluated.interviews.get(), actor=people.coordinator, today=TODAY)
    else:
        take_back(evaluated, people, how)
    kept.refresh_from_db()
    assert "ne consent plus" in kept.withdrawn_reason and kept.withdrawn_by == people.coordinator
    assert kept.file.storage.exists(kept.file.name), "Nothing of the documents is deleted"
    for person in (people.coordinator, people.reader):
        client.force_login(person)
        assert open_document(client, evaluated, kept).status_code == 404
    assert not Job.objects.filter(pk=job.pk).exists()
    assert client.get(reverse("core:job", args=[job.pk])).status_code == 404
    client.force_login(people.coordinator)
    page = html.unescape(client.get(reverse("evaluation:home", args=[evaluated.reference])).content.decode())
    assert "une personne citée ne consent plus" in page
    assert "ne consent plus" in html.unescape(
        client.get(reverse("contracts:documents", args=[evaluated.reference])).content.decode()
    )
    told = Change.objects.get_for_object(kept).get(action=Change.Action.UPDATE)
    assert "withdrawn_reason" in told.changes
    assert told.actor == people.coordinator
    again = report_of(evaluated, people)
    assert again != kept and again.withdrawn_at is None
    page = client.get(reverse("evaluation:home", args=[evaluated.reference])).content.decode()
    assert "ne consent plus" not in html.unescape(page)


def test_a_report_that_quotes_others_stays(people, evaluated):
    kept = report_of(evaluated, people)
    said = {"contract": evaluated, "actor": people.referent, "today": TODAY}
    other = interviews.add_interview(**said, audience="partners", on=TODAY)
    given = {"actor": people.referent, "on": TODAY, "way": "oral", "today": TODAY}
    interviews.note_consent(row=other, consent="given", **given)
    other.refresh_from_db()
    interviews.note_consent(row=other, consent="refused", **given)
    kept.refresh_from_db()
    assert kept.withdrawn_at is None


def test_one_made_before_whom_it_quotes_was_kept_is_withdrawn_too(people, evaluated):
    kept = report_of(evaluated, people)
    QuotingReport.objects.all().delete()
    take_back(evaluated, people)
    kept.refresh_from_db()
    assert kept.withdrawn_at


def test_a_report_asked_for_before_and_made_after_is_not_kept(people, evaluated):
    job = evaluation_report.request_report(contract=evaluated, format="docx", actor=people.referent, today=TODAY)
    take_back(evaluated, people)
    do_jobs()
    job.refresh_from_db()
    assert (job.state, Document.objects.count()) == ("failed", 0) and "a repris son consentement" in job.error


def test_the_coordination_and_the_ars_are_told_until_another_report_is_made(people, evaluated):
    type(evaluated).objects.filter(pk=evaluated.pk).update(department=people.drome)

    def told(on=TODAY):
        return {each.email for each in of_contracts(on) if each.cause.startswith("taken_back")}

    report_of(evaluated, people)
    assert told() == set()
    take_back(evaluated, people)
    assert told() == {people.coordinator.email, people.referent.email}
    mine = [
        each for each in of_contracts(TODAY, person=Person(people.referent.email)) if "il est retiré" in each.sentence
    ]
    assert len(mine) == 1 and mine[0].url == reverse("evaluation:home", args=[evaluated.reference])
    assert told(TODAY + timedelta(days=31)) == set()
    report_of(evaluated, people)
    assert told() == set()

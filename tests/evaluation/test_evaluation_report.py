"""The report of an evaluation: the same words as pages and as a word-processor document, kept once."""

import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document as Paper

from contracts.models import Document
from core.errors import Refused
from core.job_model import Job
from evaluation.models import Source
from evaluation.papers import evaluation_docx, evaluation_pdf, evaluation_snapshot
from evaluation.services import evaluation_report, evaluations, interviews, recommendations
from evaluation.services.judgements import Said, save_judgements
from tests.factories.actions import ActionFactory, IndicatorFactory, MeasureFactory
from tests.factories.contracts import AxisFactory, world
from tests.support.jobs import do_jobs


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

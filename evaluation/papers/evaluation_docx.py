"""The report of an evaluation to be finished in a word processor: real headings, lists and tables."""

import io

from docx import Document
from docx.shared import Cm, Pt, RGBColor

from core import wording

from .evaluation_pdf import TITLE
from .evaluation_snapshot import INDICATORS, paragraphs

BLUE, GREY = RGBColor(0x00, 0x00, 0x91), RGBColor(0x66, 0x66, 0x66)
GRID = "Light Grid Accent 1"


def make(content, *, on) -> bytes:
    paper = Document()
    _style(paper)
    paper.core_properties.title = f"{TITLE} – {content['contract']}"
    paper.core_properties.language = "fr-FR"
    paper.add_heading(TITLE, 0)
    paper.add_paragraph(content["contract"], style="Subtitle")
    fictional = " – données fictives" if content["facts"]["fictional"] else ""
    _small(paper, f"{content['facts']['header'] or content['facts']['region']} – {wording.day(on)}{fictional}")
    _texts(paper, [("Synthèse", content["synthesis"]), ("Ce que l’on voulait savoir", content["purpose"])])
    _texts(paper, [("Qui l’a conduite", content["conducted_by"]), ("Méthode", content["method"])])
    for question in content["questions"]:
        _question(paper, question)
    _findings(paper, "Autres constats", content["other_findings"])
    _quotes(paper, "Autres paroles recueillies", content.get("other_quotes", []), level=1)
    _recommendations(paper, content["recommendations"])
    if content["sources"]:
        paper.add_heading("Sources", 1)
        _table(paper, ["Source", "Nature", "Date", "Précisions"], content["sources"])
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _style(paper):
    for section in paper.sections:
        section.left_margin = section.right_margin = Cm(2.2)
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = "Arial", Pt(10.5)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        font = paper.styles[name].font
        font.name, font.color.rgb = "Arial", BLUE


def _texts(paper, titled):
    for title, text in titled:
        if text:
            paper.add_heading(title, 1)
            for line in paragraphs(text):
                paper.add_paragraph(line)


def _small(paper, text):
    run = paper.add_paragraph().add_run(text)
    run.font.size, run.font.color.rgb = Pt(9), GREY


def _question(paper, question):
    paper.add_heading(question["title"], 1)
    if question["help"]:
        _small(paper, question["help"])
    for line in paragraphs(question["answer"]):
        paper.add_paragraph(line)
    _criteria(paper, question)
    for label, lines in question["swot"]:
        if lines:
            paper.add_heading(label, 2)
            for line in lines:
                paper.add_paragraph(line, style="List Bullet")
    _findings(paper, "Constats", question["findings"], level=2)
    _quotes(paper, "Paroles recueillies", question["quotes"], level=2)


def _quotes(paper, title, quotes, *, level):
    if quotes:
        paper.add_heading(title, level)
        for text, audience in quotes:
            paper.add_paragraph(f"«\xa0{text}\xa0» ({audience})", style="Quote")


def _criteria(paper, question):
    if question["criteria"]:
        paper.add_heading("Ce que disent les fiches", 2)
        rows = [[each["title"], *each["counts"], each["silent"]] for each in question["criteria"]]
        _table(paper, ["Critère", *question["heads"], "Pas encore appréciées"], rows)
        for each in question["criteria"]:
            if each["rests_on"]:
                _small(paper, f"{each['title']} – {each['rests_on']}.")
    if question["indicators"]:
        paper.add_heading("Ce que disent les indicateurs", 2)
        _table(paper, INDICATORS, question["indicators"])


def _findings(paper, title, findings, level=1):
    if not findings:
        return
    paper.add_heading(title, level)
    for finding in findings:
        paper.add_paragraph(finding["text"], style="List Bullet")
        if finding["sources"]:
            _small(paper, f"Sources\xa0: {' ; '.join(finding['sources'])}")


def _recommendations(paper, rows):
    if rows:
        paper.add_heading("Recommandations", 1)
        cells = [[row["text"], row["to"], f"{row['answer']}\n{row['reason']}".strip(), row["followed"]] for row in rows]
        _table(paper, ["Recommandation", "À qui", "Réponse", "Suivi"], cells)


def _table(paper, heads, rows):
    table = paper.add_table(rows=1, cols=len(heads), style=GRID)
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = str(value)

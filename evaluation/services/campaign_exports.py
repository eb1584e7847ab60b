"""The results of a campaign leave as JSON, CSV, XLSX or PDF: one content, said once in `content_of`.

No text leaves that nobody confirmed, and no answer beside the name of its contract but for who conducts the campaign.
"""

import hashlib
import io
import json
from dataclasses import replace
from decimal import Decimal

from django.db import transaction
from django.template.loader import render_to_string
from openpyxl import Workbook
from openpyxl.styles import Font

from core import wording
from core.charts import Drawings, bar_chart
from core.errors import Forbidden
from core.jobs import Result as JobResult
from core.jobs import request_job
from core.pdf import render_document
from core.tables import french_csv, neutral
from evaluation import campaign_values as values
from evaluation.campaign_enums import QuestionKind
from evaluation.campaign_permissions import manages, reads_results
from evaluation.figures.campaign_cross import ATTRIBUTES, crossable, known_of, parting, published_cross
from evaluation.figures.campaigns import Kept, kept_replies, results, turnout

KIND = "campaign_pdf"
#: Counts up when what is printed changes, so that old results are not given back.
LAYOUT = 4
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = ["Question", "Colonne", "Réponse", "Nombre", "Sur", "Pourcentage"]


def content_of(campaign, kept: Kept | None = None, *, everything=False) -> dict:
    """The results in words and figures, as every output says them.

    What rests on too few replies is withheld, unless `everything`: the page of who conducts the campaign.
    """
    kept = kept or kept_replies(campaign)
    told, parted = turnout(campaign), parting(campaign)
    fewest = 0 if everything else parted.fewest
    return {
        "campaign": {"id": campaign.pk, "title": campaign.title, "year": campaign.year, "state": campaign.state},
        "territory": str(campaign.department or campaign.region),
        "turnout": {name: getattr(told, name) for name in ("sent_to", "kept", "refused", "begun", "waiting")},
        "questions": [_question(result, fewest) for result in results(campaign, kept)],
        "fewest": parted.fewest,
        "crossing": _crossing(kept, parted),
    }


def _crossing(kept, parted):
    """The one that is published; None where none is, or where every group would be too small."""
    found = [(each, published_cross(each, parted, kept)) for each in crossable(kept.questions)]
    nodes = [
        {"id": question.pk, "text": question.text, "unit": question.unit, "groups": [_of_group(one) for one in groups]}
        for question, groups in found
        if groups
    ]
    return {"by": parted.by, "label": parted.label, "questions": nodes} if nodes else None


def _of_group(group) -> dict:
    return {
        "label": group.label,
        "replies": group.size,
        "lines": [_line(line) for line in group.lines],
        "summary": _summary(group.summary, ("median", "mean", "total")),
    }


def _question(result, fewest) -> dict:
    question = result.question
    node = {
        "id": question.pk,
        "kind": question.kind,
        "text": question.text,
        "unit": question.unit,
        "percentages_of": result.whole if result.lines else "",
        **_figures(result, fewest),
    }
    if question.kind == QuestionKind.TABLE:
        node["columns"] = [{"label": column.column, **_figures(column, fewest)} for column in result.columns]
    return node


def _figures(result, fewest) -> dict:
    if 0 < result.voices < fewest:
        result = replace(result, lines=[], summary=None, texts=[])
        return {**_told(result), "withheld": True, "texts_not_published": 0}
    return {**_told(result), "withheld": False}


def _told(result) -> dict:
    return {
        "asked": result.asked,
        "answered": result.answered,
        "no_answer": result.blank,
        "adds_up_to_100": bool(result.lines) and result.adds_up,
        "lines": [_line(line) for line in result.lines],
        "summary": _summary(result.summary),
        "texts": result.texts if result.holds_texts else [],
        "texts_not_published": result.unread if result.holds_texts else 0,
    }


def _line(line) -> dict:
    share = line.share
    numbers = {"count": share.count, "total": share.total, "percent": int(share.percent)}
    return {"label": line.label, **numbers, "words": str(share)}


def _summary(summary, names=("least", "greatest", "median", "mean", "total")):
    if summary is None:
        return None
    return {name: format(Decimal(getattr(summary, name)), "f") for name in names}


#: In place of what rests on too few replies.
WITHHELD = "Trop peu de réponses pour être montré"


# --- Flat lines -----------------------------------------------------------------------------------
SUMMED = {"least": "Minimum", "greatest": "Maximum", "median": "Médiane", "mean": "Moyenne", "total": "Somme"}


def flat(content):
    """One line an answer that could be given, for spreadsheets."""
    for question in content["questions"]:
        yield from _flat(question["text"], "", question)
        for column in question.get("columns", ()):
            yield from _flat(question["text"], column["label"], column)


def _flat(text, column, node):
    for line in node["lines"]:
        yield [text, column, line["label"], line["count"], line["total"], line["percent"]]
    for name, value in (node["summary"] or {}).items():
        yield [text, column, SUMMED[name], Decimal(value), node["answered"], None]
    if node["withheld"]:
        yield [text, column, WITHHELD, None, None, None]
    elif not node["lines"] and not node["summary"]:
        yield [text, column, "Réponses données", node["answered"], node["asked"], None]


def crossed(content):
    """One line a group and an answer of the published crossing."""
    for node in (content["crossing"] or {"questions": []})["questions"]:
        for group in node["groups"]:
            for line in group["lines"]:
                numbers = [line["count"], line["total"], line["percent"]]
                yield [node["text"], group["label"], group["replies"], line["label"], *numbers]
            for name, value in (group["summary"] or {}).items():
                yield [node["text"], group["label"], group["replies"], SUMMED[name], Decimal(value), None, None]


def texts(content):
    for question in content["questions"]:
        for column, node in [("", question), *((each["label"], each) for each in question.get("columns", ()))]:
            for text in node["texts"]:
                yield [question["text"], column, text]


def as_csv(campaign) -> bytes:
    """The counts, then the confirmed texts."""
    content = content_of(campaign)
    told = [[question, column, "", "", "", "", text] for question, column, text in texts(content)]
    return french_csv([[*HEADERS, "Texte"], *([*row, ""] for row in flat(content)), *told])


def as_json(campaign) -> bytes:
    return json.dumps(content_of(campaign), ensure_ascii=False, indent=2).encode()


def as_xlsx(campaign, *, actor) -> bytes:
    """Results, confirmed texts, participation; and each kept reply for who conducts the campaign."""
    kept = kept_replies(campaign)
    content, book = content_of(campaign, kept), Workbook()
    book.remove(book.active)
    _sheet(book, "Résultats", HEADERS, flat(content))
    if content["crossing"]:
        heads = ["Question", content["crossing"]["label"], "Réponses du groupe", *HEADERS[2:]]
        _sheet(book, "Croisement publié", heads, crossed(content))
    _sheet(book, "Textes confirmés", ["Question", "Colonne", "Texte"], texts(content))
    _sheet(book, "Participation", ["Réponses", "Nombre"], zip(TURNOUT, content["turnout"].values(), strict=True))
    if actor is None or manages(actor, campaign):
        _replies(book, campaign, kept)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


TURNOUT = ["Contrats interrogés", "Réponses retenues", "Réponses écartées", "Réponses commencées", "Rien reçu"]


def _replies(book, campaign, kept):
    """Each kept reply beside what is known of its contract; texts stand confirmed and nameless in their own sheet."""
    shown = [question for question in kept.questions if question.kind not in (QuestionKind.TEXT, QuestionKind.TABLE)]
    replies, known = campaign.replies.kept().select_related("contract"), known_of(campaign)
    rows = (
        [reply.contract.reference, reply.contract.title, *known[reply.pk].values()]
        + [_cell(question, kept.values[reply.pk].get(question.pk)) for question in shown]
        for reply in replies
    )
    labels = [attribute.label for attribute in ATTRIBUTES]
    _sheet(book, "Réponses", ["Référence", "Contrat", *labels, *(question.text for question in shown)], rows)


def _cell(question, value):
    if values.is_blank(value):
        return None
    return Decimal(value) if question.kind == QuestionKind.NUMBER else values.in_words(question, value)


def _sheet(book, title, headers, rows):
    page = book.create_sheet(title)
    page.append([neutral(header) for header in headers])
    for cell in page[1]:
        cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    for letter, width in zip("ABCDEF", (60, 30, 40, 12, 12, 14), strict=True):
        page.column_dimensions[letter].width = width
    for row in rows:
        page.append([neutral(value) for value in row])


# --- PDF ------------------------------------------------------------------------------------------
@transaction.atomic
def request_pdf(*, campaign, actor):
    """The job that prints the results as they are now; the same content asked twice is one document."""
    if actor is not None and not reads_results(actor, campaign):
        raise Forbidden("Les résultats de cette campagne ne sont pas publiés.")
    content = content_of(campaign)
    key = hashlib.sha256(json.dumps([campaign.pk, LAYOUT, content], sort_keys=True).encode()).hexdigest()
    return request_job(kind=KIND, params={"campaign": campaign.pk, "content": content}, key=key, actor=actor)


def make_pdf(params, *, on, progress) -> JobResult:
    content = params["content"]
    progress(20, "Mise en page")
    drawings = Drawings()
    rendered = render_document(pdf_html(content, drawings, on=on))
    progress(90, "Enregistrement")
    campaign = content["campaign"]
    missing = " ".join([*drawings.missing, *rendered.missing])[:200]
    return JobResult(rendered.content, f"campagne-{campaign['year']}-{campaign['id']}.pdf", message=missing)


def pdf_html(content, drawings, *, on) -> str:
    campaign = content["campaign"]
    questions = [{**node, "parts": with_charts(node, drawings)} for node in content["questions"]]
    return render_to_string(
        "evaluation/campaigns/pdf.html",
        {
            "document": {
                "title": f"{campaign['title']} ({campaign['year']})",
                "reference": content["territory"],
                "date": f"Édité le {wording.day(on)}",
                "is_draft": False,
                "author": content["territory"],
                "subject": "Résultats d’une campagne de questionnaire",
            },
            "content": content,
            "questions": questions,
            "missing_charts": drawings.missing,
            "preview": False,
        },
    )


def parts_of(node):
    return [{**column, "heading": column["label"]} for column in node.get("columns", ())] or [{**node, "heading": ""}]


def with_charts(node, drawings):
    """The parts of a question, each with its chart."""
    return [
        {**part, "chart": chart_of(f"{node['text']} {part['heading']}".strip(), part["lines"], drawings)}
        for part in parts_of(node)
    ]


def chart_of(title, lines, drawings):
    """Bars of the counts, with their share in words; None where there is nothing to draw, or it failed."""
    if not any(line["count"] for line in lines):
        return None
    bars = [(line["label"], line["count"], bar_words(line)) for line in lines]
    summary = ", ".join(f"{label}\xa0: {words}" for label, _count, words in bars)
    return drawings.draw(bar_chart, title=title, summary=summary, bars=bars)


def bar_words(line) -> str:
    """« 4 (19 %) », and of a small whole « 1 sur 2 » alone."""
    return line["words"] if " sur " in line["words"] else f"{line['count']} ({line['words']})"

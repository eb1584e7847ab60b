"""An evaluation as plain values, in words: what its report prints. Of interviews, the confirmed quotes alone."""

from contracts.pdf import contract_facts
from core import richtext, wording
from evaluation.figures import Rows, named
from evaluation.figures.judgements import by_criterion
from evaluation.models import Quote
from evaluation.services.evaluations import evaluation_of
from evaluation.terms import Answer

#: Of the table of indicators.
INDICATORS = ("Critère", "Indicateur", "Départ", "Cible", "Dernière valeur", "Le")
FACTS = ("header", "region", "logo", "fictional")


def of_contract(contract, *, today) -> dict:
    evaluation = evaluation_of(contract)
    values = named("values").read(Rows([contract], today=today)).told
    facts = contract_facts(contract)
    questions = contract.evaluation_questions.prefetch_related("findings__sources")
    return {
        "contract": contract.title,
        "reference": contract.reference,
        "facts": {name: facts[name] for name in FACTS},
        "purpose": evaluation.purpose,
        "conducted_by": evaluation.conducted_by,
        "method": evaluation.method,
        "synthesis": evaluation.synthesis,
        "questions": [_question(row, contract, values) for row in questions],
        "other_quotes": _quotes(Quote.objects.shown().filter(question=None, interview__contract=contract)),
        "other_findings": [_finding(row) for row in contract.evaluation_findings.filter(questions=None)],
        "sources": [_source(row) for row in contract.evaluation_sources.all()],
        "recommendations": [_recommendation(row) for row in contract.recommendations.for_lists()],
    }


def _question(row, contract, values) -> dict:
    row.contract = contract
    criteria = by_criterion(row)
    return {
        "title": row.title,
        "help": row.help,
        "answer": row.answer,
        "heads": [label for _code, label, _share in criteria[0].levels] if criteria else [],
        "criteria": [
            {
                "title": each.criterion.title,
                "counts": [share.count for _code, _label, share in each.levels],
                "silent": each.silent,
                "rests_on": _rests_on(each.criterion),
            }
            for each in criteria
        ],
        "indicators": [
            [each.criterion.title, *_indicator(row, values)]
            for each in criteria
            for row in each.criterion.indicators.all()
        ],
        "swot": [[label, lines] for label, lines in row.swot] if row.has_swot else [],
        "findings": [_finding(each) for each in row.findings.all()],
        "quotes": _quotes(Quote.objects.shown().filter(question=row)),
    }


def _quotes(rows) -> list[list[str]]:
    return [[quote.text, quote.interview.get_audience_display()] for quote in rows.select_related("interview")]


def _rests_on(criterion) -> str:
    """The fiches of its own and the sources of a criterion, in words."""
    rows = {"Fiches": criterion.actions.all(), "Sources": criterion.sources.all()}
    return ". ".join(f"{label}\xa0: {', '.join(map(str, found))}" for label, found in rows.items() if found)


def _indicator(row, values) -> list[str]:
    """Its name, where it began, its target, its last value and the day of it: those of the figure « Valeurs »."""
    line = next((each for each in values.lines if each.code == str(row.pk)), None)
    if line is None:
        return [row.title, *[wording.NOTHING] * 4]
    told = {at.code: cell.words for at, cell in zip(values.columns, line.cells, strict=True)}
    return [line.label, *(told[code] for code in ("baseline", "target", "last", "on"))]


def _finding(row) -> dict:
    return {"text": row.text, "sources": [str(source) for source in row.sources.all()]}


def _source(row) -> list[str]:
    return [row.title, row.get_kind_display(), wording.day(row.on) if row.on else "", row.details]


def _recommendation(row) -> dict:
    answer = ""
    if row.answer:
        answer = f"{Answer(row.answer).label} le {wording.day(row.answered_on)} par {row.answered_by}"
    followed = [row.get_progress_display(), row.who, f"pour le {wording.day(row.due_on)}" if row.due_on else ""]
    return {
        "text": row.text,
        "to": row.addressed_to,
        "answer": answer or "Sans réponse",
        "reason": row.answer_reason,
        "followed": " · ".join(filter(None, followed)) if row.answer == Answer.ACCEPTED else "",
    }


def paragraphs(text) -> list[str]:
    """Rich or plain, its words paragraph by paragraph."""
    return [line for line in (richtext.to_text(text) if "<" in text else text).splitlines() if line.strip()]

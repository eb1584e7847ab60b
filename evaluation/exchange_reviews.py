"""What our files say of the yearly reviews: their state, their texts, their figures, and what was frozen, whole."""

import hashlib
import json

from contracts.exchange.fields import Choice, Date, Integer, Rich, put, write_row
from evaluation.models import FrozenReview, Review, ReviewPassage, ReviewText
from evaluation.review_enums import ReviewSection, ReviewState
from evaluation.reviews.blocks import is_block

REVIEW = (Integer("year"), Choice("state"), Date("read_on"))
# What the page and the papers ask of a frozen content.
FROZEN_KEYS = {"contract", "reference", "year", "sections"}
_DATE = {"$ref": "#/$defs/date"}
_SAID = {"type": "string", "minLength": 1}

OWN_KEYS: dict[str, dict[str, dict]] = {
    "contract": {"reviews": {"type": "array", "items": {"$ref": "#/$defs/review"}}},
    "review": {
        "year": {"type": "integer", "minimum": 2000},
        "state": {"enum": [*ReviewState.values]},
        "read_on": _DATE,
        "sections": {"type": "array", "items": {"enum": [*ReviewSection.values]}},
        "snapshot": {"type": "object"},
        "texts": {"type": "array", "items": {"$ref": "#/$defs/review_text"}},
        "passages": {"type": "array", "items": {"$ref": "#/$defs/review_passage"}},
        "decision_number": {"type": ["integer", "null"], "minimum": 1},
        "frozen": _SAID,
    },
    "review_text": {"section": {"enum": [*ReviewSection.values]}, "text": _SAID},
    "review_passage": {
        "source": {"enum": [*ReviewState.values]},
        "target": {"enum": [*ReviewState.values]},
        "remarks": {"$ref": "#/$defs/text"},
    },
}


# --- Writing ------------------------------------------------------------------------------------------
def write(context):
    rows = context.contract.reviews.select_related("decision", "frozen").prefetch_related("texts", "passages")
    put(context.node, "reviews", [_review(row) for row in rows.order_by("year")])


def _review(row):
    node = {**write_row(row, REVIEW), "sections": row.sections}
    put(node, "snapshot", row.snapshot or None)
    put(node, "texts", [{"section": each.section, "text": each.text} for each in row.texts.all() if each.text])
    put(node, "passages", [_passage(each) for each in row.passages.all()])
    put(node, "decision_number", row.decision.number if row.decision else None)
    put(node, "frozen", row.frozen.content if hasattr(row, "frozen") else None)
    return node


def _passage(row):
    node = {"source": row.source, "target": row.target}
    put(node, "remarks", row.remarks or None)
    return node


# --- Reading ------------------------------------------------------------------------------------------
def read(reader):
    nodes = reader.node.get("reviews") or ()
    decisions = {row.number: row for row in reader.contract.decisions.all()} if nodes else {}
    years = set()
    for rank, node in enumerate(nodes):
        path, year = f"contract.reviews[{rank}]", node.get("year")
        if year is None or year in years:
            reader.problems[path] = ["Un bilan dit son année, et chaque année n’a qu’un bilan."]
            continue
        years.add(year)
        if all([_snapshot_stands(reader, node, path), _frozen_stands(reader, node, path)]):
            _read_review(reader, node, path, decisions)


def _snapshot_stands(reader, node, path) -> bool:
    sections = (node.get("snapshot") or {}).get("sections", {})
    if isinstance(sections, dict) and all(_are_blocks(found) for found in sections.values()):
        return True
    reader.problem(f"{path}.snapshot", "Ces chiffres n’ont pas la forme de ceux d’un bilan.")
    return False


def _frozen_stands(reader, node, path) -> bool:
    """A validated review is read from what was frozen, so it has it, and whole."""
    content = node.get("frozen")
    if not content:
        if node.get("state") != ReviewState.VALIDATED:
            return True
        reader.problem(f"{path}.frozen", "Un bilan validé porte le contenu figé à sa validation.")
        return False
    try:
        told = json.loads(content)
        whole = told.keys() >= FROZEN_KEYS and all(_is_section(each) for each in told["sections"])
    except (ValueError, AttributeError, TypeError):
        whole = False
    if not whole:
        reader.problem(f"{path}.frozen", "Ce contenu figé n’a pas la forme d’un bilan.")
    return whole


def _is_section(told) -> bool:
    words = (told.get(name) for name in ("code", "title", "text"))
    return all(isinstance(word, str) for word in words) and _are_blocks(told.get("blocks"))


def _are_blocks(found) -> bool:
    return isinstance(found, list) and all(is_block(each) for each in found)


def _read_review(reader, node, path, decisions):
    contract = reader.contract
    review = Review.objects.create(
        contract=contract,
        year=node["year"],
        state=node.get("state") or ReviewState.PREPARED,
        read_on=node.get("read_on"),
        sections=node.get("sections") or list(ReviewSection.values),
        snapshot=node.get("snapshot") or {},
        decision=decisions.get(node.get("decision_number")),
    )
    written = {each.get("section"): each.get("text", "") for each in node.get("texts") or ()}
    for section in ReviewSection.values:
        text = Rich("text").from_json(written.get(section, ""), f"{path}.texts", reader)
        ReviewText.objects.create(contract=contract, review=review, section=section, text=text)
    for each in node.get("passages") or ():
        told = {name: each.get(name) or "" for name in ("source", "target", "remarks")}
        ReviewPassage.objects.create(contract=contract, review=review, **told)
    if content := node.get("frozen"):
        digest = hashlib.sha256(content.encode()).hexdigest()
        FrozenReview.objects.create(contract=contract, review=review, year=review.year, content=content, sha256=digest)

"""The rows of the addresses of the reviews."""

from evaluation.models import Review, ReviewBatch, ReviewText
from evaluation.review_enums import ReviewSection
from tests.matrix.groups import CREATES, READ, SIEGES, WRITERS


def rows_on(people, draft, rows):
    """`{key: id}` of one row of everything on this draft, beside `rows` that are there already."""
    review = Review.objects.create(contract=draft, year=2025, snapshot={"sections": {}})
    for section in ReviewSection.values:
        ReviewText.objects.create(contract=draft, review=review, section=section)
    batch = ReviewBatch.objects.create(year=2025, department=people.drome, by=people.referent)
    return {"review": review.pk, "review_batch": batch.pk}


def rows_on_signed(contract):
    """The same on the signed contract, of what is read there."""
    return {"review": Review.objects.create(contract=contract, year=2025).pk}


#: The arguments of each address beyond the contract's reference: `{name: "!value" or key of the rows}`.
ARGUMENTS: dict = {
    **{f"evaluation:{name}": {"pk": "review"} for name in ("review", "review_sections", "review_remove")},
    "evaluation:review_text": {"pk": "review", "section": "!summary"},
    "evaluation:review_passage": {"pk": "review", "target": "!submitted"},
    "evaluation:review_paper": {"pk": "review", "kind": "!xlsx"},
    "evaluation:review_batch": {"pk": "review_batch"},
    "evaluation:review_batch_restart": {"pk": "review_batch"},
    "evaluation:region_reviews": {"code": "region"},
}
PAGES: dict = {
    ("evaluation:review_batches", "get"): CREATES,
    ("evaluation:review_batch_ask", "post"): CREATES,
}
CONTRACT: dict = {
    ("evaluation:reviews", "get"): READ,
    ("evaluation:review_prepare", "post"): WRITERS,
    ("evaluation:review_paper", "post"): READ,
    **{(f"evaluation:review_{name}", "get"): WRITERS for name in ("sections", "text", "passage", "remove")},
    ("evaluation:review", "get"): READ,
}
OWN: dict = {
    ("evaluation:review_batch", "get"): {"referent"},
    ("evaluation:review_batch_restart", "post"): {"referent"},
}
MANAGED: dict = {("evaluation:region_reviews", "get"): {"administrator", *SIEGES}}

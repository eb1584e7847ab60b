"""The comments of a contract as its pages show them: how many on each row, and what each is about."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import cached_property

from .enums import DRAFT_STAGES
from .parts import discussed
from .permissions import can_comment

#: The parts of the draft that a comment may be about, as the page names them.
ANCHORS = {
    "": "Le contrat dans son ensemble",
    "perimeter": "Périmètre",
    "texts": "Préambule, diagnostic et articles",
    "plan": "Axes et objectifs",
    "actions": "Fiches actions",
    "signatories": "Signataires et engagements",
    "findings": "Constats",
    "themes": "Thématiques socles",
    "schemes": "Articulation",
}


class Talks:
    """How many comments each row of one contract has; one query, and only on the pages that ask."""

    def __init__(self, contract, user):
        self.contract, self.user = contract, user

    @cached_property
    def counts(self) -> dict[tuple[str, int], dict]:
        threads = self.contract.comments.filter(parent__isnull=True, target_id__isnull=False).order_by()
        counted = threads.values("anchor", "target_id").annotate(
            total=Count("pk"), open=Count("pk", filter=Q(closed_at__isnull=True))
        )
        return {(line["anchor"], line["target_id"]): line for line in counted}

    @cached_property
    def invited(self) -> bool:
        """Whether an undiscussed row invites to comment: while the contract is prepared."""
        return self.contract.stage in DRAFT_STAGES and can_comment(self.user, self.contract)

    def of(self, anchor, row) -> dict:
        """What the link of one row says; its `url` is empty where there is nothing to read nor to say."""
        count = self.counts.get((anchor, row.pk), {"total": 0, "open": 0})
        shown = count["total"] or self.invited
        return {"total": count["total"], "open": count["open"], "url": self.url(anchor, row) if shown else ""}

    def url(self, anchor, row) -> str:
        return reverse("contracts:row_comments", args=[self.contract.reference, kind_named(anchor).word, row.pk])


def kind_named(anchor):
    return next((kind for kind in discussed() if kind.anchor == anchor), None)


def kind_of_word(word):
    return next((kind for kind in discussed() if kind.word == word), None)


def anchor_words(anchor) -> str:
    kind = kind_named(anchor)
    return kind.label if kind else ANCHORS.get(anchor, anchor)


def with_subjects(threads, contract) -> list:
    """The threads, each with `subject` (what it is about) and `place` (where that is read, if it still is)."""
    threads = list(threads)
    rows = _rows_of(threads, contract)
    for thread in threads:
        kind, row = kind_named(thread.anchor), rows.get((thread.anchor, thread.target_id))
        thread.subject, thread.place = anchor_words(thread.anchor), ""
        if row is not None:
            thread.subject, thread.place = f"{kind.label}\xa0: {row}", kind.place_of(row)
        elif kind is not None:
            thread.subject = f"{kind.label}, retiré depuis du projet"
    return threads


def _rows_of(threads, contract) -> dict:
    """The rows that threads are about: one query for each kind that is spoken of."""
    found = {}
    for kind in discussed():
        if wanted := {thread.target_id for thread in threads if thread.anchor == kind.anchor}:
            found |= {(kind.anchor, row.pk): row for row in kind.rows(contract).filter(pk__in=wanted)}
    return found

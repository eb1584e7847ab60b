"""A yearly review: prepared by a job, written section by section, passed from state to state, frozen."""

import hashlib
import json

from django.db import transaction

from contracts import writing
from contracts.exchange.writing import canonical
from core.errors import Frozen, Invalid, PassageRefused, Refused
from core.history import acting
from core.jobs import request_job
from core.richtext import sanitize
from core.versioned import bump, lock, validated
from evaluation.models import FrozenReview, Review, ReviewPassage, ReviewText
from evaluation.review_enums import ReviewSection, ReviewState
from evaluation.review_lifecycle import LIFECYCLE
from evaluation.reviews import snapshot

KIND = "review"
LOCKED = "Ce bilan est «\xa0{state}\xa0»\xa0: il ne se récrit que si l’ARS le renvoie."


@transaction.atomic
def prepare_review(*, contract, year, actor, today):
    """The review of that year, made if it is new, and the job that reads its figures and lays it out."""
    review = open_review(contract=contract, year=year, actor=actor, today=today)
    return review, request_reading(review=review, actor=actor)


def open_review(*, contract, year, actor, today) -> Review:
    """The review of that year, with an empty text a section; `actor` None has already been allowed."""
    writing.refuse_unless(writing.can_write, actor, contract)
    if not 2000 <= year <= today.year:
        raise Invalid(fields={"year": [f"Choisissez une année jusqu’à {today.year}."]})
    held = writing.hold(contract)
    review = Review.objects.filter(contract=held, year=year).first()
    if review is None:
        review = writing.add(Review, contract=held, actor=actor, year=year)
        for section in ReviewSection.values:
            ReviewText.objects.create(contract=held, review=review, section=section)
    refuse_locked(review)
    return review


def request_reading(*, review, actor):
    """One job for each state of the review: asked twice before it is done, it is the same."""
    params = {"review": review.pk, "contract": review.contract_id}
    key = f"{review.pk}:{review.version}"
    return request_job(kind=KIND, params=params, key=key, scope=review.contract_id, actor=actor)


def refuse_locked(review):
    if not review.open:
        raise Frozen(LOCKED.format(state=review.get_state_display()))


def _hold_open(review) -> Review:
    """As it is now, locked after its contract: always in this order, so that no two people wait for each other."""
    writing.hold(review.contract)
    current = lock(review)
    refuse_locked(current)
    return current


@transaction.atomic
def keep_snapshot(*, review, content, actor):
    """What was read, unless somebody handed the review in meanwhile."""
    current = _hold_open(review)
    with acting(actor):
        current.snapshot, current.read_on = content, content["read_on"]
        return bump(validated(current, exclude=["snapshot"]))


def read_figures(review, *, today, progress=lambda *_: None) -> dict:
    return snapshot.take(review.contract, review.year, today=today, progress=progress)


@transaction.atomic
def choose_sections(*, review, sections, actor, version=None):
    """Which sections are shown and printed, in their order; those left out keep their text."""
    wanted = [code for code in ReviewSection.values if code in sections]
    if not wanted:
        raise Invalid(fields={"sections": ["Gardez au moins une rubrique."]})
    _hold_open(review)
    return writing.edit(review, actor=actor, version=version, sections=wanted)


@transaction.atomic
def write_text(written: ReviewText, *, text, actor, version=None):
    """What people say of one section."""
    _hold_open(written.review)
    return writing.edit(written, actor=actor, version=version, text=sanitize(text))


@transaction.atomic
def pass_review(review, target, *, actor, remarks="", decision=None, version=None):
    """Take the review to the state `target` of its table; the validation by the COPIL freezes it."""
    held = writing.hold(review.contract)
    current = lock(review, version=version)
    current.contract = held
    transition = LIFECYCLE.find(current.state, target)
    if transition is None:
        label = dict(ReviewState.choices).get(target, target)
        raise PassageRefused(f"Un bilan «\xa0{current.get_state_display()}\xa0» ne devient pas «\xa0{label}\xa0».")
    writing.refuse_unless(transition.who, actor, current)
    if transition.needs_reason and not remarks.strip():
        raise Invalid(fields={"remarks": ["Écrivez vos remarques\xa0: elles disent quoi reprendre."]})
    if decision is not None and decision.contract_id != current.contract_id:
        raise Invalid(fields={"decision": ["Cette décision est d’un autre contrat."]})
    missing = LIFECYCLE.missing(transition, current, decision=decision)
    if blocking := [item for item in missing if item.blocking]:
        raise PassageRefused(f"«\xa0{transition.label}\xa0» n’est pas encore possible.", blocking)
    with acting(actor):
        writing_of_passage = {"source": current.state, "target": target, "remarks": remarks.strip()}
        ReviewPassage.objects.create(contract=held, review=current, by=actor, **writing_of_passage)
        current.state, current.decision = target, decision or current.decision
        arrived = bump(validated(current, exclude=["snapshot"]))
        if target == ReviewState.VALIDATED:
            _freeze(arrived)
    return arrived


def content_shown(review) -> dict:
    """The frozen content where the review is frozen."""
    return json.loads(review.frozen.content) if review.state == ReviewState.VALIDATED else content_of(review)


def content_of(review) -> dict:
    """All that the review says, in its order: what is printed and what is frozen are the same thing."""
    texts = {row.section: row.text for row in review.texts.all()}
    sections = review.snapshot.get("sections", {})
    return {
        "contract": review.contract.title,
        "reference": review.contract.reference,
        "year": review.year,
        "read_on": review.read_on.isoformat() if review.read_on else None,
        "sections": [
            {
                "code": code,
                "title": ReviewSection(code).label,
                "text": texts.get(code, ""),
                "blocks": sections.get(code, []),
            }
            for code in review.sections
            if code in ReviewSection.values
        ],
    }


def _freeze(review):
    content = canonical(content_of(review)).decode()
    FrozenReview.objects.create(
        contract=review.contract,
        review=review,
        year=review.year,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
    )


def verify_reviews(contract) -> list[str]:
    """A sentence for each frozen review whose content no longer has its fingerprint."""
    return [
        f"Le bilan {frozen.year} a changé depuis sa validation par le COPIL."
        for frozen in contract.frozen_reviews.all()
        if hashlib.sha256(frozen.content.encode()).hexdigest() != frozen.sha256
    ]


@transaction.atomic
def remove_review(review, *, actor, version=None):
    """One that was never handed in."""
    if review.state != ReviewState.PREPARED or review.passages.exists():
        raise Refused("Un bilan transmis ne se retire pas.")
    review.texts.all().delete()
    writing.remove(review, actor=actor, version=version)

"""The bank of questions and the interview guides of a region: set by its siège or an administrator."""

from django.db import transaction
from django.utils.text import slugify

from accounts.permissions import may_manage_region
from contracts.services.region import NOT_YOURS
from core.errors import Forbidden, Invalid
from core.history import acting
from core.versioned import bump, change, lock, validated
from evaluation.bank import DEFAULTS, GUIDES, Entry
from evaluation.models import BankQuestion, RegionGuide
from evaluation.terms import Audience
from territories.models import Region


def bank_of(region) -> list[Entry]:
    """The questions that contracts of `region` may take; the usual ones where nobody has chosen yet."""
    rows = list(BankQuestion.objects.filter(region=region)) if region else []
    if not rows:
        return list(DEFAULTS)
    return [Entry(row.code, row.title, row.help, tuple(row.criteria), row.source) for row in rows if not row.retired]


def guide_of(region, audience) -> list[str]:
    """The questions to ask to this audience: the usual ones, then those of the region."""
    added = RegionGuide.objects.filter(region=region, audience=audience).first() if region else None
    return [*GUIDES[audience], *(added.questions if added else [])]


def region_guide(region, audience) -> RegionGuide:
    found = RegionGuide.objects.filter(region=region, audience=audience).first()
    return found or RegionGuide(region=region, audience=audience)


@transaction.atomic
def save_bank_question(*, region, actor, row=None, version=None, **fields) -> BankQuestion:
    """Add a question to the bank, or change `row`. The first one brings the usual ones along as rows to be changed."""
    _refuse(actor, region)
    if not fields.get("criteria", row.criteria if row else []):
        raise Invalid(fields={"criteria": ["Donnez au moins un critère."]})
    with acting(actor):
        if row is not None:
            return change(row, version=version, **fields)
        taken = _take_defaults(region)
        code = slugify(fields["title"])[:80] or "question"
        made = BankQuestion(region=region, code=code, position=len(taken) + 1, **fields)
        validated(made).save()
    return made


@transaction.atomic
def adopt_usual_bank(*, region, actor):
    """The usual questions become rows of the region, so that its siège may change them. Twice changes nothing."""
    _refuse(actor, region)
    with acting(actor):
        _take_defaults(region)


def _take_defaults(region) -> list[BankQuestion]:
    Region.objects.select_for_update().get(pk=region.pk)
    known = list(BankQuestion.objects.filter(region=region))
    if known:
        return known
    for position, entry in enumerate(DEFAULTS, start=1):
        said = {"title": entry.title, "help": entry.help, "criteria": list(entry.criteria), "source": entry.source}
        row = BankQuestion(region=region, code=entry.code, position=position, **said)
        validated(row).save()
        known.append(row)
    return known


@transaction.atomic
def retire_bank_question(*, row, actor, retired=True, version=None):
    """Taken no more by new evaluations; those that have it keep it."""
    _refuse(actor, row.region)
    with acting(actor):
        return change(row, version=version, retired=retired)


@transaction.atomic
def complete_guide(*, region, audience, actor, questions, version=None) -> RegionGuide:
    _refuse(actor, region)
    if audience not in Audience.values:
        raise Invalid("Ce public n’existe pas.")
    with acting(actor):
        held, made = RegionGuide.objects.select_for_update().get_or_create(region=region, audience=audience)
        current = held if made else lock(held, version=version)
        current.questions = list(questions)
        return bump(validated(current))


def _refuse(actor, region):
    if actor is not None and not may_manage_region(actor, region):
        raise Forbidden(NOT_YOURS)

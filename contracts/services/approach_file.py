"""What gathers on a démarche: dated notes, articles of the press, documents."""

from django.db import transaction
from django.utils import timezone

from contracts.models import ApproachDocument, ApproachNote, PressLink
from contracts.services.documents import KINDS, kept
from core.errors import Invalid, Refused
from core.files import check_upload
from core.history import acting
from core.versioned import validated

from .approaches import hold_approach


@transaction.atomic
def add_note(*, approach, actor, on, text) -> ApproachNote:
    held = hold_approach(approach, actor)
    return _kept_row(ApproachNote(approach=held, on=on, text=text.strip(), by=actor), actor)


@transaction.atomic
def add_press(*, approach, actor, title, url, published_on=None) -> PressLink:
    held = hold_approach(approach, actor)
    return _kept_row(PressLink(approach=held, title=title, url=url, published_on=published_on), actor)


@transaction.atomic
def remove_press(*, link, actor):
    hold_approach(link.approach, actor)
    with acting(actor):
        link.delete()


@transaction.atomic
def deposit(*, approach, actor, file, title="") -> ApproachDocument:
    """A file judged by its content and size, kept under its fingerprint."""
    held = hold_approach(approach, actor)
    found = check_upload(file, kinds=KINDS)
    return _kept_row(ApproachDocument(approach=held, **kept(file, found, title=title), created_by=actor), actor)


@transaction.atomic
def withdraw(*, document, actor, reason, at=None) -> ApproachDocument:
    hold_approach(document.approach, actor)
    if not reason.strip():
        raise Invalid(fields={"reason": ["Dites pourquoi ce document est retiré."]})
    current = ApproachDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if current.withdrawn_at:
        raise Refused("Ce document est déjà retiré.")
    current.withdrawn_at, current.withdrawn_by, current.withdrawn_reason = at or timezone.now(), actor, reason.strip()
    with acting(actor):
        current.save()
    return current


def _kept_row(row, actor):
    with acting(actor):
        validated(row).save()
    return row

"""Interviews and their quotes: nothing is quoted without a consent, nor before a person has read the masked words."""

from django.db import transaction
from django.utils import timezone

from contracts import writing
from core.errors import Invalid, Refused
from core.history import acting
from core.wording import inside
from evaluation.anonymity import names_of, without_names
from evaluation.models import Interview, Quote, Source
from evaluation.terms import Audience, Consent, SourceKind

from .evaluation_report import withdraw_quoting
from .evaluations import refuse_elsewhere

NO_CONSENT = "Sans consentement noté, rien de cet entretien ne se cite."


@transaction.atomic
def add_interview(*, contract, actor, audience, on, today, **fields) -> Interview:
    """The source that stands for it among the others names the audience and the month, never the person."""
    _refuse_future(on, today)
    writing.refuse_unless(writing.can_write, actor, contract)
    writing.hold(contract)
    number = Interview.objects.filter(contract=contract, audience=audience).count() + 1
    said = {"kind": SourceKind.INTERVIEW, "title": f"Entretien n°\xa0{number}, {inside(Audience(audience).label)}"}
    source = writing.add(Source, contract=contract, actor=actor, on=on, **said)
    about = {"source": source, "audience": audience, "on": on}
    return writing.add(Interview, contract=contract, actor=actor, **about, **fields)


@transaction.atomic
def edit_interview(*, row, actor, today, version=None, **fields):
    if "on" in fields:
        _refuse_future(fields["on"], today)
    edited = writing.edit(row, actor=actor, version=version, **fields)
    if "on" in fields:
        writing.edit(row.source, actor=actor, on=fields["on"])
    return edited


@transaction.atomic
def remove_interview(*, row, actor, today, version=None):
    """Its quotes, its source and the reports that quote it go with it: whoever was heard may ask for it."""
    source = row.source
    writing.refuse_unless(writing.can_write, actor, row.contract)
    if _quotable(row):
        withdraw_quoting(row, actor=actor, today=today)
    writing.remove(row, actor=actor, version=version)
    with acting(actor):
        source.delete()


@transaction.atomic
def note_consent(*, row, actor, consent, on, way, today, version=None):
    """Given or refused, when and how. Refused, or taken back: what was quoted is shown no more, nor the reports."""
    if consent:
        if on is None or not way:
            raise Invalid(fields={"consent_on": ["Dites quand et comment le consentement a été recueilli."]})
        _refuse_future(on, today, "consent_on")
    noted_by = actor if consent else None
    said = {"consent": consent, "consent_on": on if consent else None, "consent_way": way if consent else ""}
    quoted = _quotable(row)
    noted = writing.edit(row, actor=actor, version=version, consent_noted_by=noted_by, **said)
    if quoted and not noted.may_be_quoted:
        withdraw_quoting(noted, actor=actor, today=today)
    return noted


def _quotable(row) -> bool:
    """Whether it may be quoted as it is now, under the lock of its contract."""
    writing.hold(row.contract)
    return Interview.objects.filter(pk=row.pk, consent=Consent.GIVEN).exists()


def _refuse_future(on, today, field="on"):
    if on and on > today:
        raise Invalid(fields={field: ["Cette date est à venir."]})


@transaction.atomic
def add_quote(*, interview, actor, original, text="", question=None) -> Quote:
    """`text`: what was said without the names; left empty, the known names are masked. It is shown once confirmed."""
    refuse_elsewhere(interview.contract, question)
    if interview.consent == Consent.REFUSED:
        raise Refused("Cette personne a refusé d’être citée.")
    text = text.strip() or without_names(original, names_of([interview.contract]))
    said = {"original": original, "text": text, "question": question}
    return writing.add(Quote, contract=interview.contract, actor=actor, interview=interview, **said)


def edit_quote(*, row, actor, version=None, **fields):
    """Other words must be read again before they are shown."""
    refuse_elsewhere(row.contract, fields.get("question"))
    if {"original", "text"} & set(fields):
        fields |= {"confirmed_at": None, "confirmed_by": None}
    return writing.edit(row, actor=actor, version=version, **fields)


@transaction.atomic
def confirm_quote(*, row, actor, version=None, at=None):
    """Somebody has read the masked words and answers that nobody can be recognised in them."""
    writing.refuse_unless(writing.can_write, actor, row.contract)
    writing.hold(row.contract)
    interview = Interview.objects.get(pk=row.interview_id)
    if not interview.may_be_quoted:
        raise Refused(NO_CONSENT)
    if not row.text.strip():
        raise Invalid(fields={"text": ["La citation est vide."]})
    return writing.edit(row, actor=actor, version=version, confirmed_at=at or timezone.now(), confirmed_by=actor)


def remove_quote(*, row, actor, version=None):
    writing.remove(row, actor=actor, version=version)

"""The rows behind a number, in words: what each is, where it is read, what it says."""

from dataclasses import dataclass
from functools import singledispatch

from django.urls import reverse

from actions.models import Action, Factor, Funding, Indicator
from contracts.models import Commitment
from core.wording import count_of, day, money, number
from governance.models import Body, Decision, FollowUp, Meeting, PostFunding


@dataclass(frozen=True)
class Described:
    """`url` is empty where the row has been removed since."""

    label: str
    url: str
    detail: str
    contract: object


def describe(row, rows) -> Described:
    """`rows` are those of the day, where the names of what a row hangs on are found."""
    label, url, detail = _told(row, rows)
    gone = row._state.adding
    return Described(label, "" if gone else url, f"{detail} (retiré depuis)".strip() if gone else detail, row.contract)


@singledispatch
def _told(row, rows):
    return str(row), "", ""


@_told.register
def _(row: Action, rows):
    dates = [f"{word} {day(value)}" for word, value in (("du", row.starts_on), ("au", row.ends_on)) if value]
    return (
        str(row),
        row.get_absolute_url(),
        _said(row.get_status_display(), " ".join(dates), row.get_attainment_display()),
    )


@_told.register
def _(row: Funding, rows):
    action = rows.fiches.get(row.action_id)
    label = str(action) if action else "Fiche retirée"
    return label, action.get_absolute_url() if action else "", _euros(row, rows)


@_told.register
def _(row: PostFunding, rows):
    post = rows.posts.get(row.post_id)
    return str(post or "Poste retiré"), reverse("governance:bodies", args=[row.contract.reference]), _euros(row, rows)


@_told.register
def _(row: Indicator, rows):
    last = rows.last_values.get(row.pk)
    value = f"{number(last.value)} le {day(last.on)}" if last else "sans valeur"
    target = f"cible {number(row.target)}" if row.target is not None else "sans cible"
    return row.title, row.get_absolute_url(), _said(value, target, row.unit)


@_told.register
def _(row: Factor, rows):
    action = rows.fiches.get(row.action_id)
    dates = [f"{word} {day(value)}" for word, value in (("depuis le", row.since), ("clos le", row.closed_on)) if value]
    label = f"{row.get_kind_display()} : {row.text}".replace(" :", "\xa0:")
    return label, action.get_absolute_url() if action else "", _said(str(action or ""), row.get_about_display(), *dates)


@_told.register
def _(row: Commitment, rows):
    url = reverse("contracts:signatories", args=[row.contract.reference])
    due = f"pour le {day(row.due_on)}" if row.due_on else ""
    return row.text, url, _said(row.get_state_display(), due)


@_told.register
def _(row: FollowUp, rows):
    url = f"{reverse('governance:follow_ups', args=[row.contract.reference])}#suite-{row.pk}"
    dates = [f"{word} {day(value)}" for word, value in (("pour le", row.due_on), ("faite le", row.done_on)) if value]
    return row.text, url, _said(*dates)


@_told.register
def _(row: Decision, rows):
    return f"{row}\xa0: {row.text}", row.get_absolute_url(), day(row.on)


@_told.register
def _(row: Meeting, rows):
    bodies = {body.pk: body for body in rows[Body]}
    return str(bodies.get(row.body_id, "Séance")), row.get_absolute_url(), day(row.on)


@_told.register
def _(row: Body, rows):
    url = reverse("governance:bodies", args=[row.contract.reference])
    return str(row), url, f"{count_of(row.meetings_per_year, 'séance,séances')} par an"


def _euros(row, rows) -> str:
    amounts = [("prévu", row.planned), ("notifié", row.granted), ("réalisé", row.spent)]
    told = [f"{label} {money(value)}" for label, value in amounts if value is not None]
    return _said(rows.funders.get(row.funder_id, ""), str(row.year or "sans année"), *told)


def _said(*words) -> str:
    return ", ".join(filter(None, words))

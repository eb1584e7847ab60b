"""What was promised for a year as it was written at its beginning, and what became of it since, with the reasons."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import Organisation
from actions.enums import ActionStatus
from actions.models import Action, ChangeReason, Funding, Indicator, Step
from actions.services.reasons import in_words, value_in_words
from actions.states import FINISHED
from core.wording import day, money
from evaluation.figures.past import undo

from .blocks import table

READ: dict[type, tuple[str, ...]] = {
    Action: ("axis", "number", "title", "status", "origin", "starts_on", "ends_on", "yearly", "position"),
    Step: ("action", "title", "due_on"),
    Funding: ("action", "funder", "year", "planned"),
    Indicator: ("action", "title", "unit", "target"),
}
WHOLE = "La fiche"
PROMISED = "Ce qui était prévu"
#: What nobody had said needs no reason to be said.
SAID_SINCE = "Précisé depuis"
NO_REASON = "Sans motif écrit"


@dataclass(frozen=True)
class Promise:
    """`value` in words; `year` is that of which it is, None for what holds whatever the year; `euros` of money."""

    fiche: int | None
    what: str
    value: str
    said: str
    year: int | None
    euros: Any = None


@dataclass(frozen=True)
class Written:
    """The fiches and the promises of a contract as they were written on a day, by (model, id, field)."""

    fiches: dict[int, Action]
    promises: dict[tuple, Promise]

    def of_year(self, pk, year) -> list[Promise]:
        return [each for each in self.promises.values() if each.fiche == pk and each.year in (year, None) and each.said]


def beginning(contract, year, *, at) -> tuple[date, str]:
    """The day on which the promises of the year are read, and that day in words.

    The last one before the year; later where the contract was signed, or taken up on the platform, in the year: what
    was not recorded cannot be read back.
    """
    eve, held = date(year - 1, 12, 31), timezone.localdate(contract.created_at)
    signed = contract.signed_on if contract.signed_on and contract.signed_on <= at else eve
    on = max(eve, held, signed)
    if on == eve:
        return on, "au début de l’année"
    if on == signed:
        return on, f"à la signature, le {day(on)}"
    return on, f"repris sur la plateforme le {day(on)}"


def written_on(contract, on) -> Written:
    """Read in the rows and in the journal: what was moved, added or withdrawn since is put back."""
    now = {model: _rows(model, contract) for model in READ}
    found = undo(now, READ, scopes=[contract.pk], at=on)
    funders = Organisation.objects.in_bulk({row.funder_id for row in found[Funding]})
    promises: dict[tuple, Promise] = {}
    for model, rows in found.items():
        for row in rows:
            if model is Funding:
                row.funder = funders.get(row.funder_id) or Organisation(pk=row.funder_id, name="Financeur")
            promises |= {(model, row.pk, field): promise for field, promise in _promises(row)}
    return Written({row.pk: row for row in found[Action]}, promises)


def _rows(model, contract):
    names = ("pk", "contract", "created_at", *READ[model])
    return list(model._base_manager.filter(contract=contract).only(*names).order_by("position", "pk"))


def _promises(row):
    match row:
        case Action():
            yield from _of_fiche(row)
        case Step() if row.due_on:
            yield "due_on", _dated(row, "due_on", f"étape «\xa0{row.title}\xa0» pour le {day(row.due_on)}")
        case Funding() if row.planned and row.year:
            said = {"fiche": row.action_id, "what": in_words(row, "planned"), "year": row.year, "euros": row.planned}
            yield "planned", Promise(value=money(row.planned), said="", **said)
        case Indicator() if row.target is not None:
            words = value_in_words(row, row.target)
            yield "target", Promise(row.action_id, in_words(row, "target"), words, "", None)


def _of_fiche(action):
    for field, verb in (("starts_on", "débuter"), ("ends_on", "finir")):
        if on := getattr(action, field):
            yield field, _dated(action, field, f"{verb} le {day(on)}")
    if action.yearly:
        yield "yearly", Promise(action.pk, "Se répète chaque année", "oui", "se répète chaque année", None)


def _dated(row, field, said) -> Promise:
    on = getattr(row, field)
    fiche = row.pk if isinstance(row, Action) else row.action_id
    return Promise(fiche, in_words(row, field), day(on), said, on.year)


# --- What is shown ---------------------------------------------------------------------------------
def for_year(title, written, year, axes, *, without=(ActionStatus.ABANDONED,), head=PROMISED) -> list[dict]:
    """Fiches that were to begin, end or pass a step in the year, that come back every year, or have its money."""
    lines = []
    for action in _in_order(written.fiches.values(), axes):
        if action.status in without:
            continue
        said, euros = _of_year(written, action, year)
        if said or euros:
            lines.append([str(action), ", ".join(said), money(euros) if euros else ""])
    return table(title, ["Fiche", head, "Argent prévu"], lines)


def to_come(title, written, year, axes) -> list[dict]:
    return for_year(title, written, year, axes, without=FINISHED, head="Ce qui est prévu")


def _of_year(written, action, year):
    """(in words, euros) of one fiche; what comes back every year does from its beginning on."""
    found = written.of_year(action.pk, year)
    begins_later = action.starts_on and action.starts_on.year > year
    said = [each.said for each in found if each.year == year or not begins_later]
    every = written.promises.values()
    return said, sum(each.euros for each in every if each.fiche == action.pk and each.year == year and each.euros)


def _in_order(actions, axes) -> list[Action]:
    places = {pk: place for place, pk in enumerate(axes)}
    return sorted(actions, key=lambda row: (places.get(row.axis_id, len(places)), row.position, row.pk))


def changes(before, after, reasons, axes, year, *, since) -> tuple[list[dict], list[dict]]:
    """(of what was promised for the year, of what was for others): what was moved, withdrawn or added, and why."""
    told = _Reasons(reasons, since)
    fiches = before.fiches | after.fiches
    found = [*_of_fiches(before, after, told, year), *_of_promises(before, after, told, year)]
    found += [(row.action_id, True, [row.what, row.before, row.after, told.words(row)]) for row in told.left()]
    ranks = {action.pk: rank for rank, action in enumerate(_in_order(fiches.values(), axes))}
    found.sort(key=lambda each: ranks.get(each[0], len(ranks)))
    heads = ["Fiche", "Ce qui a changé", "Avant", "Après", "Motif"]
    lines = {here: [[_name(fiches, pk), *line] for pk, of, line in found if of is here] for here in (True, False)}
    return (
        table("Ce qui a changé depuis dans ce qui était prévu", heads, lines[True]),
        table("Ce qui a changé dans ce qui est prévu d’autres années", heads, lines[False]),
    )


def _name(fiches, pk) -> str:
    return str(fiches[pk]) if pk in fiches else "Contrat"


def _of_fiches(before, after, told, year):
    """(fiche, whether it is of the year, line): those that came, went, or were abandoned, each as a whole."""
    for pk, action in after.fiches.items():
        if pk not in before.fiches:
            words = _whole(after, action, year)
            yield pk, True, [WHOLE, "", words or "ajoutée", action.get_origin_display() or NO_REASON]
        elif action.status == ActionStatus.ABANDONED != before.fiches[pk].status:
            was = before.fiches[pk].get_status_display() or "Sans statut"
            yield pk, True, [WHOLE, was, action.get_status_display(), NO_REASON]
    for pk, action in before.fiches.items():
        if pk not in after.fiches:
            yield pk, True, [WHOLE, _whole(before, action, year) or "au plan", "retirée", NO_REASON]


def _whole(written, action, year) -> str:
    said, euros = _of_year(written, action, year)
    return ", ".join([*said, *([money(euros)] if euros else [])])


def _of_promises(before, after, told, year):
    both = before.fiches.keys() & after.fiches.keys()
    for key in dict.fromkeys([*before.promises, *after.promises]):
        was, now = before.promises.get(key), after.promises.get(key)
        one = now or was
        if (one.fiche is not None and one.fiche not in both) or (was and now and was.value == now.value):
            continue
        concerned = {each.year for each in (was, now) if each}
        why = told.of(was, now) or (NO_REASON if was else SAID_SINCE)
        line = [one.what, was.value if was else "", now.value if now else "retiré", why]
        yield one.fiche, bool(concerned & {year, None}), line


class _Reasons:
    """The reasons of the year by what they explain; each is told once.

    One from before the beginning explains no change since: it is told alone.
    """

    def __init__(self, rows, since):
        self.rows, self.since = list(rows), since
        self.told = set()

    def of(self, *promises) -> str:
        known = {(each.fiche, each.what) for each in promises if each}
        found = [row for row in self.rows if row.on > self.since and (row.action_id, row.what) in known]
        self.told |= {row.pk for row in found}
        return "\xa0; ".join(map(self.words, found))

    def words(self, row) -> str:
        return f"{row.get_reason_display()}\xa0: {row.text}" if row.text else row.get_reason_display()

    def left(self) -> list[ChangeReason]:
        """Of what was moved and put back, of what has another name since, of what was recorded elsewhere."""
        return [row for row in self.rows if row.pk not in self.told]

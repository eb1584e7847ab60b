"""A grid of money, of fiches or of a post: its forms, what they ask of a service, and what two people did at once."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from actions.forms.money import FundingLineForm
from actions.services.money import Change, LinesRefused
from contracts.views.conflict import changes_since, conflict_for, values_to_save
from contracts.views.loading import by
from core.errors import Invalid, ServiceError, Stale
from core.grid import Cell, Column, Grid, Group, Line
from core.search import search_key
from core.sent import whole

PREFIX = "f"
#: What one page may send: the site refuses forms of more than 5,000 fields.
MAX_LINES = 350
NUMERIC = {"year", "planned", "granted", "spent", "fte"}
CHANGED = "Quelqu’un d’autre vient de modifier cette ligne\xa0: relisez-la avant de la retirer."
GONE = "Quelqu’un d’autre a retiré cette ligne\xa0: enregistrez pour la remettre, ou videz-la."


@dataclass
class Entry:
    """One line of `owner` (a fiche, a post): its form, and what the other person wrote in the cells that cross."""

    owner: Any
    form: FundingLineForm
    crossing: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)

    @property
    def in_doubt(self) -> bool:
        return bool(self.crossing or self.errors or self.form.errors)


class MoneyLines:
    """Lines of money as they stand, or as they were sent.

    A sheet says whose its lines are (`owners`, and `asked_owner` of a line that was sent), how a line is read
    (`form`), what is known beside a row (`told`), and which service writes (`write`).
    """

    caption = "Financements"

    def __init__(self, contract, rows: Iterable, data=None):
        self.contract = contract
        self.rows = {row.pk: self.told(row) for row in rows}
        self.known = {search_key(row.funder.name): row.funder for row in self.rows.values()}
        #: Who saved meanwhile, and whether something of theirs was taken in.
        self.by, self.took_in = "", False
        self.entries = self._shown() if data is None else self._sent(data)

    # --- what each sheet says -------------------------------------------------------------------
    def owners(self) -> Iterable:
        raise NotImplementedError

    def lines_of(self, owner) -> list:
        """The rows to show, and None for an empty line."""
        raise NotImplementedError

    def asked_owner(self, place, data):
        """Whose the line sent at `place` is; None where it is not of this page."""
        raise NotImplementedError

    def form(self, place, owner, row=None, data=None) -> FundingLineForm:
        raise NotImplementedError

    def told(self, row):
        """The row with what is in hand, not one more query a line."""
        raise NotImplementedError

    def write(self, changes, actor):
        raise NotImplementedError

    # --- forms ----------------------------------------------------------------------------------
    def _shown(self):
        wanted = [(owner, row) for owner in self.owners() for row in self.lines_of(owner)]
        return [Entry(owner, self._form(place, owner, row)) for place, (owner, row) in enumerate(wanted)]

    def _sent(self, data):
        places = range(min(whole(data.get(f"{PREFIX}-TOTAL_FORMS")) or 0, MAX_LINES))
        asked = [(place, self.asked_owner(place, data)) for place in places]
        return [self._read(place, owner, data) for place, owner in asked if owner is not None]

    def _form(self, place, owner, row=None, data=None):
        return self.form(f"{PREFIX}-{place}", owner, copy.copy(row), data)

    def _read(self, place, owner, data):
        asked = whole(data.get(f"{PREFIX}-{place}-row"))
        row = self.rows.get(asked)
        if asked and row is None:
            data = data.copy()
            data[f"{PREFIX}-{place}-row"] = data[f"{PREFIX}-{place}-version"] = ""
            return Entry(owner, self._form(place, owner, data=data), errors=[GONE])
        return Entry(owner, self._form(place, owner, row, data))

    # --- saving ---------------------------------------------------------------------------------
    @property
    def unexplained(self) -> bool:
        """Something beside the lines is missing."""
        return False

    def save(self, request) -> bool:
        """All of it, or nothing and the reasons in the cells. What only the other changed is taken in silently."""
        if not all(entry.form.is_valid() for entry in self.entries) or any(entry.errors for entry in self.entries):
            return False
        for _attempt in range(2):
            asked = [(entry, self._change(entry)) for entry in self.entries if entry.form.has_changed()]
            try:
                with by(request):
                    self.write([change for _entry, change in asked], request.user)
                return True
            except LinesRefused as refused:
                for place, refusal in refused.refusals.items():
                    self.refuse(asked[place][0], refusal)
            if self.unexplained or any(entry.in_doubt for entry in self.entries):
                return False
        return False

    def _change(self, entry) -> Change:
        form = entry.form
        if form.funding is None:
            return Change(entry.owner, values={name: form.cleaned_data[name] for name in form.value_names()})
        values = {name: value for name, value in values_to_save(form).items() if name in form.value_names()}
        about = {"row": self.rows[form.funding.pk], "version": form.seen_version}
        return Change(entry.owner, **about, values=values, remove=form.removes())

    def refuse(self, entry, refusal: ServiceError):
        if isinstance(refusal, Invalid):
            entry.form.add_refusal(refusal)
        elif isinstance(refusal, Stale):
            self._take_in(entry, refusal)
        else:
            entry.errors += refusal.sentences

    def _take_in(self, entry, stale):
        """Her line stands on the new version; the cells that both wrote say the other's words beside hers."""
        form = entry.form
        if form.removes():
            entry.errors.append(CHANGED)
        # The place of the line and « Retirer » are nothing that the other wrote.
        form.cleaned_data = {name: form.cleaned_data[name] for name in [*form.value_names(), "version"]}
        lines = changes_since(stale.current, form.seen_version)
        moved = {name for line in lines for name in line.changes} or set(form.value_names())
        conflict = conflict_for(form, stale)
        self.by, self.took_in = conflict["by"], True
        crossing = [each for each in conflict["fields"] if each["name"] in moved]
        entry.crossing = {each["name"]: (each["theirs"] or "vide", each["raw"]) for each in crossing}
        row = self.rows[stale.current.pk] = self.told(stale.current)
        entry.form = self._form(_place_of(form), entry.owner, row, form.data)
        entry.form.is_valid()

    # --- what the page draws ---------------------------------------------------------------------
    def grid(self, *, titles=False) -> Grid:
        owners = list(self.owners())
        sample = self._form("__prefix__", owners[0] if owners else None)
        names = sample.value_names()
        columns = [Column(sample.fields[name].label, name in NUMERIC, wide=name == "funder") for name in names]
        groups = [self._group(owner, names, titles) for owner in owners]
        return Grid(self.caption, [*columns, Column("Retirer")], groups, prefix=PREFIX)

    def _group(self, owner, names, titled):
        lines = [self._line(entry, names) for entry in self.entries if entry.owner is owner]
        title = {"title": str(owner), "url": owner.get_absolute_url()} if titled else {}
        blank = self._line(Entry(owner, self._form("__prefix__", owner)), names)
        return Group(lines, blank=blank, **title)

    def _line(self, entry, names):
        form = entry.form
        cells = [Cell(form[name], *entry.crossing.get(name, ())) for name in names]
        hidden = [form[name] for name in form.PLACE]
        label = str(form.funding or "nouvelle ligne")
        return Line(label, [*cells, form["remove"] if form.funding else None], hidden, entry.errors)

    def funders(self) -> list[str]:
        """Offered while typing: those of the page, and the parties of the contract."""
        names = {row.funder.name for row in self.rows.values()}
        names |= set(self.contract.signatories.values_list("organisation__name", flat=True))
        return sorted(names, key=search_key)

    @property
    def stamp(self) -> str:
        """Moves when a line does: a text kept in the browser is older than what the page holds."""
        return f"{len(self.rows)}-{sum(row.version for row in self.rows.values())}"

    @property
    def last(self):
        """The line saved last, for the words beside « Enregistrer »."""
        return max(self.rows.values(), key=lambda row: row.updated_at, default=None)

    @property
    def total(self) -> int:
        return max((int(_place_of(entry.form)) for entry in self.entries), default=-1) + 1


def asked_number(data, place, name) -> int | None:
    """The whole number sent for `name` on the line at `place`."""
    return whole(data.get(f"{PREFIX}-{place}-{name}"))


def _place_of(form) -> str:
    return form.prefix.removeprefix(f"{PREFIX}-")

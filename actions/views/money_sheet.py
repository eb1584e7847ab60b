"""The grid of money of some fiches: its forms, what they ask of the service, and what two people did at once."""

import copy
from dataclasses import dataclass, field

from actions.forms.money import FundingLineForm
from actions.forms.reasons import ReasonForm, said
from actions.models import Funding
from actions.services.money import Change, LinesRefused, save_money
from actions.services.reasons import ReasonNeeded
from contracts.views.conflict import changes_since, conflict_for, values_to_save
from contracts.views.loading import by
from core.errors import Invalid, ServiceError, Stale
from core.grid import Cell, Column, Grid, Group, Line
from core.search import search_key

PREFIX = "f"
#: What one page may send: the site refuses forms of more than 5,000 fields.
MAX_LINES = 350
NUMERIC = {"year", "planned", "granted", "spent", "fte"}
CHANGED = "Quelqu’un d’autre vient de modifier cette ligne\xa0: relisez-la avant de la retirer."
GONE = "Quelqu’un d’autre a retiré cette ligne\xa0: enregistrez pour la remettre, ou videz-la."


@dataclass
class Entry:
    """One line: its form, and what the other person wrote in the cells that cross."""

    form: FundingLineForm
    crossing: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)


class MoneySheet:
    """The lines of money of `actions`, as they stand or as they were sent. `blanks`: empty lines under each fiche."""

    def __init__(self, contract, actions, data=None, *, blanks=1):
        self.contract, self.blanks = contract, blanks
        self.actions = {action.pk: action for action in actions}
        self.agreements = list(contract.funding_agreements.all())
        self.rows = {row.pk: row for row in self._rows()}
        self.known = {search_key(row.funder.name): row.funder for row in self.rows.values()}
        self.entries = self._shown() if data is None else self._sent(data)
        #: Who saved meanwhile, and whether something of theirs was taken in.
        self.by, self.took_in = "", False
        #: `actions.forms.reasons.ReasonForm`, where the contract is signed.
        self.why: ReasonForm | None = None

    def _rows(self):
        rows = Funding.objects.filter(action__in=self.actions).select_related("funder", "funding_agreement")
        return [self._told(row) for row in rows.order_by("year", "position", "pk")]

    # --- forms -------------------------------------------------------------------------------
    def _form(self, place, action, row=None, data=None):
        shared = {"agreements": self.agreements, "known": self.known}
        return FundingLineForm(data, funding=row, action=action, prefix=f"{PREFIX}-{place}", **shared)

    def _shown(self):
        wanted = []
        for action in self.actions.values():
            mine = [row for row in self.rows.values() if row.action_id == action.pk]
            wanted += [(action, row) for row in mine]
            wanted += [(action, None)] * (self.blanks if mine else 1)
        return [Entry(self._form(place, action, row)) for place, (action, row) in enumerate(wanted)]

    def _sent(self, data):
        entries = []
        for place in range(min(_whole(data.get(f"{PREFIX}-TOTAL_FORMS")) or 0, MAX_LINES)):
            action = self.actions.get(_whole(data.get(f"{PREFIX}-{place}-action")))
            if action is not None:
                entries.append(self._read(place, action, data))
        return entries

    def _read(self, place, action, data):
        asked = _whole(data.get(f"{PREFIX}-{place}-row"))
        row = self.rows.get(asked)
        form = self._form(place, action, copy.copy(row), data)
        if asked and row is None:
            form.data = data.copy()
            form.data[f"{PREFIX}-{place}-row"] = form.data[f"{PREFIX}-{place}-version"] = ""
            return Entry(form, errors=[GONE])
        return Entry(form)

    @property
    def unexplained(self) -> bool:
        return bool(self.why and self.why.errors)

    # --- saving ------------------------------------------------------------------------------
    def save(self, request) -> bool:
        """All of it, or nothing and the reasons in the cells. What only the other changed is taken in silently."""
        if not all(entry.form.is_valid() for entry in self.entries) or any(entry.errors for entry in self.entries):
            return False
        for _attempt in range(2):
            asked = [(entry, self._change(entry.form)) for entry in self.entries if entry.form.has_changed()]
            try:
                with by(request):
                    save_money(changes=[change for _entry, change in asked], actor=request.user, **said(self.why))
                return True
            except LinesRefused as refused:
                for place, refusal in refused.refusals.items():
                    self._refuse(asked[place][0], refusal)
            if self.unexplained or any(e.crossing or e.errors or e.form.errors for e in self.entries):
                return False
        return False

    def _change(self, form):
        if form.funding is None:
            values = {name: form.cleaned_data[name] for name in form.value_names()}
            return Change(form.of_action, values=values)
        values = {name: value for name, value in values_to_save(form).items() if name in form.value_names()}
        about = {"row": self.rows[form.funding.pk], "version": form.seen_version}
        return Change(form.of_action, **about, values=values, remove=form.removes())

    def _refuse(self, entry, refusal: ServiceError):
        if isinstance(refusal, ReasonNeeded) and self.why:
            self.why.refuse(refusal)
        elif isinstance(refusal, Invalid):
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
        row = self.rows[stale.current.pk] = self._told(stale.current)
        entry.form = self._form(place_of(form), form.of_action, copy.copy(row), form.data)
        entry.form.is_valid()

    def _told(self, row):
        """The fiche and the contract in hand, not one more query a line."""
        row.action, row.contract = self.actions[row.action_id], self.contract
        return row

    # --- what the page draws -----------------------------------------------------------------
    def grid(self, *, titles=False) -> Grid:
        sample = FundingLineForm(agreements=self.agreements)
        names = sample.value_names()
        columns = [Column(sample.fields[name].label, name in NUMERIC, wide=name == "funder") for name in names]
        groups = [self._group(action, names, titles) for action in self.actions.values()]
        return Grid("Financements", [*columns, Column("Retirer")], groups, prefix=PREFIX)

    def _group(self, action, names, titled):
        lines = [self._line(entry, names) for entry in self.entries if entry.form.of_action.pk == action.pk]
        title = {"title": str(action), "url": action.get_absolute_url()} if titled else {}
        blank = self._line(Entry(self._form("__prefix__", action)), names)
        return Group(lines, blank=blank, **title)

    def _line(self, entry, names):
        form = entry.form
        cells = [Cell(form[name], *entry.crossing.get(name, ())) for name in names]
        hidden = [form[name] for name in form.PLACE]
        return Line(self._called(form), [*cells, form["remove"] if form.funding else None], hidden, entry.errors)

    def _called(self, form):
        return str(form.funding or "nouvelle ligne")

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
    def last(self) -> Funding | None:
        """The line saved last, for the words beside « Enregistrer »."""
        return max(self.rows.values(), key=lambda row: row.updated_at, default=None)

    @property
    def total(self) -> int:
        return max((int(place_of(entry.form)) for entry in self.entries), default=-1) + 1


def place_of(form) -> str:
    return form.prefix.removeprefix(f"{PREFIX}-")


def _whole(text) -> int | None:
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 19 else None

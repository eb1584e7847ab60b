"""The money of a post by party and year, in a grid: all of it is saved, or nothing and the reasons in the cells."""

import copy
from dataclasses import dataclass, field

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from actions.services.money import LinesRefused
from contracts.permissions import can_write
from contracts.views.conflict import changes_since, conflict_for, values_to_save
from contracts.views.loading import by, contract_page, load_contract
from core.errors import Invalid, Stale
from core.grid import Cell, Column, Grid, Group, Line
from core.search import search_key
from governance.forms.posts import PostFundingLineForm
from governance.models import CoordinationPost
from governance.services.coordination import FundingChange, save_post_money

PREFIX = "f"
MAX_LINES = 200
NUMERIC = {"year", "planned", "granted", "spent", "fte"}
GONE = "Quelqu’un d’autre a retiré cette ligne\xa0: enregistrez pour la remettre, ou videz-la."
CHANGED = "Quelqu’un d’autre vient de modifier cette ligne\xa0: relisez-la avant de la retirer."


@dataclass
class Entry:
    """One line: its form, and what the other person wrote in the cells that cross."""

    form: PostFundingLineForm
    crossing: dict = field(default_factory=dict)
    errors: list = field(default_factory=list)


class PostSheet:
    """The lines of money of `post`, as they stand or as they were sent."""

    def __init__(self, post, data=None):
        self.post = post
        self.rows = {row.pk: row for row in post.fundings.select_related("funder").order_by("year", "position", "pk")}
        for row in self.rows.values():
            row.contract = post.contract
        self.known = {search_key(row.funder.name): row.funder for row in self.rows.values()}
        self.entries = self._shown() if data is None else self._sent(data)

    def _form(self, place, row=None, data=None):
        return PostFundingLineForm(data, funding=copy.copy(row), known=self.known, prefix=f"{PREFIX}-{place}")

    def _shown(self):
        return [Entry(self._form(place, row)) for place, row in enumerate([*self.rows.values(), None])]

    def _sent(self, data):
        count = min(_whole(data.get(f"{PREFIX}-TOTAL_FORMS")) or 0, MAX_LINES)
        return [self._read(place, data.copy()) for place in range(count)]

    def _read(self, place, data):
        asked = _whole(data.get(f"{PREFIX}-{place}-row"))
        row = self.rows.get(asked)
        if asked and row is None:
            data[f"{PREFIX}-{place}-row"] = data[f"{PREFIX}-{place}-version"] = ""
            return Entry(self._form(place, data=data), errors=[GONE])
        return Entry(self._form(place, row, data))

    # --- saving ------------------------------------------------------------------------------
    def save(self, request) -> bool:
        """What only the other changed is taken in, and the line tried again; what both changed is asked."""
        if not all(entry.form.is_valid() for entry in self.entries) or any(entry.errors for entry in self.entries):
            return False
        for _attempt in range(2):
            asked = [(entry, self._change(entry.form)) for entry in self.entries if entry.form.has_changed()]
            try:
                with by(request):
                    save_post_money(post=self.post, changes=[each for _, each in asked], actor=request.user)
                return True
            except LinesRefused as refused:
                for place, refusal in refused.refusals.items():
                    self._refuse(asked[place][0], refusal)
            if any(entry.crossing or entry.errors or entry.form.errors for entry in self.entries):
                return False
        return False

    def _change(self, form):
        if form.funding is None:
            return FundingChange(values={name: form.cleaned_data[name] for name in form.value_names()})
        values = {name: value for name, value in values_to_save(form).items() if name in form.value_names()}
        return FundingChange(self.rows[form.funding.pk], form.seen_version, values, form.removes())

    def _refuse(self, entry, refusal):
        if isinstance(refusal, Invalid):
            entry.form.add_refusal(refusal)
        elif isinstance(refusal, Stale):
            self._take_in(entry, refusal)
        else:
            entry.errors += refusal.sentences

    def _take_in(self, entry, stale):
        form = entry.form
        if form.removes():
            entry.errors.append(CHANGED)
        # The place of the line and « Retirer » are nothing that the other wrote.
        form.cleaned_data = {name: form.cleaned_data[name] for name in [*form.value_names(), "version"]}
        moved = {name for line in changes_since(stale.current, form.seen_version) for name in line.changes}
        crossing = [each for each in conflict_for(form, stale)["fields"] if each["name"] in moved]
        entry.crossing = {each["name"]: (each["theirs"] or "vide", each["raw"]) for each in crossing}
        row = self.rows[stale.current.pk] = stale.current
        row.contract = self.post.contract
        entry.form = self._form(_place_of(form), row, form.data)
        entry.form.is_valid()

    # --- what the page draws -----------------------------------------------------------------
    def grid(self) -> Grid:
        sample = self._form("__prefix__")
        names = sample.value_names()
        columns = [Column(sample.fields[name].label, name in NUMERIC, wide=name == "funder") for name in names]
        lines = [self._line(entry, names) for entry in self.entries]
        groups = [Group(lines, blank=self._line(Entry(sample), names))]
        return Grid("Financement du poste", [*columns, Column("Retirer")], groups, prefix=PREFIX)

    def _line(self, entry, names):
        form = entry.form
        cells = [Cell(form[name], *entry.crossing.get(name, ())) for name in names]
        hidden = [form[name] for name in form.PLACE]
        label = str(form.funding or "nouvelle ligne")
        return Line(label, [*cells, form["remove"] if form.funding else None], hidden, entry.errors)

    @property
    def total(self) -> int:
        return len(self.entries)

    @property
    def stamp(self) -> str:
        """Moves when a line does: a text kept in the browser is older than what the page holds."""
        return f"{len(self.rows)}-{sum(row.version for row in self.rows.values())}"

    @property
    def last(self):
        return max(self.rows.values(), key=lambda row: row.updated_at, default=None)

    def funders(self) -> list[str]:
        """Offered while typing: those of the post, and the parties of the contract."""
        names = {row.funder.name for row in self.rows.values()}
        names |= set(self.post.contract.signatories.values_list("organisation__name", flat=True))
        return sorted(names, key=search_key)


@require_http_methods(["GET", "HEAD", "POST"])
def money(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    post = get_object_or_404(CoordinationPost, contract=contract, pk=pk)
    post.contract = contract
    sheet = PostSheet(post, request.POST if request.method == "POST" else None)
    back = f"{reverse('governance:bodies', args=[reference])}#poste-{pk}"
    if request.method == "POST" and sheet.save(request):
        messages.success(request, "Le financement du poste est enregistré.")
        return redirect(back)
    grid = sheet.grid()
    context = {"post": post, "sheet": sheet, "grid": grid, "funders": sheet.funders(), "back": back}
    status = 200 if request.method != "POST" else 409 if grid.crossing else 400
    return contract_page(request, contract, "governance/post_money.html", context, active="governance", status=status)


def _place_of(form) -> str:
    return form.prefix.removeprefix(f"{PREFIX}-")


def _whole(text) -> int | None:
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 19 else None

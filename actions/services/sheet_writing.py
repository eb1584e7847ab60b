"""What a spreadsheet says, written: fiches and their rows in bulk, under the rules of the services of one fiche."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max
from django.utils import timezone

from actions.models import Action, Funding, Indicator, Note, Step
from actions.spreadsheets.bulk import changed, checked, save_changes, save_new, touch
from contracts.writing import hold
from core.errors import Invalid, ServiceError

from .fiches import check_origin, check_place, origin_of, sorted_out
from .reasons import ReasonNeeded, keep_reasons


@dataclass
class NewFiche:
    """`given` is what `create_action` takes; the rest hangs on the fiche, as arguments of its rows."""

    given: dict[str, Any]
    steps: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fundings: list[dict] = field(default_factory=list)
    indicators: list[dict] = field(default_factory=list)


class Writer:
    """Holds the contract until the end of the transaction; journals through `core.history.acting`, set outside."""

    def __init__(self, contract, *, actor, reason="", reason_text=""):
        self.contract = hold(contract)
        self.actor, self.why = actor, {"reason": reason, "reason_text": reason_text}
        #: What was promised at the signature and changes without a reason yet.
        self.promises: list[str] = []
        self._last = self.contract.actions.aggregate(last=Max("position"))["last"] or 0
        self._lasts: dict = defaultdict(Counter)

    # --- fiches ------------------------------------------------------------------------------
    def build(self, given) -> tuple[Action, list]:
        """A new fiche, checked but not saved, and its lists."""
        lists, _findings, fields = sorted_out(dict(given))
        fields["origin"] = origin_of(self.contract, fields.get("origin") or "")
        check_place(self.contract, fields["axis"], fields.get("objective"))
        self._last += 1
        action = Action(contract=self.contract, position=self._last, **fields)
        action.refresh_search()
        return checked(action), lists

    def save(self, built: Iterable[tuple[Action, list]]):
        built = list(built)
        save_new([action for action, _lists in built])
        rows = defaultdict(list)
        for action, lists in built:
            for each in lists:
                rows[each.model] += each.made(action)
        for made in rows.values():
            save_new([checked(row) for row in made])

    def hang(self, action, new: NewFiche):
        """The rows of a fiche just saved."""
        save_new(self._numbered(Step, action, [{"title": title} for title in new.steps]))
        notes = [{"text": text, "on": timezone.localdate(), "author": str(self.actor or "")} for text in new.notes]
        save_new(self._numbered(Note, action, notes))
        save_new(self._numbered(Funding, action, new.fundings))
        save_new(self._numbered(Indicator, action, new.indicators))

    def _numbered(self, model, action, every):
        made = [
            model(contract=self.contract, action=action, position=place, **each) for place, each in enumerate(every, 1)
        ]
        return [checked(row) for row in made]

    def change_fiche(self, action, given):
        """(before, after, names) for `save_changes`, or None where only lists change; those are written at once."""
        lists, _findings, fields = sorted_out(dict(given))
        axis = fields.get("axis", action.axis)
        check_place(self.contract, axis, fields.get("objective", action.objective))
        check_origin(action, fields)
        self._ask_why(action, fields)
        if "axis" in fields or "objective" in fields:
            self._last += 1
            fields["position"] = self._last
        before, after = changed(action, fields)
        for each in lists:
            each.write(after)
        return before, after, list(fields) or ["position"]

    # --- rows of fiches ----------------------------------------------------------------------
    def build_row(self, model, given):
        action = given["action"]
        row = model(contract=self.contract, position=self._next(model, action), **given)
        return checked(row)

    def _next(self, model, action):
        lasts = self._lasts[model]
        if action.pk not in lasts:
            lasts[action.pk] = model.objects.filter(action=action).aggregate(last=Max("position"))["last"] or 0
        lasts[action.pk] += 1
        return lasts[action.pk]

    def change_row(self, row, given):
        self._ask_why(row, given)
        before, after = changed(row, given)
        return before, after, list(given)

    def _ask_why(self, row, fields):
        try:
            keep_reasons(row, fields, actor=self.actor, **self.why)
        except ReasonNeeded as error:
            self.promises += error.promises

    save_changes = staticmethod(save_changes)
    save_new = staticmethod(save_new)
    touch = staticmethod(touch)


def refusals(error: ServiceError) -> list[tuple[str, str]]:
    """(field or "", sentence) of what a service refused."""
    if isinstance(error, Invalid) and error.fields:
        return [(name, sentence) for name, sentences in error.fields.items() for sentence in sentences]
    return [("", sentence) for sentence in error.sentences]

"""The fiches that the filters of the address leave: what list, board, timeline and leads have in common."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from actions import figures
from actions.forms.filters import ActionFilter
from actions.models import Action
from contracts.permissions import can_write, is_ended
from contracts.views.loading import load_contract
from core.sent import wholes


@dataclass
class Found:
    contract: Any
    filter: ActionFilter
    actions: Any
    today: date
    writes: bool

    @property
    def context(self) -> dict:
        return {"filter": self.filter, "may_write": self.writes}

    def keys(self) -> list[int]:
        return list(self.filter.narrow(self.actions).values_list("pk", flat=True))

    def rows(self) -> list:
        """All of them, ready for a page; each knows its contract, how late it is and how long it said nothing."""
        rows = list(self.filter.narrow(self.actions).for_lists())
        for action in rows:
            action.contract = self.contract
            told(action, self.today)
        return rows


def told(action, today):
    action.late_days = action.days_late(today)
    action.silent_days = figures.days_without_news(action, today=today)
    return action


def find(request, reference, may=None, data=None) -> Found:
    contract = load_contract(request, reference, may=may)
    today = timezone.localdate()
    actions = Action.objects.filter(contract=contract)
    wanted = ActionFilter(request.GET if data is None else data, actions=actions, today=today, contract=contract)
    return Found(contract, wanted, actions, today, can_write(request.user, contract))


def ticked(data) -> set[int]:
    """The fiches whose box is ticked; whether they exist is asked where they are used."""
    return set(wholes(data.getlist("action")))


def editable_ids(found, user) -> set | None:
    """The fiches that `user` may change; `None` is all of them."""
    if found.writes:
        return None
    if is_ended(user, found.contract):
        return set()
    return set(found.actions.led_by(user).order_by().values_list("pk", flat=True))

"""The grid of money of some fiches, with one reason for all its lines where the contract is signed."""

from actions.forms.money import FundingLineForm
from actions.forms.reasons import ReasonForm, said
from actions.models import Funding
from actions.services.money import save_money
from actions.services.reasons import ReasonNeeded

from .money_lines import MoneyLines, asked_number


class MoneySheet(MoneyLines):
    """The lines of money of `actions`. `blanks`: empty lines under each fiche."""

    def __init__(self, contract, actions, data=None, *, blanks=1):
        self.blanks = blanks
        self.actions = {action.pk: action for action in actions}
        self.agreements = list(contract.funding_agreements.all())
        #: `actions.forms.reasons.ReasonForm`, where the contract is signed.
        self.why: ReasonForm | None = None
        rows = Funding.objects.filter(action__in=self.actions).select_related("funder", "funding_agreement")
        super().__init__(contract, rows.order_by("year", "position", "pk"), data)

    def owners(self):
        return self.actions.values()

    def lines_of(self, action):
        mine = [row for row in self.rows.values() if row.action_id == action.pk]
        return [*mine, *[None] * (self.blanks if mine else 1)]

    def asked_owner(self, place, data):
        return self.actions.get(asked_number(data, place, "action"))

    def form(self, prefix, action, row=None, data=None):
        shared = {"agreements": self.agreements, "known": self.known}
        return FundingLineForm(data, funding=row, action=action, prefix=prefix, **shared)

    def told(self, row):
        row.action, row.contract = self.actions[row.action_id], self.contract
        return row

    def write(self, changes, actor):
        save_money(changes=changes, actor=actor, **said(self.why))

    @property
    def unexplained(self) -> bool:
        return bool(self.why and self.why.errors)

    def refuse(self, entry, refusal):
        if isinstance(refusal, ReasonNeeded) and self.why:
            self.why.refuse(refusal)
        else:
            super().refuse(entry, refusal)

"""What the dashboard reads of many contracts, beside the rows of figures: each kind once, in one query or two."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils import timezone

from actions.models import Action, Funding
from contracts.enums import DRAFT_STAGES, ContractRoleKind, Stage
from contracts.models import Approach, Axis, Contract, ContractRole, Predecessor, SchemeLink
from contracts.requirements.law import PTSM_LINKED
from core.models import Change
from evaluation.figures import Rows
from governance.enums import TOOK_PLACE, BodyKind
from governance.figures import first_copil_alerts
from governance.models import Body, CoordinationPost, PostFunding

LIVING = [*DRAFT_STAGES, Stage.IN_FORCE]


@dataclass(frozen=True)
class Case:
    """One contract (or one row of it, called `label`) behind a number, and what is to be said of it.

    `page` is the name of a page of the contract, the contract's own unless said; `anchor` is a place on it.
    """

    contract: Any
    tell: Callable[[], str]
    page: str = "contracts:contract"
    label: str = ""
    anchor: str = ""

    @property
    def url(self) -> str:
        return reverse(self.page, args=[self.contract.reference]) + self.anchor


@dataclass(frozen=True)
class Talk:
    """One démarche behind a number: there is no contract yet."""

    approach: Approach
    tell: Callable[[], str]
    contract: None = None

    @property
    def label(self) -> str:
        return str(self.approach)

    @property
    def url(self) -> str:
        return self.approach.get_absolute_url()


class Facts(NamedTuple):
    """`moved_at`: the last line of the journal of the contract, be it of its fiches or of its meetings.

    `coordinated`: by somebody who has an account.
    """

    moved_at: Any
    volet: bool
    ptsm: bool
    coordinated: bool


class DashboardRows(Rows):
    """`user` reads: the successor of a contract is told to those who may see it. `approaches`: those to be counted."""

    def __init__(self, contracts, *, user, today: date, approaches):
        super().__init__(contracts, today=today)
        self.user = user
        self._approaches = approaches

    @cached_property
    def approaches(self) -> list[Approach]:
        """Still open, the soonest next step first."""
        return list(self._approaches.open().by_next_step())

    @cached_property
    def in_force(self) -> list:
        """At the stage « en vigueur », échus among them."""
        return [contract for contract in self.contracts if contract.stage == Stage.IN_FORCE]

    @cached_property
    def living(self) -> list:
        return [contract for contract in self.contracts if contract.stage in LIVING]

    @cached_property
    def successors(self) -> dict[int, Contract]:
        """Contract → the one that follows it and was not given up; the one that begins first, of several."""
        visible = Contract.objects.visible_to(self.user).exclude(stage=Stage.ABANDONED)
        links = Predecessor.objects.filter(known__in=self.ids, contract__in=visible).select_related("contract")
        found: dict[int, Contract] = {}
        for link in sorted(links, key=lambda link: link.contract.starts_on or date.max):
            if link.known_id:
                found.setdefault(link.known_id, link.contract)
        return found

    @cached_property
    def first_copils(self) -> list[tuple]:
        """(contract, last day, the meeting planned or None): see `governance.figures.first_copil_alerts`."""
        ids = [contract.pk for contract in self.in_force]
        alerts = first_copil_alerts(Contract.objects.filter(pk__in=ids), self.today)
        return [(self._by_pk[contract.pk], last, planned) for contract, last, planned in alerts]

    @cached_property
    def copils(self) -> dict[int, tuple[date | None, int | None]]:
        """Contract → the last COPIL held, and how many a year are promised."""
        held = Max("meetings__on", filter=Q(meetings__state__in=TOOK_PLACE, meetings__on__lte=self.today))
        bodies = Body.objects.filter(contract__in=self.ids, kind=BodyKind.COPIL)
        found = bodies.values_list("contract").annotate(last=held, promised=Max("meetings_per_year")).order_by()
        return {pk: (last, promised) for pk, last, promised in found}

    @cached_property
    def living_posts(self) -> list[CoordinationPost]:
        ids = [contract.pk for contract in self.living]
        found = CoordinationPost.objects.filter(contract__in=ids).prefetch_related("former_holders")
        return self._of_contracts(list(found.order_by("contract_id", "position", "pk")))

    @cached_property
    def facts(self) -> dict[int, Facts]:
        last = Change.objects.filter(scope=OuterRef("pk")).order_by("-timestamp").values("timestamp")[:1]
        volet = Exists(Axis.objects.filter(contract=OuterRef("pk"), mental_health=True))
        ptsm = Exists(SchemeLink.objects.filter(PTSM_LINKED, contract=OuterRef("pk")))
        held = {"role": ContractRoleKind.COORDINATOR, "user__is_active": True}
        coordinated = Exists(ContractRole.objects.filter(contract=OuterRef("pk"), **held))
        found = Contract.objects.filter(pk__in=self.ids).order_by()
        told = found.values_list("pk", Subquery(last), volet, ptsm, coordinated)
        return {pk: Facts(*facts) for pk, *facts in told}

    def moved_on(self, contract) -> date:
        """The day when something was last written about it; when it was last saved, if the journal is silent."""
        return timezone.localdate(self.facts[contract.pk].moved_at or contract.updated_at)


class Fiche(NamedTuple):
    """Of `Action`, what the figures of the dashboard read."""

    pk: int
    contract_id: int
    axis_id: int
    status: str
    attainment: str
    starts_on: date | None
    ends_on: date | None
    position: int
    updated_at: Any

    late_on = Action.late_on


class Money(NamedTuple):
    """The lines of one funder and one year, added up."""

    funder_id: int
    year: int | None
    planned: Any
    granted: Any
    spent: Any


class LightRows(DashboardRows):
    """For numbers alone: thousands of fiches without their models, and money added up by the database."""

    def _now(self, model):
        if model is Action:
            found = Action._base_manager.filter(contract__in=self.ids).order_by("contract_id", "position", "pk")
            return [Fiche(*row) for row in found.values_list(*Fiche._fields)]
        if model in (Funding, PostFunding):
            sums = {name: Sum(name) for name in ("planned", "granted", "spent")}
            found = model._base_manager.filter(contract__in=self.ids).order_by("funder", "year")
            return [Money(*row) for row in found.values_list("funder_id", "year").annotate(**sums)]
        return super()._now(model)

    @cached_property
    def actions(self):
        """In any order: nothing is listed."""
        return self[Action]

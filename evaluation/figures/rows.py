"""The rows that figures are made of, for one contract or many, on a day: each kind read once, when it is asked for."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from django.db.models.base import ModelState

from accounts.models import Organisation
from actions.completeness import RULES
from actions.figures_meaning import priority_places
from actions.models import Action, Factor, Funding, Indicator, Measure
from actions.states import STALE_AFTER_DAYS
from contracts.models import Axis, Commitment, Contract
from contracts.querysets import last_days_of
from core.models import Change
from core.prepared import Prepared
from evaluation.small_groups import FEWEST
from governance.enums import TOOK_PLACE
from governance.models import Body, CoordinationPost, Decision, FollowUp, Meeting, PostFunding

from .past import end_of, undo

#: Model → what figures read of it. Those of the journal can be put back as they were.
READ: dict[type[Model], tuple[str, ...]] = {
    Action: (
        *("axis", "number", "title", "status", "attainment", "starts_on", "ends_on", "yearly", "position"),
        *("approach", "participation", "determinants", "care_path", "attainment_comment", "origin"),
    ),
    Funding: ("action", "funder", "year", "planned", "granted", "spent"),
    PostFunding: ("post", "funder", "year", "planned", "granted", "spent"),
    Indicator: (
        *("action", "axis", "objective", "title", "unit", "baseline", "target", "direction", "frequency"),
        *("position",),
    ),
    Factor: ("action", "kind", "about", "text", "since", "closed_on"),
    Commitment: ("signatory", "text", "due_on", "state"),
    FollowUp: ("decision", "text", "due_on", "done_on", "dropped_reason"),
    Body: ("kind", "name", "meetings_per_year", "until"),
}


class Kind:
    """The rows of one model of some contracts, contract by contract: what is read of each, and nothing else."""

    def __init__(self, model, *names, order=("position", "pk"), **among):
        wanted = {model._meta.pk.name, "contract", *names}
        self.model = model
        self._contract = model._meta.get_field("contract")
        self.names = [field.attname for field in model._meta.concrete_fields if field.name in wanted]
        rows = model._base_manager.filter(**among).order_by("contract_id", *order).values_list(*self.names)
        self._rows = Prepared(lambda ids: rows.filter(contract__in=ids))

    def read(self, contracts) -> list:
        """`contracts`: by their ids."""
        return [self._made(values, contracts) for values in self._rows(contracts)]

    def _made(self, values, contracts):
        """As `Model.from_db`, which walks every field of the model for each row and took longer than reading them."""
        row = self.model.__new__(self.model)
        row._state = ModelState()
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
        row.__dict__.update(zip(self.names, values, strict=True))
        self._contract.set_cached_value(row, contracts[row.contract_id])
        return row


_KINDS = {model: Kind(model, "created_at", "updated_at", *names) for model, names in READ.items()}
_AXES = Kind(Axis, "number", "title")
_MEETINGS = Kind(Meeting, "on", "body", "state", order=("on", "pk"), state__in=TOOK_PLACE)
_DECISIONS = Kind(Decision, "on", "number", "text", order=("number",))
_HELD = Prepared(
    lambda ids: (
        Action.objects.filter(contract__in=ids)
        .with_completeness()
        .order_by()
        .values_list("pk", *(f"has_{rule.code}" for rule in RULES))
    )
)
_AIMED = Prepared(lambda ids: priority_places().filter(contract__in=ids).order_by().values_list("action").distinct())
_NAMES = Prepared(lambda ids: Organisation.objects.filter(pk__in=ids).order_by().values_list("pk", "name"))
_MEASURES = Prepared(
    lambda ids: (
        Measure.objects.filter(contract__in=ids).order_by("on", "id").values_list("indicator_id", "on", "value", "text")
    )
)
_ENDS = Prepared(lambda ids: Contract.objects.filter(pk__in=ids).ends())


class Value(NamedTuple):
    """What is read of a `Measure`."""

    on: date
    value: Decimal | None
    text: str


class Rows:
    """`at` None is today, as things are; a past day is read back from the journal.

    `together`: the contracts are told as one whole, be there a single one, and nothing told points at one, nor at fewer
    than `fewest`.
    """

    def __init__(self, contracts, *, today: date, at: date | None = None, together=False, fewest: int = FEWEST):
        self.contracts = list(contracts)
        self.together, self.fewest = together, fewest
        self.ids = [contract.pk for contract in self.contracts]
        self.today = today
        self.past = at if at is not None and at < today else None
        self.at = self.past or today
        self._by_pk = {contract.pk: contract for contract in self.contracts}
        self._loaded: dict = {}
        self._grouped: dict = {}

    @property
    def alone(self) -> bool:
        """Of one contract, told for itself."""
        return len(self.contracts) == 1 and not self.together

    def __getitem__(self, model) -> list:
        """The rows of a model of `READ` on the day."""
        if model not in self._loaded:
            if self.past:
                self._loaded.update(self._as_they_were())
            else:
                self._loaded[model] = self._now(model)
        return self._loaded[model]

    def _now(self, model) -> list:
        return _KINDS[model].read(self._by_pk)

    def _as_they_were(self):
        now = {model: self._now(model) for model in READ}
        then = undo(now, READ, scopes=self.ids, at=self.at)
        return {model: self._of_contracts(rows) for model, rows in then.items()}

    def _of_contracts(self, rows):
        for row in rows:
            row.contract = self._by_pk[row.contract_id]
        return rows

    # --- Fiches ---------------------------------------------------------------------------------
    @cached_property
    def axes(self) -> dict[int, Axis]:
        """In the order of the plans, as they are now."""
        return {axis.pk: axis for axis in _AXES.read(self._by_pk)}

    @cached_property
    def actions(self) -> list[Action]:
        places = {pk: place for place, pk in enumerate(self.axes)}
        return sorted(self[Action], key=lambda row: (places.get(row.axis_id, len(places)), row.position, row.pk))

    @cached_property
    def fiches(self) -> dict[int, Action]:
        return {action.pk: action for action in self.actions}

    @cached_property
    def heard(self) -> set[int]:
        """Fiches about which something was written in the days that count as news."""
        since = self.at - timedelta(days=STALE_AFTER_DAYS)
        if not self.past:
            begins = end_of(since - timedelta(days=1))
            return {row.pk for row in self.actions if row.updated_at >= begins}
        lines = Change.objects.filter(scope__in=self.ids, part__in=["actions", "indicators"])
        told = lines.filter(timestamp__gte=end_of(since - timedelta(days=1)), timestamp__lt=end_of(self.at))
        return {data.get("action") for data in told.values_list("additional_data", flat=True) if data}

    @cached_property
    def lacking(self) -> dict[int, set[str]]:
        """Fiche → the rules of completeness that it does not hold, today."""
        found = _HELD(self.ids)
        return {pk: {rule.code for rule, has in zip(RULES, held, strict=True) if not has} for pk, *held in found}

    @cached_property
    def aimed(self) -> set[int]:
        """Fiches that aim at a priority place, today."""
        return {pk for (pk,) in _AIMED(self.ids)}

    # --- Money ----------------------------------------------------------------------------------
    @cached_property
    def funders(self) -> dict[int, str]:
        """Organisation → name, of those who fund fiches or posts."""
        ids = {row.funder_id for model in (Funding, PostFunding) for row in self[model]}
        return dict(_NAMES(ids))

    @cached_property
    def posts(self) -> dict[int, CoordinationPost]:
        found = CoordinationPost.objects.filter(contract__in=self.ids).only("title", "contract_id")
        return {post.pk: post for post in found}

    # --- Indicators -----------------------------------------------------------------------------
    @cached_property
    def measures(self) -> dict[int, list[Value]]:
        """Indicator → its values dated of the day or before, in time. Thousands: no model is made of them."""
        found: dict[int, list[Value]] = {}
        for pk, *told in _MEASURES(self.ids):
            value = Value(*told)
            if value.on <= self.at:
                found.setdefault(pk, []).append(value)
        return found

    @cached_property
    def last_values(self) -> dict[int, Value]:
        """Indicator → its last numeric value on the day; one said in words hides none."""
        return {pk: value for pk, found in self.measures.items() for value in found if value.value is not None}

    # --- Governance -----------------------------------------------------------------------------
    @cached_property
    def last_days(self) -> dict[int, date]:
        """Contract → the last day of its promises, as known today."""
        return last_days_of(_ENDS(self.ids))

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Held on the day or before."""
        found = sorted(_MEETINGS.read(self._by_pk), key=lambda row: (row.on, row.pk))
        return [row for row in found if row.on <= self.at]

    @cached_property
    def decisions(self) -> list[Decision]:
        """Taken on the day or before."""
        return [row for row in _DECISIONS.read(self._by_pk) if row.on <= self.at]

    def of(self, contract) -> "Rows":
        """The rows of one contract, out of these."""
        return RowsOfSome(self, [contract])

    def among(self, contracts) -> "Rows":
        """The rows of some of these contracts."""
        return RowsOfSome(self, contracts)

    def grouped(self, key, rows) -> dict[int, list]:
        """Contract → its part of `rows`, sorted out once."""
        if key not in self._grouped:
            self._grouped[key] = {}
            for row in rows:
                self._grouped[key].setdefault(row.contract_id, []).append(row)
        return self._grouped[key]


class RowsOfSome(Rows):
    """What is looked up by its id is that of all of them."""

    def __init__(self, whole, contracts):
        super().__init__(contracts, today=whole.today, at=whole.past, together=whole.together, fewest=whole.fewest)
        self.whole = whole

    def __getitem__(self, model):
        return self._part(model, self.whole[model])

    @cached_property
    def axes(self):
        return {axis.pk: axis for axis in self._part("axes", self.whole.axes.values())}

    @cached_property
    def meetings(self):
        return self._part("meetings", self.whole.meetings)

    @cached_property
    def decisions(self):
        return self._part("decisions", self.whole.decisions)

    def _part(self, key, rows):
        grouped = self.whole.grouped(key, rows)
        return [row for pk in self.ids for row in grouped.get(pk, ())]

    last_days = property(lambda self: self.whole.last_days)
    heard = property(lambda self: self.whole.heard)
    lacking = property(lambda self: self.whole.lacking)
    aimed = property(lambda self: self.whole.aimed)
    funders = property(lambda self: self.whole.funders)
    posts = property(lambda self: self.whole.posts)
    measures = property(lambda self: self.whole.measures)
    last_values = property(lambda self: self.whole.last_values)

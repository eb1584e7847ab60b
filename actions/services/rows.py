"""The rows of a fiche, each with its own version: steps, years, money, indicators and their values, notes, schemes."""

from django.db import transaction
from django.utils import timezone

from actions.models import (
    Action,
    ActionSchemeLink,
    Factor,
    Funding,
    Indicator,
    Measure,
    Note,
    Step,
    YearProgress,
)
from actions.permissions import can_edit_action
from contracts.permissions import can_write
from contracts.writing import add, edit, hold, refuse_unless, remove
from core.errors import Invalid
from core.versioned import lock

from .fiches import allowed
from .reasons import PROMISED, keep_reasons


def add_step(*, action, actor, title, **fields):
    return _add(Step, action=action, actor=actor, title=title, **fields)


def add_year(*, action, actor, year, **fields):
    """The progress of one year of a fiche that comes back every year."""
    return _add(YearProgress, action=action, actor=actor, year=year, **fields)


def add_funding(*, action, actor, funder, **fields):
    """Money of one funder for one year: planned, granted, spent in euros; working time in ETP."""
    _check_agreement(action.contract, fields)
    return _add(Funding, action=action, actor=actor, funder=funder, **fields)


def add_factor(*, action, actor, kind, about, text, **fields):
    """An obstacle or a lever, classed so that those of a contract or of a region can be gathered."""
    return _add(Factor, action=action, actor=actor, kind=kind, about=about, text=text, **fields)


def add_note(*, action, actor, text, on=None, author=""):
    author = author or (str(actor) if actor else "")
    return _add(Note, action=action, actor=actor, text=text, on=on or timezone.localdate(), author=author)


def add_scheme(*, action, actor, scheme, **fields):
    return _add(ActionSchemeLink, action=action, actor=actor, scheme=scheme, **fields)


@transaction.atomic
def _add(model, *, action, actor, **fields):
    refuse_unless(can_edit_action, actor, action)
    made = add(model, contract=action.contract, actor=actor, may=allowed, action=action, **fields)
    touch(action)
    return made


@transaction.atomic
def add_indicator(*, contract, actor, title, action=None, objective=None, axis=None, **fields):
    """On a fiche, an objective, an axis, or on none of them: then it is of the whole contract.

    What is not said is taken from `catalogue`, an entry of a region that the contract touches.
    """
    title, fields = _from_catalogue(contract, title, fields)
    hosts = {"action": action, "objective": objective, "axis": axis}
    _check_hosts(contract, hosts)
    _refuse_row(actor, contract, action)
    made = add(Indicator, contract=contract, actor=actor, may=allowed, title=title, **hosts, **fields)
    touch(action)
    return made


def _from_catalogue(contract, title, fields):
    entry = fields.get("catalogue")
    if entry is None:
        return title, fields
    regions = {department.region_id for department in contract.territory.departments.all()}
    if entry.region_id not in regions:
        raise Invalid(fields={"catalogue": ["Cet indicateur est du catalogue d’une autre région."]})
    given = {name: getattr(entry, name) for name in entry.GIVEN if name != "title"}
    return title or entry.title, {**given, **{name: value for name, value in fields.items() if value not in ("", None)}}


@transaction.atomic
def add_measure(*, indicator, actor, on, value=None, text="", comment=""):
    """One value at a date, as a number or in words."""
    _refuse_row(actor, indicator.contract, indicator.action)
    _check_value(value, text)
    told = {"on": on, "value": value, "text": text, "comment": comment}
    made = add(Measure, contract=indicator.contract, actor=actor, may=allowed, indicator=indicator, **told)
    touch(indicator.action)
    return made


def _check_agreement(contract, fields):
    """A line of money follows a convention of its own contract."""
    agreement = fields.get("funding_agreement")
    if agreement is not None and agreement.contract_id != contract.pk:
        raise Invalid(fields={"funding_agreement": ["Cette convention est celle d’un autre contrat."]})


def _check_value(value, text):
    if value is None and not str(text or "").strip():
        raise Invalid(fields={"value": ["Donnez une valeur, en chiffre ou en mots."]})


@transaction.atomic
def edit_row(row, *, actor, version=None, reason="", reason_text="", **fields):
    """Change one row of a fiche, whatever its kind; an indicator also moves, with its values.

    A date, a target or a budget of a signed contract asks for a `reason` (see `.reasons`). Raises `Forbidden`,
    `Stale`, `Invalid`, `ReasonNeeded`.
    """
    action = action_of(row)
    _refuse_row(actor, row.contract, action)
    if isinstance(row, Measure):
        _check_value(fields.get("value", row.value), fields.get("text", row.text))
    if isinstance(row, Indicator):
        fields = _placed(row, actor, fields)
    _check_agreement(row.contract, fields)
    _keep_reasons(row, fields, actor, version, reason, reason_text)
    changed = edit(row, actor=actor, version=version, may=allowed, **fields)
    touch(action)
    touch(fields.get("action"))
    return changed


def _placed(indicator, actor, fields):
    """A host that is given takes the indicator, with its values, from the one that it had."""
    given = {name: fields[name] for name in Indicator.HOSTS if fields.get(name) is not None}
    if len(given) > 1:
        raise Invalid(fields={name: ["Un indicateur tient à une fiche, un objectif ou un axe."] for name in given})
    _check_hosts(indicator.contract, given)
    if any(name in fields and getattr(indicator, name) != fields[name] for name in Indicator.HOSTS):
        _refuse_row(actor, indicator.contract, given.get("action"))
    return {**fields, **dict.fromkeys(Indicator.HOSTS), **given} if given else fields


def _check_hosts(contract, hosts):
    for name, host in hosts.items():
        if host is not None and host.contract_id != contract.pk:
            raise Invalid(fields={name: ["Cela est d’un autre contrat."]})


@transaction.atomic
def remove_row(row, *, actor, version=None, reason="", reason_text=""):
    """What was promised does not vanish without a `reason` either."""
    action = action_of(row)
    _refuse_row(actor, row.contract, action)
    gone = dict.fromkeys(PROMISED.get(type(row), ()))
    _keep_reasons(row, gone, actor, version, reason, reason_text)
    remove(row, actor=actor, version=version, may=allowed)
    touch(action)


def _keep_reasons(row, fields, actor, version, reason, reason_text):
    """Compares with the row as it is now, under the lock of its contract."""
    if type(row) not in PROMISED:
        return
    held = hold(row.contract)
    current = lock(row, version=version)
    current.contract = held
    keep_reasons(current, fields, actor=actor, reason=reason, reason_text=reason_text)


def action_of(row) -> Action | None:
    return row.indicator.action if isinstance(row, Measure) else row.action


def _refuse_row(actor, contract, action):
    if action is not None:
        refuse_unless(can_edit_action, actor, action)
    else:
        refuse_unless(can_write, actor, contract)


def touch(action):
    """A row that moves is news of its fiche: the date says so, the version of its text does not change."""
    if action is not None:
        Action.objects.filter(pk=action.pk).update(updated_at=timezone.now())

"""Once a contract is signed, changing a date, a target or a budget asks why (issue 3, §1).

These are no signed matter, so the freeze lets them live; but they were told to those who signed. The services that
change them take `reason=` (a `Reason`) and `reason_text=` (a sentence), and call `keep_reasons` before they write.
"""

from django.utils import timezone

from actions.enums import Origin, Reason
from actions.models import Action, ChangeReason, Funding, Indicator, Step
from contracts.writing import add
from core import wording
from core.errors import Invalid

#: What was told at the signature and may still change, with a reason.
PROMISED = {
    Action: ("starts_on", "ends_on"),
    Step: ("due_on",),
    Indicator: ("target",),
    Funding: ("planned",),
}


class ReasonNeeded(Invalid):
    """`promises` says in words what may not change without a reason."""

    def __init__(self, promises, fields):
        self.promises = promises
        super().__init__(fields=fields)


def asked_on(contract) -> bool:
    """Whether what it promised changes with a reason. One signed on paper and taken up here is signed, not frozen."""
    return contract.frozen or contract.signed


def promises_of(row) -> dict:
    """`{field: value}` of what the signatories were told of this row; empty where no reason is ever asked.

    What was not said yet can be filled without a reason, and a fiche outside the contract promised nothing.
    """
    if type(row) not in PROMISED:
        return {}
    if not asked_on(row.contract) or _outside(row):
        return {}
    told = {name: getattr(row, name) for name in PROMISED[type(row)]}
    return {name: value for name, value in told.items() if value is not None}


def _outside(row):
    action = row if isinstance(row, Action) else row.action
    return action is not None and action.origin == Origin.OUTSIDE


def keep_reasons(row, fields, *, actor, reason="", reason_text=""):
    """Call it inside the service's transaction, on the locked row, before `fields` (`{name: new value}`) are set.

    Keeps one `ChangeReason` for each promise that changes; raises `ReasonNeeded` where one does and nothing says why.
    """
    told = promises_of(row)
    changing = [name for name in told if name in fields and fields[name] != told[name]]
    if not changing:
        return
    text = " ".join(str(reason_text or "").split())
    _check(row, changing, reason, text)
    for name in changing:
        add(
            ChangeReason,
            contract=row.contract,
            actor=actor,
            may=_allowed,
            action=row if isinstance(row, Action) else row.action,
            on=timezone.localdate(),
            what=in_words(row, name),
            before=value_in_words(row, told[name]),
            after=value_in_words(row, fields[name]),
            reason=reason,
            text=text,
            author=str(actor) if actor else "",
        )


def _allowed(user, contract):
    """The service has already asked whether the row may be changed."""
    return True


def _check(row, changing, reason, text):
    promises = [in_words(row, name) for name in changing]
    said = " et ".join(f"«\xa0{promise}\xa0»" for promise in promises)
    fields = {}
    if reason not in Reason.values:
        fields["reason"] = [f"Ce contrat est signé\xa0: choisissez pourquoi {said} change."]
    if not text:
        fields["reason_text"] = [f"Ce contrat est signé\xa0: dites en une phrase pourquoi {said} change."]
    if fields:
        raise ReasonNeeded(promises, fields)


def in_words(row, name) -> str:
    """« Fin », « Échéance de l’étape Recruter », « Prévu, ARS 2026 », « Cible de Trajets »."""
    match row:
        case Step():
            return f"Échéance de l’étape {row.title}"
        case Indicator():
            return f"Cible de {row.title}"
        case Funding():
            return f"Prévu, {row}"
    return str(row._meta.get_field(name).verbose_name).capitalize()


def value_in_words(row, value):
    if value is None:
        return ""
    if isinstance(row, Funding):
        return wording.money(value)
    if isinstance(row, Indicator):
        return f"{wording.number(value)} {row.unit}".strip()[:100]
    return wording.day(value)

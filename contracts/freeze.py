"""What was signed is frozen. The rule is one table (`parts.frozen_rules`); services ask here before they write."""

from core.errors import Frozen

from .parts import frozen_rules

SENTENCE = "Ce contrat est figé depuis sa mise à la signature : {what} ne peut changer que par un avenant."


def _open(rule, row) -> bool:
    return any(getattr(row, name) in values for name, values in rule.open_where.items())


def frozen_fields(row) -> set[str]:
    """The fields of `row` that may not change now (empty where the contract is not frozen)."""
    rule = frozen_rules().get(type(row))
    contract = row if type(row).__name__ == "Contract" else row.contract
    if rule is None or not contract.frozen or _open(rule, row):
        return set()
    return set(rule.fields)


def refuse_frozen_change(row, fields) -> None:
    """Raise `Frozen`, naming the fields, if one of `fields` is signed matter of a frozen contract."""
    if touched := frozen_fields(row) & set(fields):
        labels = ", ".join(sorted(str(row._meta.get_field(name).verbose_name) for name in touched))
        raise Frozen(SENTENCE.format(what=f"« {labels} »"))


def refuse_frozen_insert(contract, model, row=None) -> None:
    rule = frozen_rules().get(model)
    if rule and contract.frozen and rule.insert and not (row is not None and _open(rule, row)):
        raise Frozen(SENTENCE.format(what=f"la liste « {model._meta.verbose_name_plural} »"))


def refuse_frozen_delete(row) -> None:
    rule = frozen_rules().get(type(row))
    if rule and row.contract.frozen and rule.delete and not _open(rule, row):
        raise Frozen(SENTENCE.format(what=f"« {row} »"))

"""Rows that prove outlive what they speak of: nothing that they lean on is removed."""

from typing import Any

from django.db.models.deletion import Collector, ProtectedError

from .parts import kept_rows


def proofs_leaning_on(row) -> list[str]:
    """In words, the rows that prove (`Part.kept`) that would go, or lose something, if `row` were removed."""
    collector = Collector(using=row._state.db, origin=row)
    try:
        collector.collect([row])
    except ProtectedError as error:
        return _words({type(each) for each in error.protected_objects})
    going = {model for model, rows in collector.data.items() if rows}
    going |= {rows.model for rows in collector.fast_deletes if rows.model in _lists() and rows.exists()}
    return _words({model for table, model in _lists().items() if table in going})


def _words(models: set[Any]) -> list[str]:
    return sorted(str(model._meta.verbose_name_plural) for model in models)


def _lists() -> dict[type, Any]:
    """The tables of the kept lists, with the model that they belong to."""
    kept: dict[Any, tuple[str, ...]] = dict(kept_rows())
    return {
        getattr(model, name).through: model
        for model, names in kept.items()
        for name in names
        if model._meta.get_field(name).many_to_many
    }

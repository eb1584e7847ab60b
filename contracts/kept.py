"""Rows that prove outlive what they speak of: nothing that they lean on is removed."""

from django.db.models.deletion import Collector, ProtectedError, RestrictedError

from .parts import kept_rows


def proofs_leaning_on(row) -> list[str]:
    """In words, the rows that prove (`Part.kept`) that would go, or lose something, if `row` were removed."""
    collector = Collector(using=row._state.db, origin=row)
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError) as error:
        held = getattr(error, "protected_objects", None) or error.restricted_objects
        return sorted({str(each._meta.verbose_name_plural) for each in held})
    going = {model for model, rows in collector.data.items() if rows}
    going |= {rows.model for rows in collector.fast_deletes if rows.model in _lists() and rows.exists()}
    return sorted(str(model._meta.verbose_name_plural) for table, model in _lists().items() if table in going)


def _lists() -> dict[type, type]:
    """The tables of the kept lists, with the model that they belong to."""
    return {
        getattr(model, name).through: model
        for model, names in kept_rows().items()
        for name in names
        if model._meta.get_field(name).many_to_many
    }

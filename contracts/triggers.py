"""The database's own refusal: what is frozen is refused even to `update()`, to raw SQL and to the admin.

The triggers are written from the same table as the services' refusals (`parts.frozen_rules`), for PostgreSQL and for
SQLite, and set anew after each migration. What they protect: the frozen fields, the coming and going of rows of a
frozen contract, its perimeter, and the rows that are never changed (passages, fixed texts).
"""

from django.apps import apps
from django.db import connections

from .enums import SIGNED_STAGES, Stage
from .models import Contract, Document, Passage, Signatory, SignedVersion
from .parts import FrozenRule, frozen_rules, kept_rows, written_once

MESSAGE = "Ce contrat est figé : ce qui a été signé ne change que par un avenant."
KEPT = "Cette ligne ne change jamais."
PREFIX = "frozen_"
EVERY_EVENT = (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"]))


def install(using):
    """Set every trigger on the database `using`; says nothing on other vendors."""
    connection = connections[using]
    writer = {"postgresql": _postgresql, "sqlite": _sqlite}.get(connection.vendor)
    if writer is None:
        return
    with connection.cursor() as cursor:
        for statement in writer(connection):
            cursor.execute(statement)


def remove(using):
    """Take every trigger away: only for emptying a test database."""
    connection = connections[using]
    if connection.vendor not in ("postgresql", "sqlite"):
        return
    with connection.cursor() as cursor:
        for table, name, _event, _condition in plans(connection):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {PREFIX}{table}_{name}{on}")


def install_after_migrations(app_config, using, **kwargs):
    """A `post_migrate` receiver: acts once, after the last app, when every table is there."""
    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if app_config.label != last.label:
        return
    connection = connections[using]
    tables = {table for table, *_ in plans(connection)}
    if tables <= set(connection.introspection.table_names()):
        install(using)


def plans(connection):
    """(table, name, event, condition) of each trigger; the condition is SQL on NEW and OLD."""
    for model, rule in frozen_rules().items():
        yield from _of_model(model, rule, connection)
        yield from _of_lists(model, rule)
    yield from _signatures(connection)
    yield from _perimeter()
    yield from _kept(connection)
    yield from _kept_lists()
    yield from _once(connection)


def _of_model(model, rule: FrozenRule, connection):
    table = model._meta.db_table
    changed = _any_differs(connection, [model._meta.get_field(name).column for name in _columns(model, rule)])
    if model is Contract:
        yield table, "update", "UPDATE", f"OLD.frozen_at IS NOT NULL AND ({changed} OR {_unfreezes()} OR {_redates()})"
        yield table, "delete", "DELETE", "OLD.frozen_at IS NOT NULL"
        return
    moved = "OLD.contract_id <> NEW.contract_id"
    yield table, "update", "UPDATE", f"{_frozen('OLD')} AND {_closed(rule, 'OLD')} AND ({changed} OR {moved})"
    if rule.insert:
        # What may not be inserted may not come from another contract either, nor by a change of provenance.
        comes = f"{moved} OR NOT ({_closed(rule, 'OLD')})"
        yield table, "arrival", "UPDATE", f"{_frozen('NEW')} AND {_closed(rule, 'NEW')} AND ({comes})"
    if rule.insert:
        yield table, "insert", "INSERT", f"{_frozen('NEW')} AND {_closed(rule, 'NEW')}"
    if rule.delete:
        yield table, "delete", "DELETE", f"{_frozen('OLD')} AND {_closed(rule, 'OLD')}"


def _of_lists(model, rule: FrozenRule):
    """A frozen many-to-many is a table of its own: its rows neither come, nor go, nor change."""
    for field in (model._meta.get_field(name) for name in rule.fields):
        if field.many_to_many:
            frozen = (
                f"EXISTS (SELECT 1 FROM {model._meta.db_table} r JOIN {Contract._meta.db_table} c "
                f"ON c.id = r.contract_id WHERE r.id = {{row}}.{field.m2m_column_name()} AND c.frozen_at IS NOT NULL)"
            )
            for event, rows in EVERY_EVENT:
                yield field.m2m_db_table(), event.lower(), event, " OR ".join(frozen.format(row=row) for row in rows)


def _columns(model, rule):
    """A many-to-many is not a column: `_of_lists` guards its own table."""
    return [name for name in rule.fields if not model._meta.get_field(name).many_to_many]


def _differs(connection, column):
    operator = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    # SQLite and PostgreSQL both compare JSON as its text here.
    cast = "::text" if connection.vendor == "postgresql" else ""
    return f'OLD."{column}"{cast} {operator} NEW."{column}"{cast}'


def _any_differs(connection, columns):
    return " OR ".join(_differs(connection, column) for column in columns)


def _unfreezes():
    """Only going back from the signature to the consultation frees the text, in one and the same change."""
    back = f"OLD.stage = '{Stage.SIGNATURE}' AND NEW.stage = '{Stage.CONSULTATION}'"
    return f"(NEW.frozen_at IS NULL AND NOT ({back}))"


def _redates():
    """The date of signature is written once, on entering into force."""
    return "(OLD.signed_on IS NOT NULL AND (NEW.signed_on IS NULL OR NEW.signed_on <> OLD.signed_on))"


def _frozen(row):
    table = Contract._meta.db_table
    return f"EXISTS (SELECT 1 FROM {table} c WHERE c.id = {row}.contract_id AND c.frozen_at IS NOT NULL)"


def _closed(rule, row):
    parts = [
        f"{row}.{name} NOT IN ({', '.join(repr(value) for value in values)})"
        for name, values in rule.open_where.items()
    ]
    return " AND ".join(parts) or "1 = 1"


def _signatures(connection):
    """The dates of signatories are open during the signature, then kept."""
    stages = ", ".join(f"'{stage.value}'" for stage in SIGNED_STAGES)
    contract = Contract._meta.db_table
    signed = f"SELECT 1 FROM {contract} c WHERE c.id = OLD.contract_id AND c.frozen_at IS NOT NULL"
    changed = _any_differs(connection, ["deliberated_on", "deliberation_number", "signed_on"])
    yield Signatory._meta.db_table, "dates", "UPDATE", f"EXISTS ({signed} AND c.stage IN ({stages})) AND ({changed})"


def _perimeter():
    table = "territories_territorymember"
    frozen = "EXISTS (SELECT 1 FROM {contract} c WHERE c.territory_id = {row}.territory_id AND c.frozen_at IS NOT NULL)"
    for event, rows in EVERY_EVENT:
        conditions = (frozen.format(contract=Contract._meta.db_table, row=row) for row in rows)
        yield table, event.lower(), event, " OR ".join(conditions)


#: What is never changed of the rows that prove; what is written once, then kept.
ALWAYS = {
    Passage: ("contract", "source", "target", "actor", "channel", "at", "reason"),
    SignedVersion: ("contract", "json", "created_at", "created_by"),
    Document: ("contract", "kind", "file", "name", "content_type", "size", "sha256", "replaces", "created_at"),
}
ONCE = {
    SignedVersion: ("pdf", "voided_at", "voided_by", "voided_reason"),
    Document: ("withdrawn_at", "withdrawn_by", "withdrawn_reason"),
}


def _always():
    """Those of contracts, and those that the other parts keep."""
    return ALWAYS | kept_rows()


def _kept(connection):
    for model, names in _always().items():
        table = model._meta.db_table
        fields = [model._meta.get_field(name) for name in names]
        yield table, "delete", "DELETE", "1 = 1"
        columns = [field.column for field in fields if not field.many_to_many]
        yield table, "update", "UPDATE", _any_differs(connection, columns)
    contract, table = Contract._meta.db_table, SignedVersion._meta.db_table
    signing = f"SELECT 1 FROM {contract} c WHERE c.id = OLD.contract_id AND c.stage = '{Stage.SIGNATURE}'"
    # A scan attached by mistake is replaced until the contract is declared signed.
    swapped = _differs(connection, "scan_id")
    yield table, "scan", "UPDATE", f"OLD.scan_id IS NOT NULL AND {swapped} AND NOT EXISTS ({signing})"


def _kept_lists():
    """The lists of rows that prove: what is in them stays, and nothing comes once the row is sealed."""
    for model, names in kept_rows().items():
        for field in (model._meta.get_field(name) for name in names):
            if field.many_to_many:
                table = field.m2m_db_table()
                yield table, "delete", "DELETE", "1 = 1"
                yield table, "update", "UPDATE", "1 = 1"
                row = f"SELECT 1 FROM {model._meta.db_table} r WHERE r.id = NEW.{field.m2m_column_name()}"
                yield table, "insert", "INSERT", f"EXISTS ({row} AND r.sealed_at IS NOT NULL)"


def _once(connection):
    for model, names in (ONCE | written_once()).items():
        again = [_again(connection, model._meta.get_field(name)) for name in names]
        yield model._meta.db_table, "once", "UPDATE", " OR ".join(again)


def _again(connection, field):
    """Written already, and written otherwise."""
    empty = f" AND OLD.{field.column} <> ''" if field.get_internal_type() == "TextField" else ""
    return f"(OLD.{field.column} IS NOT NULL{empty} AND {_differs(connection, field.column)})"


def _message(table):
    lists = {
        model._meta.get_field(name).m2m_db_table()
        for model, names in kept_rows().items()
        for name in names
        if model._meta.get_field(name).many_to_many
    }
    proofs = {model._meta.db_table for model in (*_always(), *ONCE, *written_once())}
    return KEPT if table in lists | proofs else MESSAGE


def _sqlite(connection):
    for table, name, event, condition in plans(connection):
        trigger = f"{PREFIX}{table}_{name}"
        yield f"DROP TRIGGER IF EXISTS {trigger}"
        yield (
            f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{_message(table)}'); END"
        )


def _postgresql(connection):
    for table, name, event, condition in plans(connection):
        trigger = f"{PREFIX}{table}_{name}"
        gives = "OLD" if event == "DELETE" else "NEW"
        yield (
            f"CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger AS $$ BEGIN "
            f"IF {condition} THEN RAISE EXCEPTION '{_message(table)}' "
            "USING ERRCODE = 'integrity_constraint_violation'; "
            f"END IF; RETURN {gives}; END $$ LANGUAGE plpgsql"
        )
        yield f"DROP TRIGGER IF EXISTS {trigger} ON {table}"
        yield f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()"

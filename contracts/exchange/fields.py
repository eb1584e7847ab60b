"""How one field goes from a row to the file and back. A model's mapping is a tuple of these: the same table serves
both ways, so that what is written can be read again.

`out(row)` gives `{key: value}` (nothing where there is nothing); `read(node, path, context)` gives model arguments.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.richtext import sanitize


@dataclass(frozen=True)
class Field:
    key: str
    attr: str = ""

    @property
    def name(self):
        return self.attr or self.key

    def out(self, row):
        value = self.to_json(getattr(row, self.name))
        return {} if value is None else {self.key: value}

    def read(self, node, path, context):
        value = node.get(self.key)
        return {} if value is None else {self.name: self.from_json(value, f"{path}.{self.key}", context)}

    def to_json(self, value):
        return value if value not in ("", [], None) else None

    def from_json(self, value, path, context):
        return value


class Text(Field):
    pass


class Rich(Field):
    """Plain text, or the HTML subset that the PDF can print. Cleaned on the way in."""

    def from_json(self, value, path, context):
        clean = sanitize(value) if "<" in value and ">" in value else value
        if clean != value and _visible(clean) != _visible(value):
            context.doubts.append((path, "Une partie de la mise en forme n’est pas imprimable : elle a été retirée."))
        return clean


def _visible(html):
    return "".join(html.split())


class Choice(Field):
    pass


class Bool(Field):
    def to_json(self, value):
        return value


class Flag(Bool):
    """A boolean that is false where nothing is said, and then not written."""

    def to_json(self, value):
        return True if value else None


class Integer(Field):
    def to_json(self, value):
        return value


class Date(Field):
    def to_json(self, value):
        return value.isoformat() if value else None

    def from_json(self, value, path, context):
        return date.fromisoformat(value)


class Number(Field):
    """An exact decimal; written as a whole number where it is one."""

    def to_json(self, value):
        if value is None:
            return None
        return int(value) if value == value.to_integral_value() else float(value)

    def from_json(self, value, path, context):
        return Decimal(str(value))


class Strings(Field):
    """A list of strings, kept as JSON."""

    def from_json(self, value, path, context):
        return list(value)


class Json(Field):
    pass


class Organisation(Field):
    """An organisation of the register, written whole so that another platform can find or create it."""

    def to_json(self, value):
        return organisation_node(value) if value else None

    def from_json(self, value, path, context):
        return context.organisation(value, path)


@dataclass(frozen=True)
class Person(Field):
    """Three columns `<attr>_name`, `<attr>_role`, `<attr>_email` for one person, with or without an account."""

    def out(self, row):
        person = person_node(*(getattr(row, f"{self.name}_{part}") for part in ("name", "role", "email")))
        return {self.key: person} if person else {}

    def read(self, node, path, context):
        value = node.get(self.key) or {}
        return {f"{self.name}_{part}": value.get(part) or "" for part in ("name", "role", "email")}


def person_node(name, role, email):
    return {key: value for key, value in (("name", name), ("role", role), ("email", email)) if value}


def organisation_node(organisation):
    node = {"name": organisation.name}
    for key in ("kind", "siren", "sector"):
        if value := getattr(organisation, key):
            node[key] = value
    aliases = sorted(alias.name for alias in organisation.aliases.all())
    return node | ({"aliases": aliases} if aliases else {})


def write_row(row, fields) -> dict:
    node = {}
    for field in fields:
        node |= field.out(row)
    return node


def write_rows(rows, fields) -> list[dict]:
    return [write_row(row, fields) for row in rows]


def read_row(node, fields, path, context) -> dict:
    values = {}
    for field in fields:
        values |= field.read(node, path, context)
    return values


def put(node, key, value):
    """Hang a list on a node, unless it is empty: what is empty is not written."""
    if value:
        node[key] = value

"""`Accept: text/csv` on a list: the same rows on flat columns, for a spreadsheet or a data team."""

import csv
import io
import re
from datetime import date, datetime

from rest_framework.renderers import BaseRenderer, JSONRenderer

from .tables import neutral

#: A negative number starts with the sign of a formula, and is none.
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
BETWEEN = "; "


class CSVRenderer(BaseRenderer):
    """One header line of the resource's own names, then one line a row; commas, UTF-8, RFC 4180."""

    media_type = "text/csv"
    format = "csv"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        names = columns_of(renderer_context["view"].get_serializer())
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(names)
        writer.writerows([cell(row.get(name)) for name in names] for row in data["results"])
        return text.getvalue().encode()


class CSVLists:
    """Lists also as CSV. What is neither a list nor well stays JSON."""

    def get_renderers(self):
        renderers = super().get_renderers()
        return [*renderers, CSVRenderer()] if getattr(self, "action", None) == "list" else renderers


def columns_of(serializer) -> list[str]:
    """What is read, in its order: the same columns for a page of rows and for none."""
    return [name for name, field in serializer.fields.items() if not field.write_only]


def cell(value) -> str:
    if isinstance(value, list | tuple):
        nameless = any(isinstance(each, dict) and not each.get("name") for each in value)
        return neutral(_as_json(value) if nameless else BETWEEN.join(words(each) for each in value))
    text = words(value)
    return text if _NUMBER.fullmatch(text) else neutral(text)


def words(value) -> str:
    """One value in one cell: what has a name gives its name, what has none its JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return _as_json(value).strip('"')
    if isinstance(value, dict):
        return value.get("name") or _as_json(value)
    return str(value)


def _as_json(value) -> str:
    return JSONRenderer().render(value).decode()

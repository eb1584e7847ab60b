"""The fiches as CSV, as French spreadsheets open it: semicolons, commas in figures, a mark that says UTF-8."""

import csv
import io
from datetime import date
from decimal import Decimal

from core.tables import neutral

from .columns import FICHES
from .rows import fiches, table


def write(contract, actions, context, *, at) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(FICHES.headers)
    for row in table(FICHES, fiches(actions)):
        writer.writerow([_said(value) for value in row])
    return ("\ufeff" + file.getvalue()).encode()


def _said(value):
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    return "" if value is None else neutral(value)

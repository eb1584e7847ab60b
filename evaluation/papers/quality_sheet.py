"""What is to be mended in contracts, as a workbook and as the tables that a PDF prints."""

from urllib.parse import urljoin

from django.conf import settings
from openpyxl import Workbook

from core.tables import neutral

from .figures_sheet import headed, saved

HEADS = ["Contrat", "Référence", "Nature", "Quoi", "À reprendre", "Où"]


def make(flaws, *, title) -> bytes:
    """`flaws`: (contract, its flaws), in the order of the page; one row a flaw."""
    book = Workbook()
    book.properties.title = title
    sheet = book.active
    sheet.title = "À reprendre"
    headed(sheet, HEADS, [50, 22, 22, 34, 80, 60])
    for contract, found in flaws:
        for flaw in found:
            said = [contract.title, contract.reference, flaw.rule.kind, flaw.rule.label, flaw.sentence]
            sheet.append([*map(neutral, said), urljoin(settings.SITE_URL, flaw.url)])
    return saved(book)


def told(flaws, on) -> list[dict]:
    """Rule by rule, in the shape of `figures.plain`: a line a flaw, under the title of its contract."""
    rules: dict[str, dict] = {}
    for contract, found in flaws:
        for flaw in found:
            said = rules.setdefault(flaw.rule.code, _table(flaw.rule, on))
            said["lines"].append({"code": "", "label": contract.title, "cells": [_cell(flaw.sentence)]})
    return list(rules.values())


def _table(rule, on):
    columns = [{"code": "what", "label": "À reprendre", "unit": ""}]
    said = dict.fromkeys(("definition", "unit", "source", "past", "note"), "")
    shown = {"code": rule.code, "label": rule.label, "theme": rule.kind, "heading": "Contrat", "observed_on": on}
    return {**said, **shown, "columns": columns, "lines": [], "total": None}


def _cell(sentence):
    return {"column": "what", "value": None, "whole": None, "percent": None, "words": sentence, "rows_url": ""}

"""2,000 fiches out to a workbook and back, in processes of their own so that the peaks of memory are theirs."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from .documents import child
from .tools import in_turn, peak, seconds

FICHES = 2000
TITLE = "Banc d’essai des tableurs"


def exported(table):
    child("grow", module="benchmarks.spreadsheets")
    said = child("export", module="benchmarks.spreadsheets")
    note = f"{said['ours']:.1f} s ; {said['alone']:.1f} s ; {said['cells']} cellules"
    table.add("export de 2 000 fiches / openpyxl", said["ours"] / said["alone"], 1.5, note=note)
    table.add("export de 2 000 fiches : mémoire", said["peak"], 200, unit="Mo")


def imported(table):
    with TemporaryDirectory() as folder:
        path = str(Path(folder) / "fiches.xlsx")
        child("write", path, module="benchmarks.spreadsheets")
        said = child("import", path, module="benchmarks.spreadsheets")
    table.add("import de 2 000 lignes changées", said["seconds"], 30, unit="s", note=f"{said['changed']} modifiées")
    table.say("import : mémoire au plus haut", f"{said['peak']:.0f} Mo")


def contract():
    """One contract of 2,000 whole fiches, each with a funding and an indicator; made once."""
    from contracts.models import Contract

    from .country import typical_contract

    found = Contract.objects.filter(title=TITLE).first()
    return found or _grown(typical_contract())


def _grown(model):
    from contracts.exchange import export_contract, import_contract

    document = export_contract(model)
    document["contract"]["title"] = TITLE
    axis = document["contract"]["axes"][0]
    actions = [each for home in document["contract"]["axes"] for each in _actions(home)]
    axis["actions"] = [
        {**actions[number % len(actions)], "number": str(number), "title": f"Action fictive {number}"}
        for number in range(FICHES)
    ]
    document["contract"]["axes"] = [{key: value for key, value in axis.items() if key != "objectives"}]
    document["contract"].pop("findings", None)
    return import_contract(document, as_draft=True).contract


def _actions(axis):
    inside = [each for objective in axis.get("objectives") or () for each in objective.get("actions") or ()]
    return (axis.get("actions") or []) + inside


def _grow():
    return {"contract": contract().reference}


def _export():
    import openpyxl

    from actions.services.sheet_export import export_fiches

    owner = contract()
    actions = owner.actions.in_plan_order()

    def ours():
        return export_fiches(contract=owner, actions=actions, kind="xlsx").content

    content = ours()
    # Before anything else is held in memory.
    high = peak()
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    sheets = [(page.title, [list(row) for row in page.iter_rows(values_only=True)]) for page in book]

    def alone():
        made = openpyxl.Workbook(write_only=True)
        for title, rows in sheets:
            page = made.create_sheet(title)
            for row in rows:
                page.append(row)
        made.save(io.BytesIO())

    taken = in_turn(ours, alone, runs=5, warm_up=1)
    cells = sum(len(row) for _title, rows in sheets for row in rows)
    return {"ours": taken[0], "alone": taken[1], "cells": cells, "peak": high}


def _write(path):
    """The export, with three cells changed on each row."""
    import openpyxl

    from actions.services.sheet_export import export_fiches

    owner = contract()
    content = export_fiches(contract=owner, actions=owner.actions.in_plan_order(), kind="xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["Fiches"]
    columns = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        page.cell(row, columns["Priorité"]).value = "Haute" if row % 2 else "Basse"
        page.cell(row, columns["Titre"]).value = f"Autre titre {row}"
        page.cell(row, columns["Début"]).value = date(2025, 1, 1)
    book.save(path)
    return {}


def _import(path):
    from django.core.files import File
    from django.db import transaction

    from actions.services.sheet_import import import_sheet
    from actions.services.sheet_taking import Decision

    owner, reports = contract(), []
    decision = Decision(reason="correction", reason_text="Mesure")

    def whole():
        with transaction.atomic(), open(path, "rb") as file:
            reports.append(import_sheet(contract=owner, file=File(file), decision=decision))
            transaction.set_rollback(True)

    took = seconds(whole)
    return {"seconds": took, "peak": peak(), "changed": reports[0].counted("Fiches", "changed")}


if __name__ == "__main__":
    import sys

    from bench import start_django

    start_django()
    jobs: dict[str, Callable[..., object]] = {"grow": _grow, "export": _export, "write": _write, "import": _import}
    print(json.dumps(jobs[sys.argv[1]](*sys.argv[2:])))

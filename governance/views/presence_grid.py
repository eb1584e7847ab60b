"""Who came, in one grid: each line is saved by itself, and one that somebody else changed comes back with both."""

from contracts.views.conflict import conflict_for
from contracts.views.loading import by
from core.errors import Stale
from core.grid import Cell, Grid, Group, Line


def save_lines(request, forms, save) -> dict:
    """`save(instance, version=, **fields)` for each changed line; the conflicts by prefix of their line."""
    conflicts = {}
    for form in forms:
        if not form.changed_values():
            continue
        try:
            with by(request):
                current = type(form.instance).objects.get(pk=form.instance.pk)
                save(current, version=form.seen_version, **form.changed_values())
        except Stale as stale:
            if fields := conflict_for(form, stale)["fields"]:
                conflicts[form.prefix] = {field["name"]: field for field in fields}
    return conflicts


def grid_of(forms, conflicts, columns, *, names, heading):
    lines = [_line(form, conflicts.get(form.prefix, {}), names) for form in forms]
    return Grid("Présences", columns, [Group(lines)], heading=heading)


def _line(form, conflicts, names):
    cells = [_cell(form[name], conflicts.get(name)) for name in names]
    return Line(str(form.instance), cells, hidden=[form["version"]])


def _cell(field, conflict):
    return Cell(field, theirs=conflict["theirs"], raw=conflict["raw"]) if conflict else Cell(field)

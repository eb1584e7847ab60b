"""Writes of perimeters."""

from django.db import transaction
from django.db.models import Count, Q, Sum

from core.errors import Invalid
from core.history import acting
from core.versioned import bump, lock, validated

from .enums import Level
from .models import Commune, Department, Epci, ReferenceLoad, TerritoryMember
from .resolving import resolve_members

__all__ = ["communes_of", "communes_of_members", "resolve_members", "set_perimeter"]


@transaction.atomic
def set_perimeter(*, territory, members, actor=None, version=None) -> list[str]:
    """Replace what `territory` is made of; returns the doubts. A row that stays keeps its journal."""
    found = resolve_members(members)
    if found.errors:
        raise Invalid(fields=found.errors)
    with acting(actor=actor):
        if territory.pk is None:
            validated(territory).save()
        current = lock(territory, version=version)
        changed = _write_members(current, found.members)
        _derive(current, changed)
    territory.refresh_from_db()
    return found.doubts


def communes_of_members(members):
    """The communes that these members (rows or resolved) cover, each once, even when named twice over."""
    by_level = {level.value: [m.code for m in members if m.level == level and m.code] for level in Level}
    return Commune.objects.filter(
        Q(code__in=by_level[Level.COMMUNE])
        | Q(active=True)
        & (
            Q(epci__in=by_level[Level.EPCI])
            | Q(ept__in=by_level[Level.EPT])
            | Q(department__in=by_level[Level.DEPARTMENT])
        )
    )


def communes_of(territory):
    return communes_of_members(territory.members.all())


def _write_members(territory, members) -> bool:
    rows = {(row.level, row.code or row.name): row for row in territory.members.all()}
    wanted = {(member.level, member.code or member.name) for member in members}
    gone = [row for key, row in rows.items() if key not in wanted]
    for row in gone:
        row.delete()
    changed = bool(gone)
    for position, member in enumerate(members):
        row = rows.get((member.level, member.code or member.name)) or TerritoryMember(territory=territory)
        values = {**vars(member), "position": position}
        if row.pk and all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        validated(row).save()
        changed = True
    return changed


def _derive(territory, changed) -> None:
    members = list(territory.members.all())
    rows = list(
        communes_of_members(members)
        .order_by()
        .values("department", "department__region")
        .annotate(people=Sum("population"), communes=Count("pk"), told=Count("population"))
    )
    groups = [member.code for member in members if member.level in (Level.EPCI, Level.EPT)]
    alive = set(Epci.objects.current().filter(code__in=groups).values_list("code", flat=True))
    complete = bool(rows) and set(groups) <= alive and all(row["communes"] == row["told"] for row in rows)
    departments = {row["department"] for row in rows} | _departments_of_dissolved(groups, alive)
    derived = {
        "millesime": ReferenceLoad.current_millesime(),
        "region_id": _main_region(rows, departments),
        "population": sum(row["people"] for row in rows) if complete else None,
    }
    differs = any(getattr(territory, name) != value for name, value in derived.items())
    for name, value in derived.items():
        setattr(territory, name, value)
    territory.departments.set(departments)
    if changed or differs:
        bump(territory)


def _departments_of_dissolved(groups, alive) -> set[str]:
    """A dissolved EPCI has no commune left, but its référent must go on seeing the territory."""
    gone = Epci.objects.filter(code__in=set(groups) - alive, department__isnull=False)
    return set(gone.values_list("department", flat=True))


def _main_region(rows, departments):
    weights: dict[str, tuple[int, int]] = {}
    for row in rows:
        people, communes = weights.get(row["department__region"], (0, 0))
        weights[row["department__region"]] = (people + (row["people"] or 0), communes + row["communes"])
    if weights:
        return max(sorted(weights), key=weights.__getitem__)
    return Department.objects.filter(code__in=departments).order_by("code").values_list("region", flat=True).first()

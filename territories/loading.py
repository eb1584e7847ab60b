"""Loads reference data (data/cog-*.json.gz, built by scripts/build_cog.py) or brings it up to date.

Nothing is deleted that a perimeter may name: a commune that a newer file has lost becomes inactive, an EPCI dissolved.
"""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from core.errors import Invalid

from .enums import EpciKind, FormerKind
from .models import Commune, Department, Epci, FormerCommune, ReferenceLoad, Region

BATCH = 2000
PARTS = {
    "regions": ["code", "name"],
    "departments": ["code", "name", "region"],
    "epci": ["code", "name", "kind"],
    "communes": ["code", "name", "department", "epci", "ept", "population", "postcodes"],
    "former": ["code", "name", "kind", "since", "successor"],
}


@dataclass(frozen=True)
class Loaded:
    millesime: str
    regions: int
    departments: int
    epci: int
    communes: int
    former: int
    inactive: int
    dissolved: int


def shipped_file() -> Path:
    """The newest file of the repository."""
    files = sorted((Path(settings.BASE_DIR) / "data").glob("cog-*.json.gz"))
    if not files:
        raise Invalid("Aucun fichier data/cog-*.json.gz n’est livré avec la plateforme.")
    return files[-1]


def read_file(path: Path) -> dict:
    """The content, each row as a dict; refuses with a sentence what is not such a file."""
    try:
        raw = Path(path).read_bytes()
        content = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    except (OSError, EOFError, ValueError) as error:
        raise Invalid(f"Le fichier {path} ne peut pas être lu\xa0: {error}") from error
    if not isinstance(content, dict) or content.get("format") != "cog" or not content.get("millesime"):
        raise Invalid(f"Le fichier {path} n’est pas un référentiel géographique de la plateforme.")
    for part, columns in PARTS.items():
        rows = content.get(part)
        if not isinstance(rows, list) or any(not isinstance(row, list) or len(row) != len(columns) for row in rows):
            raise Invalid(f"Dans {path}, «\xa0{part}\xa0» n’est pas une liste de lignes {', '.join(columns)}.")
        content[part] = [dict(zip(columns, row, strict=True)) for row in rows]
    _check_links(content, path)
    return content


def _check_links(content, path) -> None:
    """Every code pointed to is in the file: nothing is half loaded for a missing one."""
    codes = {part: {row["code"] for row in content[part]} for part in PARTS}
    links = [
        ("departments", "region", "regions"),
        ("communes", "department", "departments"),
        ("communes", "epci", "epci"),
        ("communes", "ept", "epci"),
        ("former", "successor", "communes"),
    ]
    for part, column, target in links:
        for row in content[part]:
            if row[column] is not None and row[column] not in codes[target]:
                raise Invalid(f"Dans {path}, «\xa0{part}\xa0» {row['code']} renvoie à {row[column]}, qui n’y est pas.")
    if unknown := {row["kind"] for row in content["epci"]} - set(EpciKind.values):
        raise Invalid(f"Dans {path}, nature d’EPCI inconnue\xa0: {', '.join(sorted(map(str, unknown)))}.")
    if unknown := {row["kind"] for row in content["former"]} - set(FormerKind.values):
        raise Invalid(f"Dans {path}, nature d’ancienne commune inconnue\xa0: {', '.join(sorted(map(str, unknown)))}.")


@transaction.atomic
def load_reference(path: Path) -> Loaded:
    content = read_file(path)
    of = _totals(content["communes"])
    regions = {row["region"]: Counter() for row in content["departments"]}
    for row in content["departments"]:
        regions[row["region"]]["population"] += of["department"][row["code"]]["population"]
    _upsert(Region, [Region(**row, population=_known(regions.get(row["code"]))) for row in content["regions"]])
    _upsert(Department, [_department(row, of["department"]) for row in content["departments"]])
    _upsert(Epci, [_epci(row, of) for row in content["epci"]])
    _upsert(Commune, [_commune(row) for row in content["communes"]])
    inactive = _others(Commune, content["communes"]).filter(active=True).update(active=False)
    dissolved = _others(Epci, content["epci"]).filter(dissolved=False).update(dissolved=True)
    _load_former(content)
    ReferenceLoad.objects.create(
        millesime=str(content["millesime"]), source=content.get("source", ""), licence=content.get("licence", "")
    )
    counts = {part: len(content[part]) for part in PARTS}
    return Loaded(millesime=str(content["millesime"]), inactive=inactive, dissolved=dissolved, **counts)


def _totals(communes) -> Mapping[str, Mapping[str, Counter]]:
    """People by département, EPCI and EPT, summed from the communes so that every page says the same figure."""
    totals = {column: defaultdict(Counter) for column in ("department", "epci", "ept", "shares")}
    for row in communes:
        people = row["population"] or 0
        for column in ("department", "epci", "ept"):
            totals[column][row[column]]["population"] += people
        for group in (row["epci"], row["ept"]):
            # One more than the people, so that empty communes count too.
            totals["shares"][group][row["department"]] += people + 1
    return totals


def _known(total):
    return total["population"] or None if total else None


def _department(row, totals):
    region = row["region"]
    return Department(code=row["code"], name=row["name"], region_id=region, population=_known(totals.get(row["code"])))


def _epci(row, of):
    people = of["ept" if row["kind"] == EpciKind.EPT else "epci"].get(row["code"])
    shares = of["shares"].get(row["code"])
    main = shares.most_common(1)[0][0] if shares else None
    return Epci(**row, department_id=main, population=_known(people))


def _commune(row):
    plain = {name: row[name] for name in ("code", "name", "population")}
    links = {f"{name}_id": row[name] for name in ("department", "epci", "ept")}
    return Commune(**plain, **links, postcodes=row["postcodes"] or "")


def _upsert(model, rows):
    for row in rows:
        if hasattr(row, "search_text"):
            row.search = row.search_text()
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    model._base_manager.bulk_create(
        rows, batch_size=BATCH, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )


def _others(model, rows):
    """Rows that the file no longer holds, found here: 35 000 codes would not fit in one query."""
    gone = set(model._base_manager.values_list("code", flat=True)) - {row["code"] for row in rows}
    return model._base_manager.filter(code__in=list(gone))


def _load_former(content):
    former = [
        FormerCommune(
            code=row["code"],
            name=row["name"] or "",
            kind=row["kind"],
            since=row["since"],
            successor_id=row["successor"],
        )
        for row in content["former"]
    ]
    _upsert(FormerCommune, former)
    # A commune that was merged may be restored: it then answers for itself.
    restored = FormerCommune.objects.filter(code__in=Commune.objects.filter(active=True).values("code"))
    restored.delete()

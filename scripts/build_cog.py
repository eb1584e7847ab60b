"""Rebuilds data/cog-<millésime>.json.gz from the npm package @etalab/decoupage-administratif.

    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python scripts/build_cog.py package 2026

The same package gives the same file, byte for byte.
"""

import gzip
import json
import sys
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
SOURCE = (
    "Code officiel géographique et populations légales (INSEE), composition des EPCI (DGCL), codes postaux (La Poste), "
    "réunis par Etalab dans @etalab/decoupage-administratif"
)
LICENCE = "Licence Ouverte 2.0 (https://www.etalab.gouv.fr/licence-ouverte-open-licence)"
FORMER_KINDS = {
    "commune-deleguee": "delegated",
    "commune-associee": "associated",
    "arrondissement-municipal": "district",
}
COLUMNS = {
    "regions": ["code", "name"],
    "departments": ["code", "name", "region"],
    "epci": ["code", "name", "kind"],
    "communes": ["code", "name", "department", "epci", "ept", "population", "postcodes"],
    "former": ["code", "name", "kind", "since", "successor"],
}


def former_communes(rows):
    """Codes that are not a commune: delegated, associated, municipal districts, and those of before."""
    existing = {row["code"] for row in rows if row["type"] == "commune-actuelle"}
    former = {}
    for row in rows:
        for code in row.get("anciensCodes", []):
            former[code] = [code, "", "former", None, row["code"]]
    for row in rows:
        if row["type"] in FORMER_KINDS:
            successor = row.get("chefLieu") or row["commune"]
            former[row["code"]] = [row["code"], row["nom"], FORMER_KINDS[row["type"]], None, successor]
    return [former[code] for code in sorted(former) if code not in existing]


def build(package: Path, millesime: str) -> dict:
    def read(name):
        return json.loads((package / "data" / f"{name}.json").read_text(encoding="utf-8"))

    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    rows, epci, ept = read("communes"), read("epci"), read("ept")
    of_epci = {member["code"]: group["code"] for group in epci for member in group["membres"]}
    of_ept = {member["code"]: group["code"] for group in ept for member in group["membres"]}
    return {
        "format": "cog",
        "millesime": millesime,
        "source": f"{SOURCE} {version}",
        "licence": LICENCE,
        "columns": COLUMNS,
        "regions": sorted([row["code"], row["nom"]] for row in read("regions")),
        "departments": sorted([row["code"], row["nom"], row["region"]] for row in read("departements")),
        "epci": sorted([group["code"], group["nom"], group["type"]] for group in [*epci, *ept]),
        "communes": sorted(
            [
                row["code"],
                row["nom"],
                row["departement"],
                of_epci.get(row["code"]),
                of_ept.get(row["code"]),
                row.get("population"),
                " ".join(row.get("codesPostaux", [])),
            ]
            for row in rows
            if row["type"] == "commune-actuelle"
        ),
        "former": former_communes(rows),
    }


def write(content: dict, path: Path) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    target = DATA / f"cog-{sys.argv[2]}.json.gz"
    write(build(Path(sys.argv[1]), sys.argv[2]), target)
    print(f"{target} : {target.stat().st_size // 1024} Kio")

"""Reads the official lists of priority places, published as CSV: columns are found by their header."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from core.errors import Invalid
from core.search import search_key

from .models import Commune, PriorityKind, PriorityPlace

#: What the files of the ANCT and of data.gouv.fr call each column, as `search_key` reads it.
HEADERS = {
    "code": ("code qp", "codeqp", "code qpv", "code", "code quartier", "codgeo", "code insee", "insee com"),
    "name": ("nom qp", "lib qp", "nom", "libelle", "quartier", "nom quartier", "libgeo", "nom commune", "lib com"),
    "communes": ("insee com", "code insee", "code commune", "codes communes", "depcom", "com", "codgeo", "communes"),
}


@dataclass(frozen=True)
class Loaded:
    made: int
    changed: int
    unknown: tuple[str, ...]


@transaction.atomic
def load_priority_places(path, *, kind=PriorityKind.QPV) -> Loaded:
    """Create or update the places of one list. Raises `Invalid`, with the line, and then nothing is written.

    A place whose communes are all unknown to the reference is passed over and told in `unknown`.
    """
    rows = list(_rows(path))
    known = set(Commune.objects.values_list("code", flat=True))
    made, changed, unknown = 0, 0, []
    for code, name, communes in rows:
        found = [each for each in communes if each in known]
        if not found:
            unknown.append(code)
            continue
        place, created = PriorityPlace.objects.update_or_create(kind=kind, code=code, defaults={"name": name})
        place.communes.set(found)
        made, changed = made + created, changed + (not created)
    return Loaded(made, changed, tuple(unknown))


def _rows(path):
    text = _text(path)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(";,\t", key=first.count))
    columns = _columns(next(reader, []))
    for line, row in enumerate(reader, start=2):
        if not any(row):
            continue
        values = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
        if not values["code"]:
            raise Invalid(f"Ligne {line}\xa0: le code manque.")
        yield values["code"], values["name"] or values["code"], re.findall(r"\b\d[0-9AB]\d{3}\b", values["communes"])


def _text(path):
    content = Path(path).read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _columns(header):
    names = [search_key(re.sub(r"[_\W]+", " ", name)).strip() for name in header]
    found = {}
    for column, words in HEADERS.items():
        at = next((names.index(word) for word in words if word in names), None)
        if at is None:
            raise Invalid(
                f"Colonne introuvable\xa0: «\xa0{words[0]}\xa0». Le fichier a\xa0: {', '.join(header) or 'rien'}."
            )
        found[column] = at
    return found

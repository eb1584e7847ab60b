"""The dashboard laid out: sections of figures with their charts, and what to look at first."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from contracts.models import Approach, Contract
from core.charts import Drawings, bar_chart
from core.wording import count_of
from evaluation.figures.plain import gist, plain, rows_shown
from evaluation.figures.told import Reading

from .cycle import WITHIN
from .figures import FIGURES
from .rows import DashboardRows, LightRows

#: A longer table goes on on the page of its figure.
SHOWN = 10
NOTHING = "rien à compter"
#: Figure → (its column, how the picture is called).
DRAWN = {
    "stages": ("count", "Contrats par étape"),
    "endings": ("count", "Contrats qui prennent fin"),
    "money_by_funder": ("planned", "Euros prévus par financeur"),
    "money_by_year": ("planned", "Euros prévus par année"),
    "attainment": ("count", "Fiches selon l’atteinte des objectifs"),
}
#: (figure, line, column, words): what the page says first, where it is not nothing.
FIRST = [
    ("endings", "expired", "count", "contrat échu,contrats échus"),
    (
        "endings",
        "12",
        "alone",
        "contrat finit sous 12\xa0mois sans successeur,contrats finissent sous 12\xa0mois sans successeur",
    ),
    (
        "approaches",
        "total",
        "late",
        "démarche dont le jour prévu est passé,démarches dont le jour prévu est passé",
    ),
    ("copils", "late", "count", "premier COPIL en retard,premiers COPIL en retard"),
    ("copils", "rare", "count", "COPIL plus rare que promis,COPIL plus rares que promis"),
    (
        "copils",
        "undated",
        "count",
        "contrat en vigueur sans COPIL ni date de signature,contrats en vigueur sans COPIL ni date de signature",
    ),
    (
        "uncoordinated",
        "nobody",
        "count",
        "contrat que personne ne coordonne,contrats que personne ne coordonne",
    ),
    ("posts", "vacant", "count", "poste vacant,postes vacants"),
    ("stale", "6", "count", "contrat sans mouvement depuis 6\xa0mois,contrats sans mouvement depuis 6\xa0mois"),
    ("silent", "total", "count", "fiche sans nouvelles,fiches sans nouvelles"),
    ("mental_health", "no_volet", "count", "contrat sans volet santé mentale,contrats sans volet santé mentale"),
    ("mental_health", "no_link", "count", "contrat sans lien avec le PTSM,contrats sans lien avec le PTSM"),
]


@dataclass
class Asked:
    """Whose dashboard, of which contracts, on which day."""

    user: Any
    filter: Any
    today: date

    def contracts(self, more=lambda found: found) -> list[Contract]:
        """With all that the figures read of them, in one query; `more` adds to it."""
        found = self.filter.narrow(Contract.objects.visible_to(self.user)).with_effective_end()
        told = found.select_related("territory").defer("preamble", "diagnosis", "prs_alignment")
        return list(more(told).order_by("title", "id"))

    def light(self) -> LightRows:
        return LightRows(self.contracts(), **self._beside)

    def full(self) -> DashboardRows:
        return DashboardRows(self.contracts(), **self._beside)

    @property
    def _beside(self) -> dict:
        approaches = self.filter.narrow_approaches(Approach.objects.visible_to(self.user))
        return {"user": self.user, "today": self.today, "approaches": approaches}

    def rows_url(self, code, line, column) -> str:
        query = urlencode({**self.filter.asked, "ligne": line, "colonne": column})
        return f"{self.place}{code}/?{query}"

    @cached_property
    def place(self) -> str:
        return reverse("evaluation:dashboard")

    @property
    def coverage_url(self) -> str:
        """The map of the one région that is asked or followed, at the département asked; else that of France."""
        regions = self.filter.regions_asked or self.user.roles.ars_region_codes
        if len(regions) != 1:
            return reverse("evaluation:coverage")
        department = self.filter.asked.get("department")
        place = reverse("evaluation:coverage_region", args=list(regions))
        return f"{place}#departement-{department}" if department else place


def read(rows) -> list[Reading]:
    return [Reading(figure, figure.function(rows), rows.at) for figure in FIGURES.values()]


def told(asked: Asked, readings) -> list[dict]:
    """Every figure as plain values, each number with the address of its rows."""
    return [plain(reading, asked.rows_url) for reading in readings]


def sections(asked: Asked, readings) -> list[dict]:
    """Theme by theme; each figure with the lines that the page shows, how many it leaves out, and its chart."""
    themes: dict[str, list[dict]] = {}
    for reading in readings:
        told = reading.told
        said = plain(replace(reading, told=replace(told, lines=told.lines[:SHOWN])), asked.rows_url)
        more = {"rows": rows_shown(said), "left": len(told.lines[SHOWN:]), "gist": gist(said) or NOTHING}
        themes.setdefault(said["theme"], []).append({**with_chart(said), **more})
    return [{"title": title, "figures": found} for title, found in themes.items()]


def with_chart(said) -> dict:
    """The figure; with its `chart` where it is drawn, None where the drawing failed."""
    if said["code"] not in DRAWN or not said["lines"]:
        return said
    column, title = DRAWN[said["code"]]
    bars = []
    for line in said["lines"]:
        cell = next(cell for cell in line["cells"] if cell["column"] == column)
        bars.append((line["label"], cell["value"] or 0, cell["words"]))
    if not any(value for _label, value, _words in bars):
        return said
    summary = "\xa0; ".join(f"{label}\xa0: {words}" for label, _value, words in bars)
    return {**said, "chart": Drawings().draw(bar_chart, title=title, summary=summary, bars=bars)}


def first(readings, urls) -> list[dict]:
    """What worries, in words, each with its rows."""
    by_code = {reading.figure.code: reading.told for reading in readings}
    found = []
    for code, line, column, words in FIRST:
        cell = by_code[code].cell(line, column) if by_code[code].lines else None
        if cell and cell.value:
            found.append({"words": count_of(cell.value, words), "url": urls(code, line, column)})
    return found


def next_ends(readings) -> list:
    """The cases of the contracts past their end, then of those that end first."""
    told = next(reading.told for reading in readings if reading.figure.code == "endings")
    cells = [told.cell(line, "count") for line in ("expired", str(WITHIN[-1]))]
    return [case for cell in cells if cell for case in cell.rows]


def open_talks(readings) -> list:
    """The cases of the démarches still open."""
    told = next(reading.told for reading in readings if reading.figure.code == "approaches")
    cell = told.cell("total", "count") if told.lines else None
    return list(cell.rows) if cell else []

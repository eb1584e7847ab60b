"""The population covered as a workbook, or as one CSV: a line a place and a year, so that it sorts and filters."""

from openpyxl import Workbook

from contracts.coverage_table import STANDINGS
from core.tables import french_csv, neutral
from evaluation.coverage import Reading

from .figures_sheet import headed, saved

PLACES = [
    *("Code de la région", "Région", "Code du département", "Département", "Part couverte (%)", "Habitants couverts"),
    *("Habitants", "Communes couvertes", "Communes"),
]
YEARS = [
    *("Au", "Niveau", "Code", "Territoire", "Part couverte (%)", "Habitants couverts", "Habitants"),
    *("Communes couvertes", "Communes"),
]


def make(reading: Reading, *, definition) -> bytes:
    book = Workbook()
    book.properties.title = "Population couverte"
    sheet = book.active
    sheet.title = "Situation"
    headed(sheet, [*PLACES, *STANDINGS.values()], [10, 30, 10, 30, 12, 16, 16, 12, 12, *[14] * len(STANDINGS)])
    for line in _places(reading):
        sheet.append([neutral(cell) for cell in line])
    sheet = book.create_sheet("Années")
    headed(sheet, YEARS, [14, 14, 10, 30, 12, 16, 16, 12, 12])
    for line in _years(reading):
        sheet.append([neutral(cell) for cell in line])
        sheet.cell(sheet.max_row, 1).number_format = "DD/MM/YYYY"
    sheet = book.create_sheet("Définition")
    headed(sheet, ["Ce qui est compté"], [120])
    for sentence in definition:
        sheet.append([sentence])
    return saved(book)


def as_csv(reading: Reading) -> bytes:
    return french_csv([YEARS, *([day.isoformat(), *line] for day, *line in _years(reading))])


def _places(reading):
    """The place of a past day says only what is known of that day: its contracts in force."""
    for each in reading.whole.regions:
        for place in each.places:
            where = [each.region.pk, each.region.name, place.department.pk, place.department.name]
            counts = [
                place.counts[code] if reading.day == reading.today or code == "in_force" else None for code in STANDINGS
            ]
            yield [*where, *_said(place.coverage), *counts]


def _years(reading):
    levels = [("Région" if reading.region else "France", [reading.total])]
    levels += [] if reading.region else [("Région", reading.by_region)]
    for rank, day in enumerate(reading.days):
        for level, places in [*levels, ("Département", reading.by_department)]:
            for place in places:
                yield [day, level, place.code, place.label, *_said(place.coverages[rank])]


def _said(coverage):
    people, covered = coverage.population, coverage.covered
    return [float(coverage.share.percent), covered, people, coverage.covered_communes, coverage.communes]

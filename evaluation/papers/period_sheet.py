"""The consolidated evaluation as a workbook: the figures as those of a contract, then questions, indicators, kinds."""

import io

from openpyxl import load_workbook

from core.tables import neutral

from . import figures_sheet

QUESTIONS = ["Question", "Critère", "Contrats qui apprécient"]


def make(params) -> bytes:
    told = params["told"]
    book = load_workbook(io.BytesIO(figures_sheet.make(told["figures"], title=params["title"])))
    _about(book.create_sheet("À lire", 0), params)
    _questions(book.create_sheet("Questions communes"), told["questions"])
    sheet = book.create_sheet("Indicateurs communs")
    heads = ["Indicateur", "Contrats", "Cible atteinte", "Pas encore", "Cible sans valeur", "Sans cible"]
    figures_sheet.headed(sheet, heads, [60, 12, 16, 16, 18, 14])
    for each in told["indicators"]:
        sheet.append([neutral(each["title"]), each["having"], *each["cells"]])
    _kinds(book.create_sheet("Par nature de territoire"), told["kinds"])
    sheet = book.create_sheet("Corrections")
    figures_sheet.headed(sheet, ["Chiffre", "Avant", "Après", "Raison", "Par", "Le"], [60, 16, 16, 60, 24, 18])
    for row in params["corrections"]:
        sheet.append([neutral(value) for value in row])
    return figures_sheet.saved(book)


def _about(sheet, params):
    told = params["told"]
    figures_sheet.headed(sheet, ["Évaluation consolidée", ""], [40, 90])
    lines = [
        ("Période", params["dates"]),
        ("Close le", params["closed"] or "Période ouverte"),
        ("Contrats", told["contracts"]),
        ("Habitants couverts, chaque commune comptée une fois", told["population"]["people"]),
        ("Communes", told["population"]["communes"]),
        ("Contrats dont la coordination a un compte", told["coordination"]["with"]),
        *(("Ce qui n’est pas comparable", sentence) for sentence in told["unsaid"]),
    ]
    for label, value in lines:
        sheet.append([label, neutral(value)])


def _questions(sheet, questions):
    heads = questions[0]["heads"] if questions else []
    figures_sheet.headed(sheet, [*QUESTIONS, *heads], [60, 40, 20, *(16 for _ in heads)])
    for question in questions:
        for each in question["criteria"]:
            counts = [cell["value"] for cell in each["cells"]]
            sheet.append([neutral(question["title"]), neutral(each["title"]), each["judging"], *counts])


def _kinds(sheet, cuts):
    figures_sheet.headed(
        sheet, ["Comparaison", "Chiffre", "Ligne", "Nature de territoire", "Valeur"], [36, 30, 40, 36, 24]
    )
    for cut in cuts:
        for figure in cut["figures"]:
            for label, cells in figure["lines"]:
                for kind, words in zip(figure["heads"], cells, strict=True):
                    sheet.append([neutral(value) for value in (cut["title"], figure["label"], label, kind, words)])

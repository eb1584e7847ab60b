"""A plan as collectivités send it (domain, §7): 29 fictional fiches in the template, with the defects of real files."""

import io
from datetime import datetime
from pathlib import Path

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

TEMPLATE = Path(__file__).resolve().parents[3] / "shared" / "data" / "tet-import-template.xlsx"

GROUPS = {0: "Présentation de l’action", 7: "Objectifs et indicateurs", 9: "Acteurs"}
HEADERS = [
    *("Axe (x)", "Sous-axe (x.x)", "Sous-sous axe (x.x.x)", "Titre de la fiche action", "Titre de la sous-action"),
    *("Descriptif", "Instances de gouvernance", "Objectifs", "Indicateurs liés", "Structure pilote"),
    *("Moyens humains et techniques", "Partenaires ", "Direction ou service pilote", "Personne pilote"),
    *("Élu·e référent·e ", "Participation Citoyenne", "Financements", "Financeur 1", "Montant € HT", "Financeur 2"),
    *("Montant € HT", "Financeur 3", "Montant € HT", "Budget prévisionnel total € HT", "Statut "),
    *("Niveau de priorité", "Date de début", "Date de fin", "Action en amélioration continue", "Mesures liées"),
    *("Actions liées", "Notes", "Documents et liens"),
]
KINDS = ["Champ texte", "Champ numérique", "Champ date"]

AXES = ["1. Accéder aux soins", "2. Prendre soin de sa santé mentale", "3. Vieillir chez soi"]
STATUSES = ["En cours", "EN COURS", "à venir", "Réalisé", "realisee", "Bloqué ", "En retard", "Abandonné", None]
PRIORITIES = ["Élevé", "eleve", "MOYEN", "Bas", "moyenne", None]


def row(number):
    """Fiche `number`, from 1 to 29; only some columns are filled."""
    axis = number % 3
    cells = dict.fromkeys(range(len(HEADERS)))
    cells[0] = AXES[axis]
    cells[1] = f"{axis + 1}.1. Objectif stratégique {axis + 1}" if number % 4 else None
    cells[2] = f"{axis + 1}.1.1 Mieux répondre au besoin n° {number}" if number % 5 == 0 else None
    opening = "Action" if number == 1 else "Fiche Action"
    cells[3] = f"{opening} {number}. Action fictive numéro {number}"
    cells[5] = f"Ce que fait l’action {number}.\nEn deux lignes."
    cells[9] = "CLS" if number % 2 else "Contrat Local de Santé"
    cells[11] = "Centre hospitalier fictif, CPTS fictive"
    cells[13] = "Camille EXEMPLE"
    cells[24] = STATUSES[number % len(STATUSES)]
    cells[25] = PRIORITIES[number % len(PRIORITIES)]
    cells[26] = datetime(2026, 1, number)
    return cells


def rows():
    every = {number: row(number) for number in range(1, 30)}
    every[2][4] = "- Recruter\n- Former"
    every[3][26], every[3][27] = 45944, "31/12/2027"
    every[4][26] = "Avril-mai de chaque année"
    every[5].update({17: "ARS fictive", 18: "12 500 €", 19: "Conseil départemental", 20: "entre 200 et 500"})
    every[6].update({17: "Région fictive, EPCI fictif", 18: 5000})
    every[7][0] = every[7][1] = None
    every[8].update({26: datetime(2027, 1, 1), 27: datetime(2026, 1, 1)})
    every[9][24] = "On verra"
    every[10].update({23: 124566, 28: "VRAI", 31: "À revoir en comité"})
    every[11][8] = "Nombre de consultations\nDélai de rendez-vous"
    every[12].update({7: "- Informer\n- Former", 15: "Concertation"})
    every[13][3] = "Action sans numéro"
    every[14].update({9: None, 12: "Service santé", 14: "Dominique ESSAI"})
    return every


def book(headers=None, order=None, every=None, title_rows=True):
    """The file; `headers` renames columns by place, `order` moves them."""
    every = rows() if every is None else every
    order = order or list(range(len(HEADERS)))
    spelled = [(headers or HEADERS)[place] for place in order]
    made = openpyxl.Workbook()
    made.active.title = "Mode d’emploi"
    made.active["B1"] = "Importer un plan d’action"
    page = made.create_sheet("Fichier d’import")
    if title_rows:
        page.append([GROUPS.get(place) for place in order])
    page.append(spelled)
    if title_rows:
        page.append([KINDS[place % 3] for place in order])
        page.append([])
    for cells in every.values():
        page.append([cells[place] for place in order])
    return made, page


def file_of(made, name="plan.xlsx"):
    out = io.BytesIO()
    made.save(out)
    return SimpleUploadedFile(name, out.getvalue())

"""The tables of the pack of a COPIL, the same on pages and on slides."""


def tables(figures):
    """(title, head, rows) of each table of the pack; an empty one is left out."""
    whole = [
        (
            "Avancement par axe",
            ["Axe", "Fiches", "Réalisées", "En cours", "En retard", "Sans nouvelles"],
            figures["axes"],
        ),
        ("Fiches par statut", ["Statut", "Fiches"], figures["statuses"]),
        (f"Fiches en retard\xa0: {figures['late_count']}", ["Fiche", "Échéance"], figures["late"]),
        ("Financements", ["Année", "Prévu", "Notifié", "Réalisé", "Reste à financer"], figures["money"]),
        (
            "Suites en attente",
            ["À faire", "Qui", "Pour le", "Retard"],
            [[text, who, due, "En retard" if late else ""] for text, who, due, late in figures["pending"]],
        ),
        ("Avenants à préparer", ["Décision", "Texte"], [[f"n°\xa0{n}", text] for n, text in figures["amendments"]]),
    ]
    return [each for each in whole if each[2]]

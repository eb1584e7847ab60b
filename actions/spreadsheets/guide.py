"""The sheet « Lisez-moi »."""

from core.wording import moment

TITLE = "Lisez-moi"


def lines(contract, *, at, count) -> list[str]:
    return [
        contract.title,
        f"Référence {contract.reference}. {count} fiches exportées le {moment(at)}.",
        "",
        "Modifier ce fichier, puis le redonner à la plateforme",
        "Depuis la liste des fiches du contrat, « Importer un tableur ». Un aperçu dit, cellule par cellule, ce qui "
        "changerait ; rien n’est écrit avant votre confirmation.",
        "Une ligne ajoutée en bas d’une feuille crée une fiche, un financement ou un indicateur.",
        "Une ligne retirée ne supprime rien : une fiche se supprime sur sa page.",
        "Une colonne retirée ou déplacée ne change rien : les colonnes sont reconnues à leur en-tête.",
        "Les deux premières colonnes, masquées, relient chaque ligne à la plateforme : ne les modifiez pas.",
        "Si quelqu’un a modifié la même cellule sur la plateforme depuis cet export, vous choisirez.",
        "",
        "Comment écrire",
        "Plusieurs valeurs dans une cellule : séparez-les par un point-virgule.",
        "Personnes : Prénom Nom (fonction). Dates : 14/10/2025. Montants : en euros.",
        "Objectifs de la fiche : l’objectif général, puis « • » devant un objectif spécifique et « ◦ » devant un "
        "objectif opérationnel.",
        "Une cellule qui commence par = + - ou @ est précédée d’une apostrophe, pour n’être jamais une formule. "
        "Elle revient intacte.",
        "",
        "Après la signature",
        "L’axe, l’objectif stratégique, le numéro, le titre et la provenance d’une fiche signée ne changent que par "
        "un avenant : ces cellules sont refusées une par une, les autres sont prises.",
        "Une fiche nouvelle dit alors sa provenance.",
        "",
        "Ce qui n’est pas dans ce fichier",
        "Les étapes, les notes, les documents, les valeurs passées des indicateurs, les adresses des personnes.",
    ]


def nice(text) -> str:
    """With the no-break spaces of French."""
    for sign in (":", ";", "?", "!", "»"):
        text = text.replace(f" {sign}", f"\xa0{sign}")
    return text.replace("« ", "«\xa0")

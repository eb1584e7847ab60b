"""A place in the exchange file in words: `contract.axes[1].actions[11].carrier` → « Axe 2, fiche 12, porteur »."""

import re

# Lists say what one of their entries is; the other keys say what they hold. What is not here is said as written.
_WORDS = {
    "amendments": "avenant",
    "aliases": "autre nom",
    "answer_to_inhabitants": "réponse aux habitants",
    "articles": "article",
    "axes": "axe",
    "actions": "fiche",
    "ars_referent": "référent de l’ARS",
    "attainment": "atteinte des objectifs",
    "baseline": "valeur de départ",
    "bodies": "instance",
    "carrier": "structure porteuse",
    "chairs": "présidence",
    "commitments": "engagement",
    "competent_authority": "autorité compétente",
    "context": "contexte",
    "coordination": "poste de coordination",
    "core_themes": "thème socle",
    "decisions": "décision",
    "description": "description",
    "diagnosis": "diagnostic",
    "elected_referent": "élu référent",
    "elected_sponsors": "élu référent",
    "ends_on": "date de fin",
    "findings": "constat",
    "format": "format du fichier",
    "funder": "financeur",
    "funding": "financement",
    "generation": "génération",
    "granted": "montant accordé",
    "holder": "titulaire",
    "indicators": "indicateur",
    "kind": "nature",
    "lead": "structure pilote",
    "lead_organisations": "structure pilote",
    "lead_people": "personne pilote",
    "level": "échelon",
    "meetings": "réunion",
    "members": "composition",
    "name": "nom",
    "notes": "note",
    "number": "numéro",
    "objectives": "objectif",
    "opinions": "avis",
    "organisation": "organisation",
    "partners": "partenaire",
    "places": "lieu",
    "planned": "montant prévu",
    "preamble": "préambule",
    "predecessors": "contrat précédent",
    "prs_alignment": "articulation avec le PRS",
    "prs_objectives": "objectif du PRS",
    "reference": "référence",
    "responsible": "responsable",
    "schedule": "calendrier",
    "schemes": "dispositif",
    "seats": "siège",
    "sector": "secteur",
    "shared_with": "mutualisation",
    "signatories": "signataire",
    "signed_on": "date de signature",
    "siren": "SIREN",
    "spent": "montant dépensé",
    "starts_on": "date de début",
    "status": "étape",
    "steps": "jalon",
    "substitute": "suppléance",
    "suspensions": "suspension",
    "target": "cible",
    "target_public": "public visé",
    "territory": "périmètre",
    "themes": "thème",
    "title": "titre",
    "unit": "unité",
    "values": "mesure",
    "visas": "visa",
    "year": "année",
    "years": "année",
}
_STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")


def place_in_words(path, document) -> str:
    """Where the path leads, numbered as the document itself numbers its axes and fiches; « Contrat » for the whole."""
    said, node = [], document if isinstance(document, dict) else {}
    for key, index in _STEP.findall(path):
        entries = node.get(key) if isinstance(node, dict) else None
        node = _entry(entries, index)
        if key != "contract":
            said.append(_said(key, index, entries, node))
    words = ", ".join(said) or "contrat"
    return words[0].upper() + words[1:]


def _entry(entries, index):
    if not index:
        return entries
    return entries[int(index)] if isinstance(entries, list) and int(index) < len(entries) else None


def _said(key, index, entries, node):
    word = _WORDS.get(key, key)
    number = node.get("number") if isinstance(node, dict) else None
    alone = index == "0" and isinstance(entries, list) and len(entries) == 1
    if not index:
        return f"{word}s" if isinstance(entries, list) and word[-1] not in "sx" else word
    if alone and not number:
        return word
    return f"{word} {number or int(index) + 1}"

"""Do two names look like one organisation? Pure functions on text, no database."""

from difflib import SequenceMatcher

from core.search import unaccent

# One body, several ways to say what it is: the longest come first.
_FORMS = [
    ("communaute de communes", "cc"),
    ("comcom", "cc"),
    ("communaute d agglomeration", "ca"),
    ("communaute urbaine", "cu"),
    ("parc naturel regional", "pnr"),
    ("pole d equilibre territorial et rural", "petr"),
    ("centre communal d action sociale", "ccas"),
    ("centre intercommunal d action sociale", "cias"),
    ("agence regionale de sante", "ars"),
    ("delegation departementale", "dd"),
    ("delegation territoriale", "dd"),
    ("caisse primaire d assurance maladie", "cpam"),
    ("caisse d allocations familiales", "caf"),
    ("mutualite sociale agricole", "msa"),
    ("centre hospitalier", "ch"),
    ("hopital", "ch"),
    ("maison de sante pluriprofessionnelle", "msp"),
    ("maison de sante pluridisciplinaire", "msp"),
    ("communaute professionnelle territoriale de sante", "cpts"),
    ("dispositif d appui a la coordination", "dac"),
    ("conseil departemental", "departement"),
    ("conseil general", "departement"),
    ("conseil regional", "region"),
    ("mairie", "commune"),
    ("ville", "commune"),
    ("municipalite", "commune"),
    ("education nationale", "en"),
]
_EMPTY = {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "pour", "sur", "un", "une"}
_LEGAL = {
    "association",
    "asso",
    "sa",
    "sas",
    "sasu",
    "sarl",
    "scop",
    "scic",
    "sci",
    "eurl",
    "gie",
    "gip",
    "loi",
    "1901",
}
LIKENESS = 0.84


def core_words(name) -> list[str]:
    """The words that tell one body from another, forms said in one way, legal forms and small words dropped."""
    text = f" {unaccent(name)} "
    for said, form in _FORMS:
        text = text.replace(f" {said} ", f" {form} ")
    kept = [word for word in text.split() if word not in _EMPTY | _LEGAL]
    return kept or text.split()


#: How a name begins, and what the body then is. The longest come first.
_BEGINNINGS = [
    ("delegation departementale", "ars_dd"),
    ("agence regionale de sante", "ars"),
    ("ars", "ars"),
    ("communaute de communes", "epci"),
    ("communaute d agglomeration", "epci"),
    ("communaute urbaine", "epci"),
    ("metropole", "epci"),
    ("cc", "epci"),
    ("conseil departemental", "department"),
    ("departement", "department"),
    ("conseil regional", "region"),
    ("commune de", "commune"),
    ("ville de", "commune"),
    ("mairie", "commune"),
    ("prefecture", "prefecture"),
    ("centre hospitalier", "hospital"),
    ("ccas", "ccas"),
    ("cpam", "cpam"),
    ("caf", "caf"),
    ("msa", "msa"),
    ("cpts", "cpts"),
    ("msp", "msp"),
    ("dac", "dac"),
    ("pnr", "pnr"),
    ("petr", "petr"),
]


def kind_in(name) -> str:
    """The kind that a name says by its first words, or nothing: « Communauté de communes du Diois » is an EPCI."""
    text = f"{unaccent(name)} "
    return next((kind for beginning, kind in _BEGINNINGS if text.startswith(f"{beginning} ")), "")


def initials(name) -> str:
    return "".join(word[0] for word in unaccent(name).split() if word not in _EMPTY)


def likeness(one, other) -> float:
    """From 0 to 1. 1 means the same words, whatever their order; an acronym and its full name count 0.9."""
    a, b = sorted(core_words(one)), sorted(core_words(other))
    if a == b:
        return 1.0
    # « CPTS 1 » and « CPTS 2 » differ by one letter and are two.
    if {w for w in a if w.isdigit()} != {w for w in b if w.isdigit()}:
        return 0.0
    # Nor are « CC des Baronnies » and « CPTS des Baronnies » one body.
    if kind_in(one) and kind_in(other) and kind_in(one) != kind_in(other):
        return 0.0
    if _acronym_of(one, other) or _acronym_of(other, one):
        return 0.9
    return SequenceMatcher(None, " ".join(a), " ".join(b), autojunk=False).ratio()


def _acronym_of(short, full) -> bool:
    said = unaccent(short)
    return " " not in said and 2 <= len(said) <= 8 and " " in unaccent(full) and said == initials(full)

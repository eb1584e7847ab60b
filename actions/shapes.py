"""The shape of what a fiche keeps as JSON. Each function gives it clean, or raises `Invalid` under the field's name."""

from actions.enums import CarePath, Determinant
from core.errors import Invalid
from core.richtext import sanitize

MOST_WORDS = 60
MOST_GOALS = 200
LONGEST = 2000


def clean_words(value, *, field):
    """A list of short texts, without blanks, each once, in the order given."""
    if not isinstance(value or [], list | tuple):
        raise Invalid(fields={field: ["Donnez une liste."]})
    if not all(isinstance(word, str) for word in value or []):
        raise Invalid(fields={field: ["Chaque élément de la liste est un texte."]})
    words = list(dict.fromkeys(" ".join(word.split()) for word in value or [] if word.strip()))
    if len(words) > MOST_WORDS or any(len(word) > LONGEST for word in words):
        raise Invalid(fields={field: ["Cette liste est trop longue."]})
    return words


def clean_codes(value, *, field, choices):
    """Code words of one list of the exchange format, in its order."""
    words = clean_words(value, field=field)
    if unknown := [word for word in words if word not in choices.values]:
        known = ", ".join(choices.values)
        raise Invalid(fields={field: [f"«\xa0{unknown[0]}\xa0» n’est pas prévu\xa0: {known}."]})
    return [code for code in choices.values if code in words]


def clean_goals(value):
    """General, specific, operational goals; `None` where nothing is said.

    {"general": str|None, "specific": [{"number", "title", "operational": [{"number", "title"}]}]}
    """
    if not value:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("specific") or [], list):
        raise Invalid(fields={"goals": ["Les objectifs sont un objet avec « general » et « specific »."]})
    specific = [_specific(each) for each in value.get("specific") or []]
    specific = [each for each in specific if each["title"] or each["number"] or each["operational"]]
    if len(specific) + sum(len(each["operational"]) for each in specific) > MOST_GOALS:
        raise Invalid(fields={"goals": ["Ces objectifs sont trop nombreux."]})
    general = _text(value.get("general"))
    return {"general": general, "specific": specific} if general or specific else None


def _specific(node):
    if not isinstance(node, dict) or not isinstance(node.get("operational") or [], list):
        raise Invalid(fields={"goals": ["Un objectif spécifique est un objet avec « title » et « operational »."]})
    operational = [_operational(each) for each in node.get("operational") or []]
    return {
        "number": _text(node.get("number")),
        "title": _text(node.get("title")),
        "operational": [each for each in operational if each["title"]],
    }


def _operational(node):
    if not isinstance(node, dict):
        raise Invalid(fields={"goals": ["Un objectif opérationnel est un objet avec « title »."]})
    return {"number": _text(node.get("number")), "title": _text(node.get("title"))}


def _text(value):
    if value is not None and not isinstance(value, str):
        raise Invalid(fields={"goals": ["Un objectif est un texte."]})
    text = (value or "").strip()
    if len(text) > LONGEST:
        raise Invalid(fields={"goals": ["Un objectif est trop long."]})
    return text or None


def cleaned(fields):
    """The fields of a fiche, with its JSON in shape."""
    done = dict(fields)
    for name in ("target_public", "themes", "prs_objectives"):
        if name in done:
            done[name] = clean_words(done[name], field=name)
    if "determinants" in done:
        done["determinants"] = clean_codes(done["determinants"], field="determinants", choices=Determinant)
    if "care_path" in done:
        done["care_path"] = clean_codes(done["care_path"], field="care_path", choices=CarePath)
    if "goals" in done:
        done["goals"] = clean_goals(done["goals"])
    if "<" in (done.get("description") or ""):
        done["description"] = sanitize(done["description"])
    return done

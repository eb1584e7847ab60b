"""What signing fixes, as the exchange document says it: the part of a document that may never differ afterwards.

The rest of the document lives on: progress, money, indicators, governance, fiches that came after the signature.
"""

from collections.abc import Callable

#: Keys of the contract, with what they are called on a page.
WHOLE = {
    "title": "le titre",
    "kind": "la nature",
    "generation": "la génération",
    "starts_on": "le début",
    "ends_on": "la fin",
    "carrier": "le porteur",
    "preamble": "le préambule",
    "diagnosis": "le diagnostic",
    "prs_alignment": "l’articulation avec le PRS",
    "articles": "les articles",
    "visas": "les visas",
    "core_themes": "les thématiques socles",
}
SCHEME = ("scheme", "name", "role", "who_does_what")
AXIS = ("number", "title", "description", "transversal", "mental_health", "lead")
OBJECTIVE = ("number", "title", "prs_objectives")
FINDING = ("kind", "text", "source", "amount", "funder", "axes")
ORGANISATIONS = ("organisation", "carrier", "lead", "funder")
SIGNED_FICHE = (None, "", "original")


def differences(signed: dict, now: dict, *, names: dict[str, str]) -> list[str]:
    """What differs, in the words of the page, between the fixed `contract` node and the contract as it is.

    `names`: each name of an organisation, former or merged, with the one that it bears now: an organisation renamed
    in the register is the same one.
    """
    signed, now = _plain(signed, names), _plain(now, names)
    found = [label for key, label in WHOLE.items() if signed.get(key) != now.get(key)]
    return found + [label for label, said in SAID.items() if said(signed) != said(now)]


def _plain(value, names):
    """The document with each organisation of these keys written by the name that it bears now."""
    if isinstance(value, list):
        return [_plain(each, names) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: names.get(each["name"], each["name"])
        if key in ORGANISATIONS and isinstance(each, dict)
        else _plain(each, names)
        for key, each in value.items()
    }


def _kept(rows, keys):
    return [tuple(row.get(key) for key in keys) for row in rows or ()]


def _perimeter(node):
    return sorted((member["level"], member["code"]) for member in node["territory"].get("members", ()))


def _axes(node):
    return _kept(node.get("axes"), AXIS)


def _objectives(node):
    return [_kept(axis.get("objectives"), OBJECTIVE) for axis in node.get("axes", ())]


def _fiches(node):
    """Number and title of each signed fiche, with its place: axis, objective, order."""
    found = []
    for at, axis in enumerate(node.get("axes", ())):
        homes = [(None, axis), *enumerate(axis.get("objectives", ()))]
        for objective, home in homes:
            rows = [fiche for fiche in home.get("actions", ()) if fiche.get("origin") in SIGNED_FICHE]
            found += [(at, objective, fiche.get("number"), fiche["title"]) for fiche in rows]
    return found


def _signatories(node):
    return [(row["organisation"], row.get("capacity")) for row in node.get("signatories", ())]


def _promises(node):
    return [_kept(row.get("commitments"), ("text", "due_on")) for row in node.get("signatories", ())]


def _findings(node):
    return _kept(node.get("findings"), FINDING)


def _schemes(node):
    return _kept(node.get("schemes"), SCHEME)


SAID: dict[str, Callable[[dict], list]] = {
    "le périmètre": _perimeter,
    "les axes": _axes,
    "les objectifs": _objectives,
    "le titre ou la place des fiches": _fiches,
    "les signataires": _signatories,
    "les engagements": _promises,
    "les constats": _findings,
    "les dispositifs": _schemes,
}

"""A contract taken up again as a new draft: its text and its plan come back, what happened to it does not.

A pure function on the `contract` node, before anything is read: the parts need not know.
"""

import re

# « 2020-2025 », « (2019/2024) », « , 2021 à 2026 », with what joins it to the title.
_YEARS = re.compile(r"[\s,:–—-]*\(?\b(?:19|20)\d\d\b(?:\s*(?:[-–—/]|à)\s*(?:(?:19|20)\d\d|\d\d)\b)?\)?")

_CONTRACT = ("starts_on", "ends_on", "signed_on")
_SIGNATORY = ("signed_on", "deliberated_on", "deliberation_number")
_COMMITMENT = ("state", "proof", "comment", "reviewed_on")
_OPINION = ("asked_on", "given_on", "outcome", "text")
_ACTION = ("status", "attainment", "starts_on", "ends_on", "years", "notes")
_STEP = ("due_on", "done_on")
_FUNDING = ("year", "granted", "spent", "agreement")
_DATED_LISTS = {
    "signatories": _SIGNATORY,
    "opinions": _OPINION,
    "bodies": ("meetings",),
}
_GONE = (
    ("amendments", "Les avenants du contrat d’origine ne sont pas repris dans un brouillon."),
    ("decisions", "Les décisions du contrat d’origine ne sont pas reprises dans un brouillon."),
    ("follow_ups", "Les suites à donner du contrat d’origine ne sont pas reprises dans un brouillon."),
    ("evaluation", "L’évaluation du contrat d’origine n’est pas reprise dans un brouillon."),
    ("suspensions", "Les suspensions du contrat d’origine ne sont pas reprises dans un brouillon."),
)


def renewed(node) -> tuple[dict, list[tuple[str, str]]]:
    """The node without what belongs to the former life of the contract, and the doubts to say about it."""
    doubts = [(f"contract.{key}", sentence) for key, sentence in _GONE if node.get(key)]
    fresh = _without(node, *_CONTRACT, *(key for key, _sentence in _GONE))
    fresh["title"] = without_years(node["title"])
    if fresh["title"] != node["title"]:
        doubts.append(("contract.title", f"Les années du titre d’origine (« {node['title']} ») sont retirées."))
    for key, dated in _DATED_LISTS.items():
        if node.get(key):
            fresh[key] = [_without(each, *dated) for each in node[key]]
    for signatory in fresh.get("signatories", ()):
        if signatory.get("commitments"):
            signatory["commitments"] = [_without(each, *_COMMITMENT) for each in signatory["commitments"]]
    if node.get("axes"):
        fresh["axes"] = [_renewed_home(axis) for axis in node["axes"]]
        doubts.append(
            (
                "contract.axes",
                "Les dates, l’avancement et les sommes accordées ou dépensées des fiches ne sont pas repris.",
            )
        )
    return fresh, doubts


def without_years(title) -> str:
    """« CLS du Diois (2020-2025) » → « CLS du Diois »; a title that is nothing else stays as it is."""
    return _YEARS.sub("", title).strip() or title


def _renewed_home(node):
    """An axis or an objective, and all the fiches and indicators below."""
    fresh = dict(node)
    for key, renew in (
        ("objectives", _renewed_home),
        ("actions", _renewed_action),
        ("indicators", _renewed_indicator),
    ):
        if node.get(key):
            fresh[key] = [renew(each) for each in node[key]]
    return fresh


def _renewed_action(node):
    fresh = {**_without(node, *_ACTION), "status": "planned"}
    for key, renew in (
        ("steps", lambda step: _without(step, *_STEP)),
        ("funding", lambda line: _without(line, *_FUNDING)),
        ("indicators", _renewed_indicator),
    ):
        if node.get(key):
            fresh[key] = [renew(each) for each in node[key]]
    return fresh


def _renewed_indicator(node):
    return _without(node, "values")


def _without(node, *keys):
    return {key: value for key, value in node.items() if key not in keys}

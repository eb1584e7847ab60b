"""One, several or all fiches on paper, apart from their contract: the same pages as in its PDF.

The excerpt is cut out of the exchange document and printed from it alone, so that the same fiches always give the
same pages, whatever changed elsewhere in the contract.
"""

import hashlib
from datetime import date

from django.template.loader import render_to_string

from contracts.exchange.writing import canonical
from contracts.pdf import complete, frame, on_paper, term
from core.pdf import Rendered

from .pdf import HEADING, agreement_words, all_fiches

#: Counts up when the templates change what they print, so that old results are not given back.
LAYOUT = 2
CONTRACT = ("reference", "title", "territory", "starts_on", "ends_on")
#: Of an axis or an objective, what a fiche prints above itself.
HOME = ("number", "title")
FACTS = ("axis_word", "header", "logo", "region", "fictional")


def excerpt(document, places) -> dict:
    """The document with the fiches at these places alone, counted from 1 in the order of the plan.

    Every axis stays, since its rank is its colour; a fiche without a number keeps the one that its place gave it.
    """
    contract, count = document["contract"], 0
    agreements = [agreement_words(each) for each in contract.get("funding_agreements", ())]

    def kept(home):
        nonlocal count
        found = []
        for action in home.get("actions", ()):
            count += 1
            if count in places:
                money = [_with_agreement(row, agreements) for row in action.get("funding", ())]
                found.append({**action, "number": action.get("number") or str(count), "funding": money})
        return found

    axes = []
    for axis in contract.get("axes", ()):
        node = {**_part(axis, HOME), "actions": kept(axis)}
        objectives = [{**_part(each, HOME), "actions": kept(each)} for each in axis.get("objectives", ())]
        axes.append({**node, "objectives": [each for each in objectives if each["actions"]]})
    return {"contract": {**_part(contract, CONTRACT), "axes": axes}}


def _with_agreement(row, agreements):
    """The convention in words: its place in the list of the contract means nothing here."""
    place = row.get("agreement_number")
    if not place or place > len(agreements):
        return row
    return {name: value for name, value in row.items() if name != "agreement_number"} | {
        "agreement": agreements[place - 1]
    }


def excerpt_facts(facts) -> dict:
    return _part(facts, FACTS)


def _part(node, names):
    return {name: node[name] for name in names if name in node}


def excerpt_key(document, facts, *, draft) -> str:
    """The fingerprint of what is printed: the same fiches asked twice are one job."""
    whole = canonical({"document": document, "facts": facts, "draft": draft, "layout": LAYOUT})
    return hashlib.sha256(whole).hexdigest()


def render_fiches_html(document, facts, *, draft, on: date) -> str:
    """One fiche alone, or a cover, the table of the fiches, then each on its page."""
    node = complete(document["contract"], "contract")
    fiches = list(all_fiches(node, lived=True))
    document = frame(node, facts, draft=draft, on=on)
    if facts["fictional"]:
        # One fiche has no cover to say it on: the foot of every page does.
        document["date"] += " · données fictives"
    context = {
        "document": document,
        "contract": node,
        "term": term(node),
        "facts": facts,
        "fiches": fiches,
        "heading": HEADING if len(fiches) > 1 else "Fiche action",
        "annex": "",
        "preview": False,
    }
    return render_to_string("actions/pdf/fiches.html", context)


def render_fiches_pdf(document, facts, *, draft, on: date) -> Rendered:
    return on_paper(render_fiches_html(document, facts, draft=draft, on=on), facts)

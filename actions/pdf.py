"""The fiches on paper: one page each at least, under the colour and number of their axis; then a summary table.

Everything comes from the exchange document (see `contracts.pdf`); this module only turns codes into words.
"""

from contracts.pdf import axes, label, moment, scheme
from core.richtext import from_text

from .enums import (
    ActionStatus,
    Approach,
    CarePath,
    Determinant,
    Direction,
    FactorClass,
    FactorKind,
    Frequency,
    FundingKind,
    IndicatorKind,
    Novelty,
    Participation,
    Priority,
    Reason,
)

HEADING = "Fiches actions"


def sections(node, facts):
    fiches = list(all_fiches(node, lived=bool(node["signed_on"])))
    if not fiches:
        return
    yield 500, "actions/pdf/_summary.html", {"fiches": fiches}
    yield 510, "actions/pdf/_fiches.html", {"fiches": fiches, "heading": HEADING}
    if partners := _partners(fiches):
        yield 520, "actions/pdf/_partners.html", {"partners": partners}


def contents(node, facts):
    fiches = list(all_fiches(node))
    if fiches:
        yield 500, "tableau-des-fiches", "Tableau des fiches actions"
        yield 510, "fiches", HEADING
        if _partners(fiches):
            yield 520, "partenaires", "Partenaires"


def all_fiches(node, *, lived=False):
    """The fiches in the order of the plan, ready to print.

    `lived`: with what came after the signature (obstacles, levers, why promises changed). What goes to the signature
    says nothing of it.
    """
    count = 0
    agreements = [agreement_words(each) for each in node["funding_agreements"]]
    more = {"lived": lived, "agreements": agreements}
    for axis in axes(node):
        for action in axis["actions"]:
            count += 1
            yield fiche(action, axis, None, count, **more)
        for objective in axis["objectives"]:
            for action in objective["actions"]:
                count += 1
                yield fiche(action, axis, objective, count, **more)


def fiche(action, axis, objective, count, *, lived, agreements):
    return {
        **action,
        "anchor": f"fiche-{count}",
        "axis": axis,
        "objective": objective,
        "shown_number": action["number"] or str(count),
        "leads": _names(action["lead_organisations"]),
        "people": [_person(person) for person in action["lead_people"]],
        "sponsors": [_person(person) for person in action["elected_sponsors"]],
        "partner_names": _names(action["partners"]),
        "facts": [(name, value) for name, value in _facts(action) if value],
        "texts": [(name, value) for name, value in _texts(action) if value],
        "funding_rows": [_funding(row, agreements) for row in action["funding"]],
        "indicator_rows": [_indicator(row) for row in action["indicators"]],
        "scheme_rows": [scheme(row) for row in action["schemes"]],
        "step_rows": [_step(step) for step in action["steps"]],
        "factor_rows": [_factor(row) for row in action["factors"]] if lived else [],
        "reason_rows": [_reason(row) for row in action["change_reasons"]] if lived else [],
    }


def _facts(action):
    """(label, words) of the box on top of a fiche; what is empty is not printed."""
    yield "Statut", label(ActionStatus, action["status"])
    yield "Priorité", label(Priority, action["priority"])
    yield "Nouveauté", label(Novelty, action["novelty"])
    yield "Structures pilotes", ", ".join(_names(action["lead_organisations"]))
    yield "Personnes pilotes", ", ".join(_person(person) for person in action["lead_people"])
    yield "Élu·e·s référent·e·s", ", ".join(_person(person) for person in action["elected_sponsors"])
    yield "Partenaires", ", ".join(_names(action["partners"]))
    yield "Calendrier", " – ".join(filter(None, [_period(action), action["schedule"]]))
    yield "Publics", ", ".join(action["target_public"])
    yield "Lieux", ", ".join(place["name"] or place["code"] or "" for place in action["places"])
    yield "Approche", label(Approach, action["approach"])
    yield "Place des habitants", label(Participation, action["participation"])
    yield "Déterminants de santé", ", ".join(label(Determinant, code) for code in action["determinants"])
    yield "Parcours de santé", ", ".join(label(CarePath, code) for code in action["care_path"])
    yield "Thèmes", ", ".join(action["themes"])
    yield "Objectifs du PRS", ", ".join(action["prs_objectives"])
    if action["competent_authority"]:
        yield "Autorité compétente", action["competent_authority"]["name"]


def _texts(action):
    """(title, rich text) of the body of a fiche."""
    yield "Constats et besoins", from_text(action["context"])
    yield "Description", action["description"]
    yield "Moyens humains et techniques", from_text(action["resources"])
    yield "Comment l’intensité suit le besoin", from_text(action["proportionality"])


def _period(action):
    start, end = moment(action["starts_on"]), moment(action["ends_on"])
    if start and end:
        words = f"du {start} au {end}"
    else:
        words = f"à partir du {start}" if start else (f"jusqu’au {end}" if end else "")
    return " ".join(filter(None, [words, "chaque année" if action["yearly"] else ""]))


def _names(organisations):
    return [organisation["name"] for organisation in organisations]


def _person(person):
    """Name and function; an address is not printed in a document that circulates."""
    return " – ".join(filter(None, [person["name"], person["role"]]))


def _step(row):
    return {**row, "due": moment(row["due_on"]), "done": moment(row["done_on"])}


def _funding(row, agreements):
    place = row["agreement_number"]
    followed = agreements[place - 1] if place and place <= len(agreements) else row["agreement"]
    return {**row, "kind_label": label(FundingKind, row["kind"]), "followed": followed}


def agreement_words(node) -> str:
    """« FIR-2025-D-041, Accueil des internes », of a convention of the document."""
    return ", ".join(filter(None, [node.get("reference"), node.get("title")]))


def _factor(row):
    since, closed = moment(row["since"]), moment(row["closed_on"])
    days = [f"depuis le {since}" if since else "", f"jusqu’au {closed}" if closed else ""]
    return {
        **row,
        "kind_label": label(FactorKind, row["kind"]),
        "about_label": label(FactorClass, row["about"]),
        "days": ", ".join(filter(None, days)),
    }


def _reason(row):
    return {**row, "day": moment(row["on"]), "reason_label": label(Reason, row["reason"])}


def _indicator(row):
    last = row["values"][-1] if row["values"] else None
    return {
        **row,
        "kind_label": label(IndicatorKind, row["kind"]),
        "frequency_label": label(Frequency, row["frequency"]),
        "direction_label": label(Direction, row["direction"]),
        "last": last and {**last, "day": moment(last["on"])},
    }


def _partners(fiches):
    """Each organisation of the fiches with the numbers of those that it leads or joins, by name."""
    found: dict[str, dict] = {}
    for item in fiches:
        for key, names in (("leads", item["leads"]), ("joins", item["partner_names"])):
            for name in names:
                found.setdefault(name, {"name": name, "leads": [], "joins": []})[key].append(item["shown_number"])
    rows = sorted(found.values(), key=lambda row: row["name"].casefold())
    return [{**row, "leads": ", ".join(row["leads"]), "joins": ", ".join(row["joins"])} for row in rows]

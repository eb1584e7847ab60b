"""What the consolidated evaluation of a region says of its contracts, together and by kinds of territory.

Never a contract by name, nor a group so small that one would recognise it. What cannot be compared is said in words.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum

from actions.enums import PlaceLevel
from actions.models import Action, ActionPlace, Indicator
from contracts.enums import ContractRoleKind
from contracts.models import ContractRole
from core.shares import shares
from core.wording import count_of, number
from evaluation.figures import Rows, find
from evaluation.figures.indicators import STANDINGS, standing
from evaluation.figures.plain import plain
from evaluation.figures.told import Reading
from evaluation.models import EvaluationQuestion, Judgement
from evaluation.terms import Scale
from territories.enums import Level
from territories.models import Commune, TerritoryMember

#: The figures of the whole, in the order of the page: attainment, obstacles and levers, equity, coordination, money.
FIGURES = (
    *("attainment", "status", "late", "indicators", "factors", "approach", "priority_places", "participation"),
    *("determinants", "care_path", "meetings", "decisions", "follow_ups", "commitments", "posts_by_funder"),
    "money_by_year",
)
#: Those by which kinds of territory are compared.
COMPARED = ("attainment", "approach", "participation")
#: A smaller group would be one contract or two, whom everybody would recognise.
FEWEST = 3
SIZES = ((20_000, "Moins de 20\u202f000 habitants"), (100_000, "De 20\u202f000 à 100\u202f000 habitants"))
LARGEST, UNKNOWN = "100\u202f000 habitants et plus", "Population inconnue"


def consolidate(contracts, *, today: date, at: date | None = None) -> dict:
    """Everything that the page, the PDF and the workbook show: plain values, and exact decimals and dates."""
    contracts = list(contracts)
    rows = Rows(contracts, today=today, at=at)
    questions, indicators = common_questions(contracts), common_indicators(rows)
    kinds = compared(rows)
    return {
        "contracts": len(contracts),
        "observed_on": rows.at,
        "population": population_covered(contracts),
        "figures": [plain(figure.read(rows)) for figure in map(find, FIGURES) if figure],
        "coordination": coordination(contracts),
        "questions": questions,
        "indicators": indicators,
        "kinds": kinds,
        "unsaid": unsaid(rows, questions, kinds),
    }


def revived(told: dict) -> dict:
    """The same once it was kept as JSON: its days and its exact numbers are such again."""
    for said in told["figures"]:
        said["observed_on"] = date.fromisoformat(said["observed_on"])
        for line in [*said["lines"], *([said["total"]] if said["total"] else [])]:
            for cell in line["cells"]:
                for name in ("value", "whole", "percent"):
                    if isinstance(cell[name], str):
                        cell[name] = Decimal(cell[name])
    return {**told, "observed_on": date.fromisoformat(told["observed_on"])}


def population_covered(contracts) -> dict:
    """Inhabitants and communes of the perimeters, each commune counted once.

    Unit: inhabitants (municipal population) and communes. Source: the perimeters, and the loaded millésime of the COG.
    Two queries.
    """
    codes = defaultdict(set)
    ids = [contract.territory_id for contract in contracts]
    for level, code in TerritoryMember.objects.filter(territory__in=ids).values_list("level", "code"):
        codes[level].add(code)
    inside = Q(code__in=codes[Level.COMMUNE]) | Q(active=True) & (
        Q(epci__in=codes[Level.EPCI]) | Q(ept__in=codes[Level.EPT]) | Q(department__in=codes[Level.DEPARTMENT])
    )
    found = Commune.objects.filter(inside).aggregate(people=Sum("population"), communes=Count("pk", distinct=True))
    return {"people": found["people"] or 0, "communes": found["communes"]}


def coordination(contracts) -> dict:
    """How many contracts somebody coordinates with an account. Unit: contracts. One query."""
    roles = ContractRole.objects.filter(contract__in=contracts, role=ContractRoleKind.COORDINATOR)
    return {"with": roles.values("contract").distinct().count(), "of": len(contracts)}


def common_questions(contracts) -> list[dict]:
    """Questions of the bank that these contracts ask, and how their fiches were judged on each criterion.

    Unit: fiches judged, and contracts that judged at least one. Source: the grids. Two queries.
    """
    asked: dict[str, dict] = {}
    codes = EvaluationQuestion.objects.filter(contract__in=contracts).exclude(code="").order_by("position", "pk")
    for code, title, pk in codes.values_list("code", "title", "contract"):
        asked.setdefault(code, {"title": title, "asking": set()})["asking"].add(pk)
    names = ("criterion__question__code", "criterion__code", "criterion__title", "value", "contract")
    judged = Judgement.objects.filter(contract__in=contracts, criterion__question__code__in=asked)
    counted = judged.exclude(value="").exclude(criterion__code="").order_by("criterion__position", "criterion__pk")
    criteria: dict[str, dict] = defaultdict(dict)
    for question, code, title, value, pk, n in counted.values_list(*names).annotate(n=Count("pk")):
        found = criteria[question].setdefault(code, {"title": title, "values": defaultdict(int), "judging": set()})
        found["values"][value] += n
        found["judging"].add(pk)
    return [
        {
            "title": each["title"],
            "asking": len(each["asking"]),
            "not_asking": len(contracts) - len(each["asking"]),
            "heads": list(Scale.labels),
            "criteria": [_criterion(found) for found in criteria[code].values()],
        }
        for code, each in asked.items()
    ]


def _criterion(found) -> dict:
    told = shares({code: found["values"][code] for code in Scale.values})
    cells = [{"value": share.count, "words": _words(share)} for share in told.values()]
    return {"title": found["title"], "judging": len(found["judging"]), "cells": cells}


def _words(share) -> str:
    if not share.count:
        return "0"
    return f"{number(share.count)} ({share})" if share.total >= 10 else str(share)


def common_indicators(rows) -> list[dict]:
    """Indicators that follow the catalogue of the region: where each stands, contract by contract counted.

    Values of different contracts are not added up. Unit: indicators. Source: the catalogue, targets and last values.
    """
    entries = Indicator.objects.filter(contract__in=rows.ids, catalogue__isnull=False)
    of = dict(entries.values_list("pk", "catalogue__title"))
    found: dict[str, dict] = {}
    for indicator in rows[Indicator]:
        if title := of.get(indicator.pk):
            each = found.setdefault(title, {"counts": dict.fromkeys(STANDINGS, 0), "having": set()})
            each["counts"][standing(rows, indicator)] += 1
            each["having"].add(indicator.contract_id)
    return [
        {"title": title, "having": len(each["having"]), "cells": list(each["counts"].values())}
        for title, each in sorted(found.items(), key=lambda pair: (-len(pair[1]["having"]), pair[0]))
    ]


def compared(rows) -> list[dict]:
    """The chosen figures by size of perimeter, and with or without a fiche in a priority neighbourhood (QPV)."""
    qpv = set(
        ActionPlace.objects.filter(contract__in=rows.ids, level=PlaceLevel.QPV).values_list("contract", flat=True)
    )
    ways = [
        ("Par population du périmètre", size_of, [*(label for _most, label in SIZES), LARGEST, UNKNOWN]),
        (
            "Quartiers prioritaires de la ville (QPV)",
            lambda contract: "Avec une fiche en QPV" if contract.pk in qpv else "Sans fiche en QPV",
            ["Avec une fiche en QPV", "Sans fiche en QPV"],
        ),
    ]
    return [_cut(rows, title, kind_of, kinds) for title, kind_of, kinds in ways]


def size_of(contract) -> str:
    people = contract.territory.population
    if people is None:
        return UNKNOWN
    return next((label for most, label in SIZES if people < most), LARGEST)


def _cut(rows, title, kind_of, kinds) -> dict:
    groups: dict[str, list] = {kind: [] for kind in kinds}
    for contract in rows.contracts:
        groups[kind_of(contract)].append(contract)
    shown = {kind: group for kind, group in groups.items() if len(group) >= FEWEST}
    read = {kind: rows.among(group) for kind, group in shown.items()}
    return {
        "title": title,
        "kinds": [[kind, len(group)] for kind, group in shown.items()],
        "too_few": [[kind, len(group)] for kind, group in groups.items() if 0 < len(group) < FEWEST],
        "figures": [_side_by_side(find(code), read) for code in COMPARED] if len(shown) > 1 else [],
    }


def _side_by_side(figure, read) -> dict:
    """One figure: a line a code, a column a kind of territory."""
    told = {kind: plain(Reading(figure, figure.function(rows), rows.at)) for kind, rows in read.items()}
    labels: dict[str, str] = {}
    cells: dict[str, dict[str, str]] = {}
    for kind, said in told.items():
        for line in said["lines"]:
            labels.setdefault(line["code"], line["label"])
            cells.setdefault(line["code"], {})[kind] = line["cells"][0]["words"]
    lines = [[labels[code], [cells[code].get(kind, "—") for kind in told]] for code in labels]
    return {"label": figure.label, "heads": list(told), "lines": lines}


def unsaid(rows, questions, kinds) -> list[str]:
    """What keeps from comparing, as sentences."""
    said = {row.contract_id for row in rows[Action] if row.attainment}
    silent = len(rows.contracts) - len(said)
    sentences = []
    if silent:
        sentences.append(
            f"Atteinte des objectifs\xa0: {count_of(silent, 'contrat n’en dit,contrats n’en disent')} rien."
        )
    unknown = sum(contract.territory.population is None for contract in rows.contracts)
    if unknown:
        sentences.append(f"La population du périmètre est inconnue pour {count_of(unknown, 'contrat,contrats')}.")
    sentences += [
        f"«\xa0{each['title']}\xa0»\xa0: non posée par {count_of(each['not_asking'], 'contrat,contrats')}."
        for each in questions
        if each["not_asking"]
    ]
    sentences += [
        f"«\xa0{kind}\xa0»\xa0: {count_of(n, 'contrat,contrats')}, trop peu pour être montrés à part."
        for cut in kinds
        for kind, n in cut["too_few"]
    ]
    return sentences

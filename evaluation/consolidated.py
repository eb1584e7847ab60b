"""What the consolidated evaluation of a region says of its contracts, together and by kinds of territory.

Never a contract by name, nor a group so small that one would recognise it. What cannot be compared is said in words.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db.models import Count

from actions.enums import PlaceLevel
from actions.models import Action, ActionPlace, Indicator
from contracts.coverage import covered_by
from contracts.enums import ContractRoleKind
from contracts.models import ContractRole
from core.shares import shares
from core.wording import count_of, day, number
from evaluation.figures import Rows, find
from evaluation.figures.indicators import STANDINGS, standing
from evaluation.figures.plain import plain
from evaluation.figures.told import Reading
from evaluation.models import EvaluationQuestion, Judgement
from evaluation.sizes import Sizes
from evaluation.small_groups import FEWEST, joined
from evaluation.terms import Scale
from territories.enums import TerritoryKind

#: The figures of the whole, in the order of the page: attainment, obstacles and levers, equity, coordination, money.
FIGURES = (
    *("attainment", "status", "late", "indicators", "factors", "approach", "priority_places", "participation"),
    *("determinants", "care_path", "meetings", "decisions", "follow_ups", "commitments", "posts_by_funder"),
    "money_by_year",
)
#: Those by which kinds of territory are compared.
COMPARED = ("attainment", "approach", "participation")
UNSAID_KIND = "Type non dit"


def consolidate(contracts, *, today: date, at: date | None = None, sizes: Sizes, fewest: int = FEWEST) -> dict:
    """Everything that the page, the PDF and the workbook show: plain values, and exact decimals and dates."""
    contracts = list(contracts)
    rows = Rows(contracts, today=today, at=at, together=True, fewest=fewest)
    covered, kinds = covered_by(contracts), compared(rows, sizes)
    asked, followed = common_questions(contracts), common_indicators(rows)
    return {
        "contracts": len(contracts),
        "observed_on": rows.at,
        "population": {"people": covered.covered, "communes": covered.covered_communes},
        "figures": [plain(figure.read(rows)) for figure in map(find, FIGURES) if figure],
        "coordination": coordination(contracts),
        "questions": [_without_few(question, fewest) for question in asked if question["asking"] >= fewest],
        "indicators": [each for each in followed if each["having"] >= fewest],
        "kinds": kinds,
        "unsaid": [*_unsaid(rows, kinds), *_few(asked, followed, fewest), *_not_asked(asked, fewest)],
        "fewest": fewest,
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


def _without_few(question, fewest) -> dict:
    """Its criteria that enough contracts judged."""
    return {**question, "criteria": [each for each in question["criteria"] if each["judging"] >= fewest]}


def _criterion(found) -> dict:
    cells = criterion_cells({code: found["values"][code] for code in Scale.values})
    return {"title": found["title"], "judging": len(found["judging"]), "cells": cells}


def criterion_cells(counts) -> list[dict]:
    """One cell a level of the scale, each with its share of the fiches that were judged."""
    return [{"value": share.count, "words": _words(share)} for share in shares(counts).values()]


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


def compared(rows, sizes) -> list[dict]:
    """The chosen figures by size of perimeter, by fiche in a priority neighbourhood (QPV), and by type of perimeter."""
    places = ActionPlace.objects.filter(contract__in=rows.ids, level=PlaceLevel.QPV)
    qpv = set(places.values_list("contract", flat=True))
    inside, outside = "Avec une fiche en QPV", "Sans fiche en QPV"
    return [
        _cut(rows, "Par population du périmètre", sizes.of, sizes.labels),
        _cut(
            rows,
            "Quartiers prioritaires de la ville (QPV)",
            lambda contract: inside if contract.pk in qpv else outside,
            [inside, outside],
        ),
        _cut(
            rows,
            "Par type de périmètre",
            lambda contract: contract.territory.get_kind_display() or UNSAID_KIND,
            [*TerritoryKind.labels, UNSAID_KIND],
        ),
    ]


def _cut(rows, title, kind_of, kinds) -> dict:
    groups: dict[str, list] = {kind: [] for kind in kinds}
    for contract in rows.contracts:
        groups[kind_of(contract)].append(contract)
    shown = joined(list(groups.items()), rows.fewest)
    read = {kind: rows.among(group) for kind, group in shown}
    told = [_side_by_side(find(code), read) for code in COMPARED] if len(shown) > 1 else []
    return {
        "title": title,
        "kinds": [[kind, len(group)] for kind, group in shown],
        "too_few": [[kind, len(group)] for kind, group in groups.items() if 0 < len(group) < rows.fewest],
        "figures": [figure for figure in told if figure["lines"]],
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


# --- What keeps from comparing, as sentences --------------------------------------------------------
def _unsaid(rows, kinds):
    if 0 < len(rows.contracts) < rows.fewest:
        yield (
            f"Moins de {rows.fewest} contrats sont réunis\xa0: chacun s’y reconnaît. "
            "Ces chiffres ne sont pas faits pour être diffusés."
        )
    if rows.past:
        yield (
            "Population, coordination, questions communes et fiches en QPV\xa0: "
            f"lues le {day(rows.today)}, et non le {day(rows.at)}."
        )
    said = {row.contract_id for row in rows[Action] if row.attainment}
    if silent := len(rows.contracts) - len(said):
        yield f"Atteinte des objectifs\xa0: {count_of(silent, 'contrat n’en dit,contrats n’en disent')} rien."
    if unknown := sum(contract.territory.population is None for contract in rows.contracts):
        yield f"La population du périmètre est inconnue pour {count_of(unknown, 'contrat,contrats')}."
    for cut in kinds:
        for kind, n in cut["too_few"]:
            words = "contrat\xa0: trop peu pour être montré à part,contrats\xa0: trop peu pour être montrés à part"
            yield f"«\xa0{kind}\xa0»\xa0: {count_of(n, words)}."


def _few(questions, indicators, fewest):
    """What is left out because one would recognise whose it is."""
    asked = [each for each in questions if each["asking"] >= fewest]
    judged = [each for question in asked for each in question["criteria"] if each["judging"] < fewest]
    left_out = (
        (len(questions) - len(asked), "question commune,questions communes"),
        (len(judged), "critère d’une question commune,critères de questions communes"),
        (sum(each["having"] < fewest for each in indicators), "indicateur commun,indicateurs communs"),
    )
    for n, words in left_out:
        if n:
            yield f"{count_of(n, words)} de moins de {fewest} contrats\xa0: trop peu pour les montrer."


def _not_asked(questions, fewest):
    for each in questions:
        if each["asking"] >= fewest and each["not_asking"]:
            yield f"«\xa0{each['title']}\xa0»\xa0: non posée par {count_of(each['not_asking'], 'contrat,contrats')}."

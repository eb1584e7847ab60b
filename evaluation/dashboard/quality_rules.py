"""What is incoherent, missing or twice there in contracts: one rule is its rows (one query at most), the sentence of a
row, and the page of the contract where it is mended."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Lower
from django.urls import reverse

from actions.enums import Origin
from actions.models import Action, Funding, Measure
from contracts.enums import SIGNED_STAGES, Capacity, Stage
from contracts.models import Amendment, Contract, Signatory
from core.wording import count_of, day, money
from governance.enums import TOOK_PLACE
from governance.models import Decision, Meeting

from .rows import LIVING

FICHE = ("number", "title", "starts_on", "ends_on")
DATES, MISSING, TWICE = "Dates incohérentes", "Valeurs manquantes", "Doublons"
KINDS = [DATES, MISSING, TWICE]
EDIT, SIGNATORIES = "contracts:edit", "contracts:signatories"


@dataclass(frozen=True)
class Rule:
    """`rows(contracts, today)` gives dictionaries with `contract`, the id of theirs, and what `say` and `args` read.

    `args` names the values that the address takes after the reference, `anchor` is a place on its page.
    """

    code: str
    kind: str
    label: str
    rows: Callable[[list[Contract], date], Iterable[dict[str, Any]]]
    say: Callable[[dict[str, Any]], str]
    page: str
    args: tuple[str, ...] = ()
    anchor: str = ""

    def url(self, reference, row) -> str:
        return reverse(self.page, args=[reference, *(row[name] for name in self.args)]) + self.anchor.format(**row)


def _contracts(test, *, stages):
    """Of the contracts themselves, as `with_quality` gives them."""

    def rows(contracts, today):
        found = [contract for contract in contracts if contract.stage in stages and test(contract)]
        return [{"contract": each.pk, "signed_on": each.signed_on, "end": each.effective_ends_on} for each in found]

    return rows


def _parts(model, condition, *names):
    """Of the rows of a model: `condition` is a `Q`, or gives one for the day."""

    def rows(contracts, today):
        wanted = condition(today) if callable(condition) else condition
        found = model._base_manager.filter(wanted, contract__in=[contract.pk for contract in contracts])
        return found.order_by("contract", "pk").values("pk", "contract", *names)

    return rows


def _outside_the_term(contracts, today):
    """Fiches of the plan that begin before their contract or end after it; those added beside it are free."""
    terms = {contract.pk: (contract.starts_on, contract.effective_ends_on) for contract in contracts}
    dated = Action.objects.filter(contract__in=terms).exclude(origin=Origin.OUTSIDE)
    found = dated.filter(Q(starts_on__lt=F("contract__starts_on")) | Q(ends_on__gt=F("contract__ends_on")))
    for row in found.order_by("contract", "position").values(*FICHE, "pk", "contract"):
        begins, ends = terms[row["contract"]]
        early = begins and row["starts_on"] and row["starts_on"] < begins
        if early or (ends and row["ends_on"] and row["ends_on"] > ends):
            yield row


def _outside_the_years(contracts, today):
    terms = {contract.pk: (contract.starts_on, contract.effective_ends_on) for contract in contracts}
    early, late = Q(year__lt=F("contract__starts_on__year")), Q(year__gt=F("contract__ends_on__year"))
    found = Funding.objects.filter(early | late, contract__in=terms).exclude(action__origin=Origin.OUTSIDE)
    names = ("contract", "action__title", "year", "planned", "granted", "spent")
    for row in found.order_by("contract", "action", "year").values(*names):
        begins, ends = terms[row["contract"]]
        if (begins and row["year"] < begins.year) or (ends and row["year"] > ends.year):
            yield row


def _same_title(contracts, today):
    found = Action.objects.filter(contract__in=[contract.pk for contract in contracts]).order_by()
    found = found.values("contract", same=Lower("title")).annotate(n=Count("pk"), first=Min("pk"), words=Min("title"))
    return found.filter(n__gt=1).order_by("contract", "words")


def _signed_after_end(contract) -> bool:
    end = contract.effective_ends_on
    return bool(end and contract.signed_on and contract.signed_on > end)


def _fiche(row) -> str:
    return f"{row['number']}. {row['title']}" if row["number"] else row["title"]


def _term_of_fiche(row) -> str:
    dates = [f"{word} {day(row[name])}" for word, name in (("du", "starts_on"), ("au", "ends_on")) if row[name]]
    return f"«\xa0{_fiche(row)}\xa0» ({' '.join(dates)}) sort des dates du contrat."


def _money_of_year(row) -> str:
    amount = next((row[name] for name in ("granted", "planned", "spent") if row[name] is not None), None)
    said = f" ({money(amount)})" if amount is not None else ""
    return f"«\xa0{row['action__title']}\xa0»\xa0: argent de {row['year']}{said}, hors des années du contrat."


RULES = [
    Rule(
        "signed_after_end",
        DATES,
        "Signature après la fin",
        _contracts(_signed_after_end, stages=SIGNED_STAGES),
        lambda row: f"Signé le {day(row['signed_on'])}, après la fin ({day(row['end'])}).",
        EDIT,
        anchor="#section-dates",
    ),
    Rule(
        "amendment_does_not_prolong",
        DATES,
        "Avenant qui ne prolonge pas",
        _parts(Amendment, Q(new_ends_on__lte=F("contract__ends_on")), "number", "new_ends_on"),
        lambda row: f"L’avenant n°\xa0{row['number']} finit le {day(row['new_ends_on'])}, pas après le contrat.",
        "contracts:amendments",
    ),
    Rule(
        "deliberated_after_signature",
        DATES,
        "Délibération après la signature",
        _parts(Signatory, Q(deliberated_on__gt=F("signed_on")), "organisation__name"),
        lambda row: f"{row['organisation__name']}\xa0: la délibération vient après la signature.",
        SIGNATORIES,
        anchor="#signataire-{pk}",
    ),
    Rule(
        "fiche_outside_term",
        DATES,
        "Fiche hors des dates du contrat",
        _outside_the_term,
        _term_of_fiche,
        "actions:edit",
        ("pk",),
    ),
    Rule(
        "measure_in_future",
        DATES,
        "Valeur d’indicateur dans le futur",
        _parts(Measure, lambda today: Q(on__gt=today), "on", "indicator", "indicator__title"),
        lambda row: f"«\xa0{row['indicator__title']}\xa0»\xa0: une valeur est datée du {day(row['on'])}.",
        "actions:indicator",
        ("indicator",),
    ),
    Rule(
        "meeting_in_future",
        DATES,
        "Séance tenue dans le futur",
        _parts(Meeting, lambda today: Q(on__gt=today, state__in=TOOK_PLACE), "on"),
        lambda row: f"Une séance du {day(row['on'])} est dite tenue.",
        "governance:meeting",
        ("pk",),
    ),
    Rule(
        "decision_in_future",
        DATES,
        "Décision dans le futur",
        _parts(Decision, lambda today: Q(on__gt=today), "on", "number"),
        lambda row: f"La décision n°\xa0{row['number']} est datée du {day(row['on'])}.",
        "governance:decision",
        ("pk",),
    ),
    Rule(
        "money_outside_term",
        DATES,
        "Argent hors des années du contrat",
        _outside_the_years,
        _money_of_year,
        "actions:money",
    ),
    Rule(
        "no_dates",
        MISSING,
        "Sans date de début ou de fin",
        _contracts(lambda each: not (each.starts_on and each.ends_on), stages=SIGNED_STAGES),
        lambda row: "La date de début ou de fin n’est pas dite.",
        EDIT,
        anchor="#section-dates",
    ),
    Rule(
        "no_signature",
        MISSING,
        "En vigueur sans date de signature",
        _contracts(lambda each: not each.signed_on, stages=[Stage.IN_FORCE]),
        lambda row: "Le contrat est en vigueur, et sa date de signature n’est pas dite.",
        EDIT,
        anchor="#section-dates",
    ),
    Rule(
        "signatory_without_date",
        MISSING,
        "Signataire sans date de signature",
        _parts(
            Signatory,
            Q(signed_on__isnull=True, capacity=Capacity.SIGNATORY, contract__stage__in=SIGNED_STAGES),
            "organisation__name",
        ),
        lambda row: f"{row['organisation__name']}\xa0: la date de signature n’est pas dite.",
        SIGNATORIES,
        anchor="#signataire-{pk}",
    ),
    Rule(
        "no_perimeter",
        MISSING,
        "Périmètre vide",
        _contracts(lambda each: not each.placed, stages=LIVING),
        lambda row: "Le périmètre est vide\xa0: aucune commune, aucun EPCI.",
        "contracts:perimeter",
    ),
    Rule(
        "no_population",
        MISSING,
        "Population inconnue",
        _contracts(lambda each: each.placed and each.territory.population is None, stages=LIVING),
        lambda row: "La population du périmètre est inconnue.",
        "contracts:perimeter",
    ),
    Rule(
        "no_carrier",
        MISSING,
        "Sans porteur",
        _contracts(lambda each: not each.carrier_id, stages=LIVING),
        lambda row: "Le porteur n’est pas dit.",
        EDIT,
    ),
    Rule(
        "no_coordinator",
        MISSING,
        "Sans coordination",
        _contracts(lambda each: not each.coordinated, stages=[Stage.IN_FORCE]),
        lambda row: "Personne ne coordonne le contrat\xa0: ni compte, ni titulaire d’un poste.",
        "contracts:roles",
    ),
    Rule(
        "same_title",
        TWICE,
        "Fiches du même titre",
        _same_title,
        lambda row: f"{count_of(row['n'], 'fiche a,fiches ont')} le même titre\xa0: «\xa0{row['words']}\xa0».",
        "actions:action",
        ("first",),
    ),
]

"""The life of the contracts: their stages, their ends, whom they cover."""

from datetime import date
from functools import partial

from actions.due import after
from contracts.coverage import covered_by
from contracts.enums import ContractKind, Stage
from core.wording import count_of, day, number
from evaluation.figures.told import DATES, Cell, Line, Told, cells_of, column

from .rows import LIVING, Case

CONTRACTS, PEOPLE, COMMUNES, DAYS = "contrats", "habitants", "communes", "jours"
WITHIN = (6, 12, 18)
EXPIRED = "Échu"


def stages(rows):
    """Nombre de contrats à chaque étape, et leur prochain terme : la fin d’un contrat en vigueur, prorogations signées
    comprises ; le début prévu d’un contrat en préparation.

    Un contrat « échu » est resté à l’étape « en vigueur » après sa fin.
    Unité : contrats.
    Source : l’étape et les dates des contrats, leurs avenants signés.
    À une date passée : non reconstitué.
    """
    groups: dict[str, list[Case]] = {}
    for contract in rows.contracts:
        code = "expired" if contract.expired_on(rows.today) else contract.stage
        groups.setdefault(code, []).append(Case(contract, partial(_term_in_words, contract, rows.today)))
    labels = {**dict(Stage.choices), "expired": EXPIRED}
    order = [*list(Stage.values)[:6], "expired", *list(Stage.values)[6:]]
    columns = (column("count", "Contrats", CONTRACTS), column("next", "Prochain terme", DATES))
    order = [code for code in order if code in groups]
    counts = cells_of([groups[code] for code in order], CONTRACTS)
    lines = [
        Line(code, labels[code], (count, _next(groups[code], rows))) for code, count in zip(order, counts, strict=True)
    ]
    return Told(columns, lines, heading="Étape")


def term_of(contract) -> date | None:
    return contract.effective_ends_on if contract.signed else contract.starts_on


def _next(cases, rows) -> Cell:
    """The nearest of the terms to come, and the contracts that have it."""
    dated = [(term_of(case.contract), case) for case in cases]
    living = [(term, case) for term, case in dated if term and term >= rows.today and case.contract.stage in LIVING]
    nearest = min([term for term, _case in living], default=None)
    return Cell(nearest, DATES, rows=[case for term, case in living if term == nearest])


def _term_in_words(contract, today) -> str:
    term = term_of(contract)
    if term is None:
        return "sans date de fin" if contract.signed else "sans date de début"
    verb = ("a pris fin" if term < today else "prend fin") if contract.signed else "début prévu"
    return f"{verb} le {day(term)}"


def endings(rows):
    """Contrats en vigueur qui prennent fin dans les 6, 12 et 18 mois (un contrat qui finit dans les 6 mois compte aux
    trois lignes), et contrats échus. À côté : ceux que ne suit aucun contrat en préparation ou signé, et ceux dont le
    successeur commence après la fin.

    Unité : contrats.
    Source : les fins, prorogations signées comprises ; le contrat qui cite celui-ci comme prédécesseur et que vous
    pouvez voir, et son début.
    À une date passée : non reconstitué.
    """
    columns = (
        column("count", "Contrats", CONTRACTS),
        column("alone", "Sans successeur", CONTRACTS),
        column("gap", "Interruption", CONTRACTS),
    )
    dated = [(contract.effective_ends_on, contract) for contract in rows.in_force]
    ending = sorted([pair for pair in dated if pair[0]], key=lambda pair: pair[0])
    lines = [_ending(rows, "expired", "Échus", [each for end, each in ending if end < rows.today])]
    for months in WITHIN:
        until = after(rows.today, months)
        found = [each for end, each in ending if rows.today <= end <= until]
        lines.append(_ending(rows, str(months), f"Dans les {months}\xa0mois", found))
    return Told(columns, lines if rows.in_force else [], heading="Fin du contrat")


def _ending(rows, code, label, found) -> Line:
    cases = [(Case(contract, partial(ending_in_words, rows, contract)), contract) for contract in found]
    alone = [case for case, contract in cases if contract.pk not in rows.successors]
    gap = [case for case, contract in cases if (gap_of(rows, contract) or 0) > 0]
    cells = ([case for case, _contract in cases], alone, gap)
    return Line(code, label, tuple(Cell(len(each), CONTRACTS, rows=each) for each in cells))


def gap_of(rows, contract) -> int | None:
    """Days without a contract between the end and the start of the successor; None where one of them is unknown."""
    end, follows = contract.effective_ends_on, rows.successors.get(contract.pk)
    if end is None or follows is None or follows.starts_on is None:
        return None
    return max((follows.starts_on - end).days - 1, 0)


def ending_in_words(rows, contract) -> str:
    end, follows = contract.effective_ends_on, rows.successors.get(contract.pk)
    said = [f"a pris fin le {day(end)}" if end < rows.today else f"prend fin le {day(end)}"]
    if follows is None:
        return f"{said[0]}, sans successeur"
    stage = follows.get_stage_display().lower()
    begins = f"commence le {day(follows.starts_on)}" if follows.starts_on else "sans date de début"
    said.append(f"successeur\xa0: {follows.title} ({stage}, {begins})")
    if gap := gap_of(rows, contract):
        said.append(f"{count_of(gap, 'jour,jours')} sans contrat")
    return ", ".join(said)


def population(rows):
    """Habitants et communes des périmètres des contrats en vigueur et non échus, préfigurations exclues ; une commune
    nommée par plusieurs contrats compte une fois.

    Unité : habitants (population municipale) et communes.
    Source : les périmètres, et le millésime chargé du code officiel géographique.
    À une date passée : voir la carte de la population couverte.
    """
    running = [c for c in rows.in_force if c.kind == ContractKind.CONTRACT and c.in_force_on(rows.today)]
    found = covered_by(running)
    cases = [Case(contract, partial(_people, contract)) for contract in running]
    columns = (
        column("contracts", "Contrats", CONTRACTS),
        column("people", "Habitants", PEOPLE),
        column("communes", "Communes", COMMUNES),
    )
    cells = (
        Cell(len(cases), CONTRACTS, rows=cases),
        Cell(found.covered, PEOPLE, rows=cases),
        Cell(found.covered_communes, COMMUNES, rows=cases),
    )
    return Told(columns, [Line("covered", "Contrats en vigueur", cells)] if running else [], heading="Périmètres")


def _people(contract) -> str:
    people = contract.territory.population
    return "population inconnue" if people is None else f"{number(people)}\xa0habitants"

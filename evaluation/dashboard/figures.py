"""The figures of the dashboard, in the order of the page: its own, then those of the evaluation read on many contracts.

Each is one function of `DashboardRows`, whose French docstring is the definition that the page shows.
"""

from evaluation.figures import find
from evaluation.figures.registry import Figure, made

from . import before, cycle, watch

LIFE, PLACES, MONEY, AIMS = "Où en sont les contrats", "Ce qui inquiète", "Argent", "Résultats et population"


def _own(function, label, theme) -> Figure:
    return made(function, function.__name__, label, theme, goes_back=False)


def _known(code, theme) -> Figure:
    figure = find(code)
    if figure is None:
        raise LookupError(code)
    return Figure(**{**figure.__dict__, "theme": theme})


_ALL = [
    _own(cycle.stages, "Contrats par étape", LIFE),
    _own(cycle.endings, "Fins de contrat", LIFE),
    _own(before.approaches, "Démarches avant contrat", LIFE),
    _own(watch.copils, "COPIL en retard", PLACES),
    _own(watch.posts, "Postes de coordination", PLACES),
    _own(watch.uncoordinated, "Contrats sans coordination", PLACES),
    _own(watch.stale, "Contrats où rien ne bouge", PLACES),
    _known("silent", PLACES),
    _known("late", PLACES),
    _own(watch.mental_health, "Volet santé mentale", PLACES),
    _known("money_by_funder", MONEY),
    _known("money_by_year", MONEY),
    _known("posts_by_funder", MONEY),
    _known("attainment", AIMS),
    _own(cycle.population, "Population couverte", AIMS),
]
FIGURES: dict[str, Figure] = {figure.code: figure for figure in _ALL}

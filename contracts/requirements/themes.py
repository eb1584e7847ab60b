"""Each core theme of the region reads couvert, différé or écarté, with a reason. Advice only."""

from contracts.enums import ThemeAnswer
from core.errors import Missing
from core.search import search_key

from .dates import settings_of


def answered(contract, *, today):
    settings = settings_of(contract)
    if settings is None:
        return
    answers = {search_key(theme.theme): theme for theme in contract.contractthemes.all()}
    where = ("contracts:themes", {"reference": contract.reference}, "")
    for core_theme in settings.core_themes.all():
        theme = answers.get(search_key(core_theme.name))
        if theme is None or not theme.answer:
            said = f"Thématique socle «\xa0{core_theme.name}\xa0»\xa0: pas de réponse."
            yield Missing(said, blocking=False, where=where, code="core_theme")
        elif theme.answer != ThemeAnswer.COVERED and not theme.reason:
            said = f"Thématique socle «\xa0{core_theme.name}\xa0»\xa0: la raison n’est pas dite."
            yield Missing(said, blocking=False, where=where, code="core_theme_reason")

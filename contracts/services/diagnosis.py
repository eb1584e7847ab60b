"""The shared diagnosis and the region's questions: findings, core themes, articulation with other schemes."""

from django.db import transaction

from contracts.enums import ThemeAnswer
from contracts.models import ContractTheme, Finding, SchemeLink
from contracts.requirements.dates import settings_of
from contracts.writing import add, edit, remove
from core.errors import Invalid
from core.search import search_key


def add_finding(*, contract, actor, kind, text, axes=(), **fields):
    """A constat, sourced; `axes` are those that answer it."""
    return add(Finding, contract=contract, actor=actor, kind=kind, text=text, m2m={"axes": list(axes)}, **fields)


def edit_finding(*, finding, actor, version=None, **fields):
    lists = {"axes": list(fields.pop("axes"))} if "axes" in fields else None
    return edit(finding, actor=actor, version=version, m2m=lists, **fields)


def remove_finding(*, finding, actor, version=None):
    remove(finding, actor=actor, version=version)


def themes_of(contract) -> list[ContractTheme]:
    """Each core theme of the region with the contract's answer (unsaved where there is none yet), then its others."""
    settings = settings_of(contract)
    rows = {search_key(row.theme): row for row in contract.contractthemes.all()}
    wanted = [theme.name for theme in settings.core_themes.all()] if settings else []
    listed = [rows.pop(search_key(name), None) or ContractTheme(contract=contract, theme=name) for name in wanted]
    return listed + list(rows.values())


@transaction.atomic
def answer_theme(*, contract, actor, theme, answer="", reason="", version=None):
    """The contract's answer to a theme; what is put off or left out says why."""
    if answer in (ThemeAnswer.DEFERRED, ThemeAnswer.EXCLUDED) and not reason.strip():
        raise Invalid(fields={"reason": ["Dites pourquoi cette thématique est différée ou écartée."]})
    row = contract.contractthemes.filter(theme=theme).first()
    if row is None:
        return add(ContractTheme, contract=contract, actor=actor, theme=theme, answer=answer, reason=reason)
    return edit(row, actor=actor, version=version, answer=answer, reason=reason)


def add_scheme(*, contract, actor, **fields):
    """Who does what with another scheme of the territory."""
    return add(SchemeLink, contract=contract, actor=actor, **fields)


def edit_scheme(*, link, actor, version=None, **fields):
    return edit(link, actor=actor, version=version, **fields)


def remove_scheme(*, link, actor, version=None):
    remove(link, actor=actor, version=version)

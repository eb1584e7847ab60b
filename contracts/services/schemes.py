"""The register of schemes, and the role of each on the themes of a contract."""

from django.db import transaction

from contracts.models import Scheme, ThemeScheme
from contracts.permissions import can_write, may_change_scheme, may_register_scheme
from contracts.writing import add, edit, hold, refuse_unless
from core.errors import Forbidden, Invalid
from core.history import acting
from core.versioned import bump, lock, validated
from territories.models import Territory
from territories.services import set_perimeter

NOT_YOURS = "Vous pouvez lire ce dispositif, mais pas le modifier."


@transaction.atomic
def register_scheme(*, actor, kind, name, members=(), **fields) -> Scheme:
    """A new scheme with its perimeter. `members`: `(level, code, name)` of communes, EPCI, départements."""
    if actor is not None and not may_register_scheme(actor):
        raise Forbidden(NOT_YOURS)
    with acting(actor):
        territory = Territory(name=_tidy(name))
        set_perimeter(territory=territory, members=list(members), actor=actor)
        scheme = validated(Scheme(kind=kind, name=_tidy(name), territory=territory, **fields))
        scheme.save()
    return scheme


@transaction.atomic
def change_scheme(*, scheme, actor, version=None, members=None, **fields) -> Scheme:
    if actor is not None and not may_change_scheme(actor, scheme):
        raise Forbidden(NOT_YOURS)
    if "name" in fields:
        fields["name"] = _tidy(fields["name"])
    with acting(actor):
        current = lock(scheme, version=version)
        for name, value in fields.items():
            setattr(current, name, value)
        bump(validated(current))
        if members is not None:
            set_perimeter(territory=current.territory, members=list(members), actor=actor)
    return current


def _tidy(name):
    return " ".join(str(name or "").split())


@transaction.atomic
def say_roles(*, contract, theme, told, actor):
    """`told`: {id of a scheme link, or None for the contract itself: (role, sentence, version seen or None)}."""
    refuse_unless(can_write, actor, contract)
    held = hold(contract)
    links = {link.pk: link for link in held.schemes.all()}
    if unknown := set(told) - set(links) - {None}:
        raise Invalid(f"Ce dispositif n’est pas de ce contrat\xa0: {', '.join(map(str, unknown))}.")
    rows = {row.link_id: row for row in held.theme_schemes.filter(theme=theme)}
    for pk, (role, sentence, version) in told.items():
        row = rows.get(pk)
        if row is not None:
            edit(row, actor=actor, version=version, role=role, sentence=sentence)
        elif role or sentence:
            link = links.get(pk)
            add(ThemeScheme, contract=held, actor=actor, theme=theme, link=link, role=role, sentence=sentence)

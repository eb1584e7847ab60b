"""Conventions of money: added, changed, removed by those who write the contract."""

from django.db import transaction

from actions.models import FundingAgreement
from contracts.writing import add, edit, remove
from core.errors import Invalid


def add_agreement(*, contract, actor, title, parties, **fields):
    """A convention between `parties` (organisations); lines of money may then say that they follow it."""
    _check_parties(parties)
    m2m = {"parties": list(parties)}
    return add(FundingAgreement, contract=contract, actor=actor, title=title.strip(), m2m=m2m, **fields)


def edit_agreement(*, agreement, actor, version=None, **fields):
    """Change it, its `parties` given whole; a received account takes the date of its arrival."""
    m2m = {}
    if "parties" in fields:
        m2m["parties"] = list(fields.pop("parties"))
        _check_parties(m2m["parties"])
    return edit(agreement, actor=actor, version=version, m2m=m2m, **fields)


@transaction.atomic
def remove_agreement(*, agreement, actor, version=None):
    """The lines of money that followed it stay, and say so no more."""
    from .rows import edit_row

    for funding in agreement.fundings.select_related("action", "contract"):
        edit_row(funding, actor=actor, funding_agreement=None)
    remove(agreement, actor=actor, version=version)


def _check_parties(parties):
    if not parties:
        raise Invalid(fields={"parties": ["Dites entre qui cette convention est signée."]})

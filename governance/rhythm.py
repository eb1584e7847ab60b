"""The first COPIL after the signature: said before its last day, to coordinators and référents."""

from django.db.models import OuterRef, Subquery

from contracts.models import Contract
from contracts.waiting import Cause, Said
from core.wording import day as in_words

from .enums import BodyKind
from .figures import NOTICE, first_copil_alerts, first_copil_due, without_first_copil
from .models import Meeting


def sentence(last, planned_on, today) -> str:
    """What is said on the page and where she is reminded of it."""
    verb = "était à tenir avant le" if last < today else "est à tenir avant le"
    follows = f"\xa0; il est prévu le {in_words(planned_on)}" if planned_on else "\xa0; aucune date n’est prévue"
    return f"Le premier COPIL après la signature {verb} {in_words(last)}{follows}."


def alert_of(contract, today) -> str:
    for _contract, last, planned in first_copil_alerts(Contract.objects.filter(pk=contract.pk), today):
        return sentence(last, planned and planned.on, today)
    return ""


def _next_copil(today):
    planned = Meeting.objects.to_come(today).filter(contract=OuterRef("pk"), body__kind=BodyKind.COPIL)
    return {"next_copil": Subquery(planned.order_by("on", "id").values("on")[:1])}


def _said_before_its_last_day(contract, side, today):
    last, planned_on = first_copil_due(contract), contract.next_copil
    if today < last - NOTICE or (planned_on and planned_on <= last):
        return None
    words = sentence(last, planned_on, today)
    return Said(words, "governance:bodies", key=f"first_copil:{contract.pk}", term=last)


#: A COPIL that has its date in time waits for nobody.
FIRST_COPIL = Cause("first_copil", lambda today: without_first_copil(), _said_before_its_last_day, _next_copil)

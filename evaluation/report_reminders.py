"""Why the coordination and the ARS are told of a report: somebody it quotes consents no more, and it was withdrawn."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, Subquery

from contracts.waiting import Cause, Said
from core.wording import day

from .models import QuotingReport

#: Long enough to write to those who had it.
TOLD_DURING = timedelta(days=30)


def _reports():
    return QuotingReport.objects.filter(contract=OuterRef("pk"))


def _last(today):
    lately = _reports().filter(taken_back_on__gt=today - TOLD_DURING).order_by("-pk")
    return {
        "taken_back_on": Subquery(lately.values("taken_back_on")[:1]),
        "taken_back_of": Subquery(lately.values("document__dated_on")[:1]),
    }


def _none_since(today):
    return Q(taken_back_on__isnull=False) & ~Exists(_reports().filter(document__withdrawn_at=None))


def _said_of_it(contract, side, today):
    sentence = (
        f"Le rapport d’évaluation du {day(contract.taken_back_of)} cite quelqu’un qui n’y consent plus\xa0: il est "
        "retiré. Prévenez ceux qui l’ont reçu, et demandez-en un nouveau."
    )
    return Said(sentence, "evaluation:home", key=f"taken_back:{contract.pk}:{contract.taken_back_on}")


REPORT_TAKEN_BACK = Cause("report_taken_back", _none_since, _said_of_it, _last)

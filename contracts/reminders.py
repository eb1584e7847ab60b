"""What a contract makes wait: its end comes or is past, or an agreement before consultation is awaited."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q

from core.wording import day

from .enums import Side, Stage
from .models import Agreement
from .waiting import Cause, Said

#: The evaluation of a contract and the writing of the next take this long.
AHEAD = timedelta(days=365)


def _ends_soon(today):
    return Q(stage=Stage.IN_FORCE, effective_end__lt=today + AHEAD)


def _said_of_its_end(contract, side, today):
    end = contract.effective_end
    sentence = f"Le contrat finit le {day(end)}\xa0: l’évaluer et préparer la suite."
    if end < today:
        sentence = f"Contrat échu le {day(end)}\xa0: le proroger par avenant, ou le clore."
    return Said(sentence, "contracts:lifecycle", key=f"end:{contract.pk}:{end}", term=end, mailed=False)


def _agreements(today):
    given = Agreement.objects.filter(contract=OuterRef("pk"), voided_at__isnull=True)
    return {f"{side.value}_agreed": Exists(given.filter(side=side)) for side in Side}


def _agreed_by_one_side(today):
    return Q(stage=Stage.DRAFTING) & ~Q(ars_agreed=F("carrier_agreed"))


def _said_to_the_other(contract, side, today):
    if contract.carrier_agreed if side == Side.CARRIER else contract.ars_agreed:
        return None
    sentence = "Votre accord est attendu avant l’envoi en consultation."
    return Said(sentence, "contracts:negotiation", key=f"agreement:{contract.pk}:{side}", mailed=False)


#: On the home page alone: a mail a week for a year would be read by nobody.
ITS_END = Cause("end", _ends_soon, _said_of_its_end)
AGREEMENT = Cause("agreement", _agreed_by_one_side, _said_to_the_other, _agreements)

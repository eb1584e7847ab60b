"""The weather of a contract is said: always as a new row, after having seen the last one."""

from django.db import transaction

from contracts import writing
from core.errors import Invalid, Refused
from evaluation.models import Weather

SAID_MEANWHILE = "Quelqu’un vient de dire la météo de ce contrat\xa0: lisez la sienne avant d’enregistrer la vôtre."
#: What fits on one phone screen beside the rest.
LONGEST = 600


def weather_of(contract) -> Weather | None:
    """The last one said."""
    return contract.weathers.select_related("by").first()


@transaction.atomic
def say_weather(*, contract, sky, synthesis, seen, actor, today) -> Weather:
    """`seen`: the id of the weather that the person had before her eyes (None where there was none)."""
    writing.refuse_unless(writing.can_write, actor, contract)
    writing.hold(contract)
    last = weather_of(contract)
    if (last.pk if last else None) != seen:
        raise Refused(SAID_MEANWHILE)
    if len(synthesis) > LONGEST:
        too_long = f"La synthèse tient en {LONGEST} caractères\xa0: elle en a {len(synthesis)}."
        raise Invalid(fields={"synthesis": [too_long]})
    said = {"sky": sky, "synthesis": synthesis.strip(), "on": today, "by": actor}
    return writing.add(Weather, contract=contract, actor=actor, **said)

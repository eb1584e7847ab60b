"""A national data set, the same for the same seed: N contracts over the real EPCI of every département.

How many axes, fiches and signatories, how long, how late the signature: as published contracts show it (3 to 7 axes,
4 to 47 fiches, usually 15 to 30, 2 to 20 signatories, 3 to 5 years, signed up to two years after their start).
"""

from random import Random

from django.db import transaction

from contracts.models import Contract
from territories.models import ReferenceLoad

from .basket import Basket
from .places import Registry, places_of_the_country
from .story import MARK, Story

BATCH = 50


def build(count, *, seed=1, tell=lambda done: None) -> int:
    """Add `count` contracts after those that a former call made; returns how many the data set has now."""
    start = Contract.objects.filter(reference__contains=MARK, fictional=True).count()
    places = places_of_the_country()
    registry = Registry()
    millesime = ReferenceLoad.current_millesime()
    for first in range(start, start + count, BATCH):
        numbers = range(first, min(first + BATCH, start + count))
        with transaction.atomic():
            basket = Basket()
            chosen = [places[number % len(places)] for number in numbers]
            registry.know([epci for epci, _departments in chosen])
            for number, (epci, departments) in zip(numbers, chosen, strict=True):
                rng = Random(f"{seed}-{number}")
                Story(basket, registry, rng, number, epci, departments, millesime).write()
            basket.insert()
        tell(numbers[-1] + 1 - start)
    return start + count

"""Where the contracts of the data set are, and which organisations stand there."""

from collections import defaultdict

from accounts.models import Organisation
from core.search import search_key
from territories.models import Commune, Epci

from . import words


def places_of_the_country():
    """(EPCI or EPT, its départements), one département after the other, so that a small set covers the country too."""
    touched = defaultdict(list)
    for group in ("epci", "ept"):
        communes = Commune.objects.filter(active=True, **{f"{group}__isnull": False})
        for code, department in communes.order_by().values_list(group, "department").distinct():
            touched[code].append(department)
    queues = defaultdict(list)
    for epci in Epci.objects.current().filter(code__in=touched, department__isnull=False).order_by("code"):
        queues[epci.department_id].append((epci, sorted(touched[epci.code])))
    rounds = max(map(len, queues.values()), default=0)
    return [queues[code][turn] for turn in range(rounds) for code in sorted(queues) if turn < len(queues[code])]


class Registry:
    """The organisations of the territories met so far, made once."""

    def __init__(self):
        self.of = {}

    def know(self, places):
        wanted = {}
        for epci in places:
            department = epci.department
            wanted[department.region_id, 0] = ("ars", "health", f"ARS ({department.region.name})", "")
            for rank, (kind, sector, pattern) in enumerate(words.OF_DEPARTMENT):
                wanted[department.pk, rank] = (kind, sector, pattern.format(department.name), "")
            wanted[epci.code, 0] = ("epci", "planning", epci.name, epci.code)
            for rank, (kind, sector, pattern) in enumerate(words.OF_EPCI, start=1):
                wanted[epci.code, rank] = (kind, sector, pattern.format(epci.name), "")
        wanted = {key: value for key, value in wanted.items() if key not in self.of}
        known = {
            (row.search, row.siren): row
            for row in Organisation.objects.current().filter(search__in={search_key(w[2]) for w in wanted.values()})
        }
        made = []
        for key, (kind, sector, name, siren) in wanted.items():
            identity = (search_key(name), siren)
            if identity not in known:
                known[identity] = Organisation(name=name, kind=kind, sector=sector, siren=siren, search=identity[0])
                made.append(known[identity])
            self.of[key] = known[identity]
        Organisation.objects.bulk_create(made, batch_size=1000)

    def around(self, epci):
        """ARS, EPCI, then the others that may sign, lead, pay."""
        first = [self.of[epci.department.region_id, 0], self.of[epci.code, 0]]
        there = [self.of[epci.department_id, rank] for rank in range(len(words.OF_DEPARTMENT))]
        return first + there + [self.of[epci.code, rank] for rank in range(1, len(words.OF_EPCI) + 1)]

"""Every figure of one contract against its own SQL, and the consolidated figures of a region as its page asks them.

By hand, on a database that `BENCH_KEEP=1 make bench` left:

    DATABASE_URL=postgres://…/cls_bench python scripts/benchmarks/figures.py
"""

import sys
from datetime import timedelta
from pathlib import Path

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).resolve().parent.parent.parent), str(Path(__file__).resolve().parent.parent)]
    from bench import start_django

    start_django()

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from benchmarks.country import typical_contract
from benchmarks.tools import Table, alone, in_turn, ms, queries_of
from contracts.models import Contract
from evaluation.figures import read
from evaluation.models import EvaluationPeriod
from evaluation.services import periods
from territories.models import Region

MOST_QUERIES = {"one": 20, "region": 30}
RUNS = 11
#: How long ago the period ended that is read back from the journal.
AGO = timedelta(days=200)


def of_one_contract(table):
    contract, today = typical_contract(), timezone.localdate()

    def every():
        return read([contract], today=today)

    sent = queries_of(every)
    took, sql = in_turn(every, alone(sent))
    note = f"{ms(took)} ; SQL {ms(sql)} ; {contract.n} fiches"
    table.add("tous les chiffres d’un contrat / leur SQL", took / sql, 3, note=note)
    table.add("tous les chiffres d’un contrat : requêtes", len(sent), MOST_QUERIES["one"], unit="")


def of_a_region(table, contracts=60, fiches=1800):
    """What the page of a period says, of as many contracts with as many fiches or more: those that have the most."""
    rows = list(Contract.objects.annotate(n=Count("actions")).order_by("-n", "reference")[:contracts])
    count = sum(row.n for row in rows)
    if count < fiches:
        raise RuntimeError(f"seulement {count} fiches")
    today = timezone.localdate()
    with transaction.atomic():
        for what, last in (("chiffres d’une région", today), ("chiffres d’une région, à une date passée", today - AGO)):
            _of_period(table, what, _period(rows, last), today, note=f"{len(rows)} contrats, {count} fiches")
        transaction.set_rollback(True)


def _period(contracts, last):
    region = Region.objects.order_by("pk")[0]
    made = EvaluationPeriod.objects.create(region=region, title=f"{last}", starts_on=last - AGO, ends_on=last)
    made.contracts.set(contracts)
    return made


def _of_period(table, what, period, today, *, note):
    def consolidated():
        return periods.told(period, today=today)

    sent = queries_of(consolidated)
    (took,) = in_turn(consolidated, runs=RUNS, warm_up=1)
    table.add(what, took, 2, unit="s", note=note)
    table.add(f"{what} : requêtes", len(sent), MOST_QUERIES["region"], unit="")


if __name__ == "__main__":
    shown = Table()
    of_one_contract(shown)
    of_a_region(shown)
    shown.show()

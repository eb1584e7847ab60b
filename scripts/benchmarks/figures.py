"""Every figure of one contract against its own SQL, and the consolidated figures of a region."""

from django.db.models import Count
from django.utils import timezone

from contracts.models import Contract
from evaluation.figures import read

from .country import typical_contract
from .tools import alone, in_turn, ms, queries_of

MOST_QUERIES = {"one": 20, "region": 30}
RUNS = 11


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
    """As many contracts, with as many fiches or more: those that have the most."""
    rows = list(Contract.objects.annotate(n=Count("actions")).order_by("-n", "reference")[:contracts])
    today = timezone.localdate()

    def consolidated():
        return read(rows, today=today)

    sent = queries_of(consolidated)
    (took,) = in_turn(consolidated, runs=RUNS, warm_up=1)
    count = sum(row.n for row in rows)
    note = f"{len(rows)} contrats, {count} fiches"
    if count < fiches:
        raise RuntimeError(f"seulement {count} fiches")
    table.add("chiffres d’une région", took, 2, unit="s", note=note)
    table.add("chiffres d’une région : requêtes", len(sent), MOST_QUERIES["region"], unit="")

"""`make bench`: how far the platform is from what it cannot do without, as ratios.

On a PostgreSQL database of its own (`cls_bench`, made anew each time, dropped at the end unless BENCH_KEEP=1) on the
server of DATABASE_URL or the local one. Each duration is the median of RUNS runs, taken in turn with what it is
compared to, so that a busy moment of the machine weighs on both. BENCH_LONG=1 adds the reviews made by real workers.
"""

import os
import sys
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
NAME = "cls_bench"
SMALL, LARGE = int(os.environ.get("BENCH_SMALL", 50)), int(os.environ.get("BENCH_CONTRACTS", 500))


def say(sentence):
    print(f"→ {sentence}", file=sys.stderr, flush=True)


def server():
    given = os.environ.get("DATABASE_URL", "")
    return given if given.startswith(("postgres", "pgsql")) else "postgres://postgres@127.0.0.1:5432/postgres"


def run_sql(statement):
    import services

    connection = services.connect(server())
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def prepare():
    """An empty database of ours, and Django on it as it is in production, but for the assembled static files."""
    import psycopg2

    try:
        run_sql(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
        run_sql(f'CREATE DATABASE "{NAME}"')
    except psycopg2.OperationalError:
        sys.exit(f"✗ PostgreSQL ne répond pas à {urlsplit(server()).hostname} : donnez DATABASE_URL.")
    os.environ["DATABASE_URL"] = urlunsplit(urlsplit(server())._replace(path=f"/{NAME}"))
    start_django()


def start_django():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cls_platform.settings.test")
    os.environ["LOG_LEVEL"] = "ERROR"
    import django
    from benchmarks.tools import redis_cache
    from django.conf import settings

    settings.DEBUG = False
    settings.ROOT_URLCONF = "benchmarks.urls"
    if cache := redis_cache(settings.REDIS_URL):
        settings.CACHES = cache
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    django.setup()


def load_territories():
    from django.core.management import call_command

    say("Schéma et territoires")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("import_cog", stdout=StringIO())


def grow(to):
    from django.core.management import call_command
    from django.db import connection

    from contracts.models import Contract

    say(f"{to} contrats")
    missing = to - Contract.objects.count()
    call_command("national_dataset", contracts=missing, verbosity=0, stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main():
    prepare()
    from benchmarks import country, dashboards, documents, figures, load, meeting, reviews, spreadsheets, workers
    from benchmarks.tools import Table, reported

    table = Table()
    load_territories()
    grow(SMALL)
    person = country.person()
    small = country.pages(person)
    grow(LARGE)
    say("Pages")
    country.compare(table, country.pages(person), small, sizes=(SMALL, LARGE))
    say("Interface REST")
    reported(table, "API : 100 fiches / PostgreSQL", lambda: country.api(table, person))
    say("Chiffres")
    reported(table, "tous les chiffres d’un contrat / leur SQL", lambda: figures.of_one_contract(table))
    reported(table, "chiffres d’une région", lambda: figures.of_a_region(table))
    say("Tableaux de bord")
    whose = dashboards.people(person)
    reported(table, "tableaux de bord", lambda: dashboards.pages(table, whose))
    reported(table, "séance au projecteur", lambda: meeting.in_session(table, whose["coordinator"]))
    reported(table, "population couverte par département", lambda: dashboards.coverage(table))
    say(f"{load.PEOPLE} lecteurs à la fois pendant {load.SECONDS} s")
    reported(table, "lecteurs à la fois", lambda: load.dashboards(table, load.first_pages(whose)))
    say("PDF")
    reported(table, "PDF d’un contrat de 29 fiches / WeasyPrint", lambda: documents.pdf(table))
    reported(table, "dossier de COPIL", lambda: documents.pack(table))
    reported(table, "bilan d’un contrat de 29 fiches / WeasyPrint", lambda: reviews.against_weasyprint(table))
    say("Tableurs")
    reported(table, "export de 2 000 fiches / openpyxl", lambda: spreadsheets.exported(table))
    reported(table, "import de 2 000 lignes changées", lambda: spreadsheets.imported(table))
    say("Import et territoires")
    reported(table, "import du fichier des Baronnies", lambda: documents.exchange(table))
    reported(table, "tout le COG, sur SQLite", lambda: documents.cog(table))
    if os.environ.get("BENCH_LONG"):
        say("Bilans par de vrais travailleurs : plus d’une demi-heure")
        reported(table, "bilans par deux travailleurs / un", lambda: workers.long(table))
    table.show()
    from django.db import connections

    connections.close_all()
    if not os.environ.get("BENCH_KEEP"):
        run_sql(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
    sys.exit(0 if table.all_reached else 1)


if __name__ == "__main__":
    main()

"""How each database is copied whole and put back: SQLite by its own backup interface, PostgreSQL by its own tools."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection


class CopyFailed(Exception):
    """The sentence says what to do about it."""


def dump(path):
    _for_vendor({"sqlite": _dump_sqlite, "postgresql": _dump_postgresql})(Path(path))


def load(path):
    _for_vendor({"sqlite": _load_sqlite, "postgresql": _load_postgresql})(Path(path))


def _for_vendor(functions):
    if connection.vendor not in functions:
        raise CopyFailed(f"La base « {connection.vendor} » ne se sauvegarde pas avec cette commande.")
    return functions[connection.vendor]


def _dump_sqlite(path):
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        # Consistent even while others write.
        connection.connection.backup(copy)


def _load_sqlite(path):
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        copy.backup(connection.connection)


def _dump_postgresql(path):
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")


def _load_postgresql(path):
    # Our own connection must not hold what is about to be replaced.
    connection.close()
    _run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--no-privileges",
        "--single-transaction",
        "--exit-on-error",
        f"--dbname={connection.settings_dict['NAME']}",
        str(path),
    )


def _run(tool, *arguments):
    if not shutil.which(tool):
        raise CopyFailed(f"L’outil {tool} manque : installez le paquet postgresql-client.")
    done = subprocess.run([tool, *arguments], env=_environment(), capture_output=True, text=True)
    if done.returncode:
        raise CopyFailed(f"{tool} a échoué : {done.stderr.strip()}")


def _environment():
    """The address and the password by the environment: arguments can be read by every user of the machine."""
    db = connection.settings_dict
    given = {"PGHOST": db["HOST"], "PGPORT": db["PORT"], "PGUSER": db["USER"], "PGPASSWORD": db["PASSWORD"]}
    return {**os.environ, "PGDATABASE": db["NAME"], **{name: str(value) for name, value in given.items() if value}}

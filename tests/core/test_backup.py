import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from core import backup
from tests.support.process import database_url

SCAN = "contrats/cls-01/scan signé.pdf"


class Site:
    """A site of its own (database and media), driven by its commands as an operator would."""

    def __init__(self, folder, database=None):
        folder.mkdir()
        self.media = folder / "media"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cls_platform.settings.test",
            "DATABASE_URL": database or f"sqlite:///{folder}/site.sqlite3",
            "MEDIA_ROOT": str(self.media),
        }

    def run(self, *arguments, ok=True):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=django_settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
        )
        assert (done.returncode == 0) is ok, done.stderr
        return done.stdout if ok else done.stderr

    def sql(self, query):
        with closing(sqlite3.connect(self.media.parent / "site.sqlite3")) as database, database:
            return database.execute(query).fetchall()


def tell(site):
    site.sql("CREATE TABLE kept (word varchar(20))")
    site.sql("INSERT INTO kept VALUES ('première')")
    (site.media / SCAN).parent.mkdir(parents=True)
    (site.media / SCAN).write_bytes(b"%PDF signed")


def test_what_is_backed_up_on_sqlite_is_restored_elsewhere(tmp_path):
    here, elsewhere, archive = Site(tmp_path / "here"), Site(tmp_path / "elsewhere"), tmp_path / "kept.tar.gz"
    tell(here)
    assert "1 fichiers déposés" in here.run("backup", "-o", str(archive))
    assert archive.stat().st_mode & 0o077 == 0
    (elsewhere.media / "old.pdf").parent.mkdir(parents=True)
    (elsewhere.media / "old.pdf").write_bytes(b"old")

    elsewhere.run("restore", str(archive))

    assert elsewhere.sql("SELECT word FROM kept") == [("première",)]
    assert (elsewhere.media / SCAN).read_bytes() == b"%PDF signed"
    assert not (elsewhere.media / "old.pdf").exists()


def major_version(text):
    return int(re.search(r"\d+", text).group())


@pytest.fixture
def second_database(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = major_version(cursor.fetchone()[0])
        client = major_version(subprocess.check_output(["pg_dump", "--version"], text=True))
        if client < server:
            pytest.skip(f"pg_dump {client} cannot read a PostgreSQL {server}")
        name = f"{connection.settings_dict['NAME']}_restored"
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield database_url().rsplit("/", 1)[0] + f"/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.services
@pytest.mark.skipif(not shutil.which("pg_dump"), reason="needs the tools of PostgreSQL")
def test_what_is_backed_up_on_postgresql_is_restored_elsewhere_and_twice(tmp_path, second_database):
    default_storage.save(SCAN, ContentFile(b"%PDF signed"))
    archive = tmp_path / "kept.tar.gz"
    try:
        call_command("backup", output=str(archive), verbosity=0)
    finally:
        default_storage.delete(SCAN)
    elsewhere = Site(tmp_path / "elsewhere", database=second_database)
    for _ in range(2):
        elsewhere.run("restore", str(archive))
    with connection.cursor() as cursor, closing(psycopg2.connect(second_database)) as other, other.cursor() as restored:
        for each in (cursor, restored):
            each.execute("SELECT app, name FROM django_migrations ORDER BY id")
        assert restored.fetchall() == cursor.fetchall() != []
    assert (elsewhere.media / SCAN).read_bytes() == b"%PDF signed"


def archive_with(path, **entries):
    with tarfile.open(path, "w:gz") as archive:
        for name, content in entries.items():
            entry = tarfile.TarInfo(name.replace("__", "/").replace("_json", ".json"))
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return path


def manifest(**changes):

    return json.dumps(
        {"format": "cls-backup/1", "database": connection.vendor, "made_at": "", "media": 0, **changes}
    ).encode()


@pytest.mark.parametrize(
    "entries, sentence",
    [
        ({"readme": b"hello"}, "ne vient pas de la commande de sauvegarde"),
        ({"manifest_json": b"{}", "database": b""}, "ne vient pas de la commande de sauvegarde"),
        ({"manifest_json": manifest(database="oracle"), "database": b""}, "ne peut pas y être rétablie"),
        ({"manifest_json": manifest(media=3), "database": b""}, "incomplète"),
        ({"manifest_json": manifest(media=1), "database": b"", "media__..__..__evil": b"x"}, "chemin refusé"),
    ],
)
def test_an_archive_that_is_not_ours_is_refused_before_anything_is_touched(tmp_path, monkeypatch, entries, sentence):
    monkeypatch.setattr("core.backup.databases.load", lambda path: pytest.fail("touched the database"))
    with pytest.raises(backup.NotOurs, match=sentence):
        backup.read(archive_with(tmp_path / "other.tar.gz", **entries))


def test_a_file_that_is_no_archive_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"no archive")
    with pytest.raises(CommandError, match="n’est pas une archive de sauvegarde lisible"):
        call_command("restore", str(tmp_path / "photo.jpg"))
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("restore", str(tmp_path / "nothing.tar.gz"))


def test_a_backup_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def fail(path):
        raise OSError("disk full")

    monkeypatch.setattr("core.backup.databases.dump", fail)
    with pytest.raises(OSError, match="disk full"):
        call_command("backup", output=str(tmp_path / "kept.tar.gz"))
    assert list(tmp_path.iterdir()) == []

"""The archive: `manifest.json`, `database`, and one entry per file under `media/`.

Media are read and written through the storage, so that a site may be moved from a disk to S3 and back.
"""

import json
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection

from . import databases

FORMAT = "cls-backup/1"


class NotOurs(Exception):
    """The file is not an archive that `read` can put back; the sentence says why."""


def default_name(at):
    return f"cls-{at:%Y-%m-%d-%H%M%S}.tar.gz"


def write(path, at):
    """Writes the whole site in one archive; returns the number of media files. Nothing is left when it fails."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    try:
        with tempfile.TemporaryDirectory() as folder:
            count = _fill(unfinished, Path(folder), at)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def _fill(path, folder, at):
    # The base first: a file added since is then in excess, never missing.
    databases.dump(folder / "database")
    names = list(media_names())
    manifest = {"format": FORMAT, "database": connection.vendor, "made_at": at.isoformat(), "media": len(names)}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2))
    with tarfile.open(path, "w:gz", compresslevel=6) as archive:
        archive.add(folder / "manifest.json", "manifest.json")
        archive.add(folder / "database", "database")
        for name in names:
            _add_media(archive, name)
    # Personal data: for its owner alone.
    path.chmod(0o600)
    return len(names)


def _add_media(archive, name):
    with default_storage.open(name) as content:
        entry = tarfile.TarInfo(f"media/{name}")
        entry.size = default_storage.size(name)
        archive.addfile(entry, content)


def media_names(folder=""):
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from media_names(f"{folder}/{name}" if folder else name)


def read(path):
    """Puts the archive back in the place of what is there; returns its manifest. Refuses before it touches anything."""
    try:
        with tarfile.open(path, "r:gz") as archive:
            manifest = check(archive)
            with tempfile.TemporaryDirectory() as folder:
                archive.extract("database", folder, filter="data")
                databases.load(Path(folder) / "database")
            _replace_media(archive)
    except FileNotFoundError:
        raise NotOurs(f"Le fichier {path} n’existe pas.") from None
    except (tarfile.TarError, EOFError, OSError) as error:
        raise NotOurs(f"{path} n’est pas une archive de sauvegarde lisible : {error}.") from None
    return manifest


def check(archive):
    try:
        manifest = json.load(archive.extractfile("manifest.json"))
        archive.getmember("database")
    except (KeyError, ValueError):
        raise NotOurs("Cette archive ne vient pas de la commande de sauvegarde.") from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise NotOurs("Cette archive ne vient pas de la commande de sauvegarde, ou d’une version que celle-ci ignore.")
    if manifest["database"] != connection.vendor:
        raise NotOurs(
            f"L’archive contient une base {manifest['database']}, "
            f"et DATABASE_URL désigne une base {connection.vendor} : elle ne peut pas y être rétablie."
        )
    media = list(_media_in(archive))
    if len(media) != manifest["media"]:
        raise NotOurs("L’archive est incomplète : il y manque des fichiers déposés.")
    return manifest


def _media_in(archive):
    for entry in archive.getmembers():
        parts = PurePosixPath(entry.name).parts
        if entry.isfile() and parts[0] == "media":
            if ".." in parts or len(parts) < 2:
                raise NotOurs(f"L’archive contient un chemin refusé : {entry.name}.")
            yield entry


def _replace_media(archive):
    for name in list(media_names()):
        default_storage.delete(name)
    for entry in _media_in(archive):
        default_storage.save(entry.name.removeprefix("media/"), File(archive.extractfile(entry)))

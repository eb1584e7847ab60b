"""Files that people deposit, and files that must never change.

A file is judged by its content: its name and the type announced by the browser are only claims.
"""

import hashlib
import os
import re
import stat
import unicodedata
import zipfile
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from .errors import Invalid

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
LABELS = {
    "pdf": "PDF",
    "png": "PNG",
    "jpg": "JPEG",
    "docx": "Word (.docx)",
    "xlsx": "Excel (.xlsx)",
    "odt": "texte OpenDocument (.odt)",
    "ods": "tableur OpenDocument (.ods)",
}
_MAGIC = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
_OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_CHUNK = 1024 * 1024


def kind_of_content(file):
    """« pdf », « png », « docx »…, or None. The file is left at its start."""
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind
    return _kind_of_zip(file) if head.startswith(b"PK\x03\x04") else None


def _kind_of_zip(file):
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            for part, kind in _OFFICE_PARTS.items():
                if part in names:
                    return kind
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                return next((kind for kind in ("odt", "ods") if CONTENT_TYPES[kind] == declared), None)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        pass
    finally:
        file.seek(0)
    return None


def check_upload(file, *, kinds=("pdf",), max_mb=None):
    """The kind of the file, or `Invalid` with a sentence that says what is wrong with it."""
    limit = max_mb or settings.MAX_UPLOAD_MB
    if not file.size:
        raise Invalid("Ce fichier est vide.")
    if file.size > limit * 1024 * 1024:
        raise Invalid(f"Ce fichier dépasse {limit}\u00a0Mo.")
    kind = kind_of_content(file)
    if kind not in kinds:
        allowed = ", ".join(label for name, label in LABELS.items() if name in kinds)
        raise Invalid(f"Ce fichier n’est pas d’un type accepté. Types acceptés\u00a0: {allowed}.")
    return kind


def safe_name(name, *, default="document"):
    """A file name that no system misreads: ASCII, no folder, no leading dot, at most 100 characters."""
    base = PurePosixPath(str(name).replace("\\", "/").replace("\0", "")).name
    base = base.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("’", "-")
    plain = unicodedata.normalize("NFKD", base).encode("ascii", "ignore").decode()
    stem, dot, ending = plain.rpartition(".")
    stem, ending = (stem, ending) if dot else (plain, "")
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-_")[:90] or default
    ending = re.sub(r"[^A-Za-z0-9]", "", ending)[:8].lower()
    return f"{stem}.{ending}" if ending else stem


def sha256_of(file):
    """The fingerprint, read piece by piece; the file is left at its start."""
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(_CHUNK):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def store_once(content, name):
    """Keep `content` (bytes or a file) where its fingerprint says; returns `(path, sha256)`.

    The same content keeps its one place. What is there is never overwritten: if it no longer matches its
    fingerprint, this refuses rather than hide it.
    """
    file = content if hasattr(content, "read") else ContentFile(content)
    file = file if isinstance(file, File) else File(file)
    digest = sha256_of(file)
    path = f"kept/{digest[:2]}/{digest}/{safe_name(name)}"
    if default_storage.exists(path):
        if stored_sha256(path) != digest:
            raise Invalid("Le fichier déjà conservé ne correspond plus à son empreinte\u00a0: il a été altéré.")
        return path, digest
    stored = default_storage.save(path, file)
    _make_read_only(stored)
    return stored, digest


def stored_sha256(path):
    with default_storage.open(path) as stored:
        return sha256_of(stored)


def _make_read_only(path):
    try:
        os.chmod(default_storage.path(path), stat.S_IRUSR | stat.S_IRGRP)
    except NotImplementedError:
        # Not a disk: the bucket's own versions protect there.
        pass

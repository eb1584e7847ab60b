"""Deposits are judged by their content; what is stored once never changes."""

import hashlib
import io
import os
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from core.errors import Invalid
from core.files import check_upload, safe_name, store_once


def office(part, content="x"):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr(part, content)
    return data.getvalue()


@pytest.mark.parametrize(
    "content, kind",
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"\x89PNG\r\n\x1a\n...", "png"),
        (office("word/document.xml"), "docx"),
        (office("mimetype", "application/vnd.oasis.opendocument.text"), "odt"),
    ],
)
def test_a_deposit_is_known_by_its_content(content, kind):
    file = ContentFile(content, name="whatever.bin")
    assert check_upload(file, kinds={"pdf", "png", "docx", "odt"}) == kind
    assert file.read() == content


@pytest.mark.parametrize(
    "content, sentence",
    [
        (b"", "vide"),
        (b"<html>", "type accepté"),
        (b"PK\x03\x04 not a real archive", "type accepté"),
        (office("evil.exe"), "type accepté"),
        (b"%PDF-" + b"x" * 1024 * 1024, "dépasse 1\u00a0Mo"),
    ],
)
def test_a_wrong_deposit_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(Invalid) as refusal:
        check_upload(ContentFile(content, name="scan.pdf"), kinds={"pdf", "docx"}, max_mb=1)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    "name, safe",
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\Contrat signé (œuvre).PDF", "Contrat-signe-oeuvre.pdf"),
        (".htaccess", "document.htaccess"),
        ("a\0b\r\n.pdf", "ab.pdf"),
        ("", "document"),
    ],
)
def test_a_name_is_made_safe(name, safe):
    assert safe_name(name) == safe


def test_what_is_stored_once_is_read_only_and_keeps_one_place():
    path, digest = store_once(b"signed", "contrat.pdf")
    assert digest == hashlib.sha256(b"signed").hexdigest()
    assert store_once(ContentFile(b"signed"), "contrat.pdf") == (path, digest)
    assert os.stat(default_storage.path(path)).st_mode & 0o222 == 0


def test_an_altered_file_is_not_hidden():
    path, _ = store_once(b"the text of the contract", "contrat.pdf")
    os.chmod(default_storage.path(path), 0o600)
    with open(default_storage.path(path), "ab") as file:
        file.write(b"!")
    with pytest.raises(Invalid, match="altéré"):
        store_once(b"the text of the contract", "contrat.pdf")

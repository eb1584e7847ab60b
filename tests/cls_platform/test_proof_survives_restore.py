"""A sealed contract, backed up and restored elsewhere, still proves what was signed — and says when it does not."""

import json

import pytest

from tests.core.test_backup import Site
from tests.exchange_sample import sample

SEAL = """
from django.core.files.uploadedfile import SimpleUploadedFile
from contracts.models import Contract
from contracts.services.signature import seal_contract
scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.7 signed")
seal_contract(contract=Contract.objects.get(), file=scan, actor=None)
"""


@pytest.fixture
def sealed(tmp_path):
    """A site of its own with one sealed contract; its perimeter is left out, since it has no reference data."""
    site = Site(tmp_path / "here")
    document = sample()
    document["contract"]["territory"].pop("members")
    file = tmp_path / "contrat.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    site.run("migrate", "-v", "0")
    site.run("import_contract", str(file))
    site.run("shell", "-v", "0", "-c", SEAL)
    return site


def test_verify_contract_still_says_yes_elsewhere(tmp_path, sealed):
    reference, archive = sample()["contract"]["reference"], tmp_path / "kept.tar.gz"
    assert "Tout correspond" in sealed.run("verify_contract", reference)
    sealed.run("backup", "-o", str(archive))
    elsewhere = Site(tmp_path / "elsewhere")
    elsewhere.run("restore", str(archive))
    assert "Tout correspond" in elsewhere.run("verify_contract", reference)
    scan = next(elsewhere.media.rglob("scan.pdf"))
    scan.chmod(0o600)
    scan.write_bytes(b"%PDF-1.7 changed")
    assert "ne correspond plus" in elsewhere.run("verify_contract", reference, ok=False)

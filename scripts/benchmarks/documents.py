"""What is not a page: the PDF, the import, the load of the territories."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

from .tools import in_turn, peak, seconds

ROOT = Path(__file__).resolve().parent.parent.parent
BARONNIES = ROOT.parent / "shared" / "data" / "cls-baronnies-2025.json"
PDF_RUNS = 3


def pdf(table):
    """In a process of its own, so that the peak of memory is the document's."""
    from .country import typical_contract

    contract = typical_contract()
    said = child("pdf", contract.reference)
    note = f"{said['ours']:.1f} s ; {said['alone']:.1f} s ; {contract.n} fiches, {said['pages']} pages"
    table.add("PDF d’un contrat de 29 fiches / WeasyPrint", said["ours"] / said["alone"], 1.15, note=note)
    table.say("PDF : mémoire au plus haut", f"{said['peak']:.0f} Mo")


def _pdf(reference):
    import weasyprint
    from django.utils import timezone

    from contracts.exchange import export_contract
    from contracts.models import Contract
    from contracts.pdf import contract_facts, render_contract_html, render_contract_pdf
    from core import pdf as door

    contract = Contract.objects.get(reference=reference)
    on = timezone.localdate()

    def ours():
        return render_contract_pdf(export_contract(contract), contract_facts(contract), draft=True, on=on)

    html = render_contract_html(export_contract(contract), contract_facts(contract), draft=True, on=on)

    def alone():
        # The fonts and the pictures come from the same place; all the rest is WeasyPrint's.
        fetcher = door._fetcher_class()({})
        document = weasyprint.HTML(string=html, base_url=f"{door._SITE}/", url_fetcher=fetcher)
        options = {"pdf_variant": "pdf/ua-1", "pdf_tags": True}
        document.write_pdf(font_config=door._font_configuration(), **options)

    pages = ours().pages
    taken = in_turn(ours, alone, runs=PDF_RUNS, warm_up=1)
    return {"ours": taken[0], "alone": taken[1], "pages": pages, "peak": peak()}


def pack(table):
    """Sixty slides, in a process of its own."""
    said = child("pack")
    table.say("Dossier de COPIL : 60 diapositives", f"{said['took']:.2f} s ; {said['peak']:.0f} Mo au plus haut")


def _pack():
    from pptx import Presentation

    from governance.papers import slides

    content = sixty_slides()
    slides.make(content)
    (took,) = in_turn(lambda: slides.make(content), runs=3, warm_up=0)
    assert len(Presentation(BytesIO(slides.make(content))).slides) == 60
    return {"took": took, "peak": peak()}


def sixty_slides() -> dict:
    """A cover, five of agenda, four of tables, fifty items."""
    item = {
        "kind": "Décision",
        "minutes": 10,
        "presenter": "ARS",
        "description": "Voir la note.",
        "actions": ["1. Fiche"],
    }
    meeting = {"body": "COPIL", "title": "", "on": "1er juin 2027", "hours": "", "place": "Die"}
    lines = {
        "axes": [["1. Axe", 9, 5, 2, 1, 2]] * 8,
        "statuses": [["En cours", 9]],
        "late": [["1. Fiche", "1er mai"]] * 9,
    }
    figures = {"late_count": 9, "money": [["2027", *["1 000,00"] * 4]] * 6, "pending": [], "amendments": [], **lines}
    items = [{"title": f"Point {n}", **item} for n in range(50)]
    return {"contract": "CLS", "fictional": True, "figures": figures, "meeting": meeting | {"items": items}}


def exchange(table):
    from django.db import transaction

    from contracts.exchange import export_contract, import_contract, parse

    from .country import typical_contract

    note = "" if BARONNIES.exists() else "fichier absent : un contrat de 29 fiches, exporté puis repris"
    content = BARONNIES.read_bytes() if BARONNIES.exists() else json.dumps(export_contract(typical_contract())).encode()

    def whole():
        with transaction.atomic():
            import_contract(parse(content), as_draft=True)
            transaction.set_rollback(True)

    (took,) = in_turn(whole, runs=15, warm_up=1)
    table.add("import du fichier des Baronnies", took, 2, unit="s", note=note)


def cog(table):
    with tempfile.TemporaryDirectory() as folder:
        said = child("cog", DATABASE_URL=f"sqlite:///{folder}/cog.sqlite3")
    table.add("tout le COG, sur SQLite", said["seconds"], 15, unit="s")


def _cog():
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    return {"seconds": seconds(lambda: call_command("import_cog", stdout=StringIO()))}


def child(what, *arguments, module="benchmarks.documents", **environment):
    command = [sys.executable, "-W", "ignore", "-m", module, what, *arguments]
    # The measure must not depend on what is compiled for the first time.
    where = {**os.environ, **environment, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'scripts'}"}
    done = subprocess.run(command, cwd=ROOT, env=where, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["rien n’a été dit"])[-1])
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    from bench import start_django

    start_django()
    jobs: dict[str, Callable[..., object]] = {"pdf": _pdf, "pack": _pack, "cog": _cog}
    print(json.dumps(jobs[sys.argv[1]](*sys.argv[2:])))

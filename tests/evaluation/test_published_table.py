"""The attainment of 492 fiches, as the Île-de-France evaluation of 2018 printed it: 64, 29 and 7 %."""

import io
import re
import shutil
import subprocess

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from actions.models import Action
from core.job_model import Job
from tests.factories.contracts import AxisFactory, world
from tests.support.jobs import do_jobs

pytestmark = pytest.mark.django_db
COUNTED = {"reached": 315, "partly_reached": 143, "postponed_or_redirected": 34}
WORDS = ["315 (64 %)", "143 (29 %)", "34 (7 %)"]


def plain(text):
    return re.sub(r"[\s\xa0\u202f]+", " ", text)


def test_the_attainment_that_a_report_printed(client, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    people = world()
    axis = AxisFactory(contract=people.draft)
    Action.objects.bulk_create(
        Action(contract=people.draft, axis=axis, title=f"Fiche {code} {n}", attainment=code)
        for code, count in COUNTED.items()
        for n in range(count)
    )
    client.force_login(people.coordinator)
    said = client.get(f"/api/v1/contracts/{people.draft.reference}/figures/").json()
    (attainment,) = [each for each in said if each["code"] == "attainment"]
    rest = {line["code"]: line["cells"][0] for line in attainment["lines"]}
    assert [plain(rest[code]["words"]) for code in COUNTED] == WORDS
    assert [float(rest[code]["percent"]) for code in COUNTED] == [64, 29, 7]
    url = reverse("evaluation:figures", args=[people.draft.reference])
    page = plain(client.get(url).content.decode())
    book = load_workbook(io.BytesIO(client.get(f"{url}excel/").content))
    cells = {plain(str(cell)) for row in book["Chiffres"].iter_rows(values_only=True) for cell in row}
    client.post(f"{url}pdf/")
    do_jobs()
    (tmp_path / "c.pdf").write_bytes(Job.objects.get(kind="figures_pdf").file.read())
    done = subprocess.run(["pdftotext", "-raw", tmp_path / "c.pdf", "-"], capture_output=True, text=True, check=True)
    printed = re.sub(r"\s", "", done.stdout)
    for words in WORDS:
        assert words in page and words in cells and words.replace(" ", "") in printed

"""The page, the PDF, the spreadsheet and the REST interface say the same numbers; each opens on its rows."""

import html
import io
import re
import shutil
import subprocess
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from openpyxl import load_workbook

from core.job_model import Job
from evaluation.figures import figures
from evaluation.figures.plain import gist
from tests.evaluation.test_figures import plan_of
from tests.factories.actions import ActionFactory, FundingFactory
from tests.factories.contracts import AxisFactory, world
from tests.support.jobs import do_jobs


@pytest.fixture
def people(db):
    people = world()
    plan_of(people.draft, fiches=12)
    axis = AxisFactory(contract=people.draft, title="Santé mentale")
    late = timezone.localdate() - timedelta(days=3)
    for n in range(4):
        action = ActionFactory(
            axis=axis, status="in_progress", ends_on=late, approach="targeted", determinants=["lifestyle"]
        )
        FundingFactory(action=action, year=2025 + n % 2, planned=f"{n}000.10", granted="20", spent=None)
    return people


@pytest.fixture
def url(people):
    return reverse("evaluation:figures", args=[people.draft.reference])


def squeezed(text):
    return re.sub(r"\s", "", text.replace("\u2011", "-"))


def cells_of(said):
    """Every (figure, line, words of its cells), the total where there are several lines."""
    for figure in said:
        whole = [figure["total"]] if figure["total"] and len(figure["lines"]) > 1 else []
        for line in (*figure["lines"], *whole):
            yield figure["label"], line["label"], [cell["words"] for cell in line["cells"]]


def on_page(content):
    """The same triples, read in the HTML."""
    for section in re.findall(r"<details[^>]*chiffre-.*?</details>", content, re.S):
        title = _text(re.search(r"<h3.*?</h3>", section, re.S)[0])
        for row in re.findall(r"<tr>(.*?)</tr>", section.partition("<tbody>")[2], re.S):
            cells = [_text(cell) for cell in re.findall(r"<td.*?</td>", row, re.S)]
            yield title, _text(re.search(r"<th.*?</th>", row, re.S)[0]), cells


def _text(part):
    return re.sub(r"[ \n]+", " ", html.unescape(re.sub(r"<[^>]+>", "", part))).strip()


@pytest.mark.parametrize("ago", [0, 30])
def test_every_figure_is_the_same_everywhere(people, client, url, tmp_path, ago):
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    client.force_login(people.coordinator, backend="django.contrib.auth.backends.ModelBackend")
    day = timezone.localdate() - timedelta(days=ago)
    asked = f"?au={day:%Y-%m-%d}" if ago else ""
    api = client.get(f"/api/v1/contracts/{people.draft.reference}/figures/", {"at": day} if ago else {})
    said = api.json()
    assert api.status_code == 200 and [each["code"] for each in said] == [each.code for each in figures()]
    known = list(cells_of(said))
    assert len(known) > 50 if not ago else known
    page = client.get(url + asked).content.decode()
    assert list(on_page(page)) == known
    book = load_workbook(io.BytesIO(client.get(f"{url}excel/{asked}").content))
    in_book = [(row[1], row[2], row[7]) for row in book["Chiffres"].iter_rows(min_row=2, values_only=True)]
    assert [each for each in in_book if each not in {(f, n, w) for f, n, words in known for w in words}] == []
    assert {(figure, line, words) for figure, line, cells in known for words in cells} == set(in_book)
    client.post(f"{url}pdf/", {"au": f"{day:%d/%m/%Y}"} if ago else {})
    do_jobs()
    job = Job.objects.get(kind="figures_pdf")
    assert job.state == "done", job.error
    (tmp_path / "c.pdf").write_bytes(job.file.read())
    text = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "c.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    printed = squeezed(text)
    for figure, line, words in known:
        assert squeezed(line + "".join(words)) in printed, (figure, line, words)


def test_the_numbers_of_the_spreadsheet_and_of_the_api_are_exact(people, client, url):
    client.force_login(people.coordinator, backend="django.contrib.auth.backends.ModelBackend")
    said = {each["code"]: each for each in client.get(f"/api/v1/contracts/{people.draft.reference}/figures/").json()}
    money = said["money"]["lines"][0]["cells"][0]
    assert (money["value"], money["words"]) == ("6120.40", "6\u202f120,40\xa0€")
    late = said["late"]["total"]["cells"][0]
    assert (late["value"], late["whole"], late["percent"], late["words"]) == (4, 16, "25.0", "4 (25\u202f%)")
    shares = [Decimal(line["cells"][0]["percent"]) for line in said["status"]["lines"]]
    assert sum(shares) == 100
    sheet = load_workbook(io.BytesIO(client.get(f"{url}excel/").content))["Chiffres"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] == "Financements" and row[2] == "Fiches actions"]
    assert [row[4] for row in rows][0] == 6120.4


def test_each_number_opens_on_as_many_rows(people, client):
    client.force_login(people.coordinator, backend="django.contrib.auth.backends.ModelBackend")
    for figure in client.get(f"/api/v1/contracts/{people.draft.reference}/figures/").json():
        for line in figure["lines"][:2]:
            for cell in line["cells"]:
                if not cell["rows_url"]:
                    continue
                page = client.get(cell["rows_url"].removeprefix("http://testserver"))
                assert page.status_code == 200
                content = page.content.decode()
                assert html.escape(cell["words"]) in content, (figure["code"], line["code"])
                if isinstance(cell["value"], int) and figure["code"] not in ("meetings", "values"):
                    assert len(page.context["page"].paginator.object_list) == cell["value"], figure["code"]


def test_a_page_of_many_rows_takes_a_constant_number_of_queries(people, client, url, django_assert_num_queries):
    client.force_login(people.coordinator, backend="django.contrib.auth.backends.ModelBackend")
    client.get(url)
    for fiches in (0, 30):
        for _ in range(fiches):
            FundingFactory(action=ActionFactory(axis=people.draft.axes.first(), status="done"), year=2026, planned=1)
        with django_assert_num_queries(26):
            client.get(url)
        with django_assert_num_queries(12):
            client.get(f"{url}status/?ligne=done")


def test_a_figure_that_does_not_exist_is_not_found_and_a_day_to_come_is_refused(people, client, url):
    client.force_login(people.coordinator, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"{url}inconnu/").status_code == 404
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "Cette date est à venir." in client.get(url, {"au": f"{tomorrow:%Y-%m-%d}"}).content.decode()
    answer = client.get(f"/api/v1/contracts/{people.draft.reference}/figures/", {"at": tomorrow})
    assert answer.status_code == 400 and "at" in answer.json()["errors"][0]["pointer"]
    for odd in ("hier", "0001-01-01"):
        assert client.get(f"/api/v1/contracts/{people.draft.reference}/figures/?at={odd}").status_code == 400
    assert client.get(url, {"au": "2001-01-01"}).status_code == 200


def test_the_help_says_every_definition(client, db):
    page = html.unescape(strip_tags(client.get("/aide/chiffres/").content.decode()))
    for figure in figures():
        assert figure.label in page and figure.definition in page
    assert "moins de 10" in page


def _said(columns, lines, total=None, note="", label="Total"):
    def line(label, values):
        cells = [{"column": str(n), "words": words, "whole": whole} for n, (words, whole) in enumerate(values)]
        return {"label": label, "cells": cells}

    return {
        "note": note,
        "columns": [{"code": str(n), "label": label} for n, label in enumerate(columns)],
        "lines": [line(*each) for each in lines],
        "total": line(label, total) if total else None,
    }


BOTH = "2025\xa0: 2 · 2026\xa0: 2"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (_said(["Fiches"], [], note="Rien avant 2024."), "Rien avant 2024."),
        (
            _said(["Fiches"], [(word, [("1", None)]) for word in "ABCD"], [("4", None)]),
            "A\xa0: 1 · B\xa0: 1 · C\xa0: 1 …",
        ),
        (_said(["En retard"], [("Axe 1", [("1 sur 2", 2)])], [("1 sur 4", 4)]), "En retard\xa0: 1 sur 4"),
        (_said(["Postes"], [("Pourvus", [("1", 2)])], [("1 sur 2", 2)], label="Vacants"), "Vacants\xa0: 1 sur 2"),
        (_said(["Prévu", "Payé"], [("2026", [("2", None), ("1", None)])]), "Prévu\xa0: 2 · Payé\xa0: 1"),
        (_said(["Prévu", "Payé"], [(year, [("2", None), ("1", None)]) for year in ("2025", "2026")]), BOTH),
    ],
)
def test_a_folded_figure_says_itself_in_one_line(said, line):
    assert gist(said) == line

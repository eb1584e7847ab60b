"""The PDF tool: tagged, with its language, bookmarks and alternative texts, and never a look at the network."""

import io
import shutil
import subprocess

import pikepdf
import pytest
from django.template.loader import render_to_string
from PIL import Image

from core.pdf import render_document

DOCUMENT = {
    "title": "Contrat d’essai",
    "reference": "CLS-26-1",
    "date": "Édité le 2 mars 2026",
    "author": "ARS",
    "subject": "Essai",
    "is_draft": True,
}


def page(body):
    frame = render_to_string("pdf/base.html", {"document": DOCUMENT})
    return frame.replace("</body>", f"{body}</body>")


def png():
    content = io.BytesIO()
    Image.new("RGB", (4, 4), "navy").save(content, "PNG")
    return content.getvalue()


@pytest.fixture(scope="module")
def rendered():
    body = (
        "<h1>Préambule</h1><p>Œuvrer, <em>ensuite</em>, <strong>à Nyons</strong>\u00a0: 1\u202f200\u00a0€</p>"
        '<h2>Suite</h2><figure><img src="media:logo.png" alt="Logo de l’agence"></figure>'
    )
    return render_document(page(body), media={"logo.png": png()})


@pytest.fixture
def pdf(rendered):
    with pikepdf.open(io.BytesIO(rendered.content)) as document:
        yield document


def extracted_text(content, folder):
    """pdftotext is on any machine that has Poppler; without it, this one test has nothing to read with."""
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    (folder / "d.pdf").write_bytes(content)
    return subprocess.run(
        ["pdftotext", "-raw", folder / "d.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout


def structure(element, kind):
    """Every structure element of a kind in the tree of tags."""
    if isinstance(element, pikepdf.Array):
        return [found for child in element for found in structure(child, kind)]
    if not isinstance(element, pikepdf.Dictionary):
        return []
    here = [element] if element.get("/S") == kind else []
    return here + (structure(element["/K"], kind) if "/K" in element else [])


def test_a_document_says_its_language_and_title_and_is_tagged(pdf, rendered):
    assert str(pdf.Root.Lang) == "fr"
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.docinfo.Title) == DOCUMENT["title"]
    assert rendered.missing == []


def test_each_page_carries_its_reference_date_and_number(rendered, tmp_path):
    content = extracted_text(rendered.content, tmp_path)
    for text in ("CLS-26-1", "Édité le 2 mars 2026", "Page 1 / 1"):
        assert text in content


def test_headings_become_nested_bookmarks(pdf):
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["Préambule"]
        assert [item.title for item in outline.root[0].children] == ["Suite"]


def test_every_figure_has_its_alternative_text(pdf):
    figures = structure(pdf.Root.StructTreeRoot.K, "/Figure")
    assert [str(figure.Alt) for figure in figures] == ["Logo de l’agence"]


def test_only_the_free_font_is_used_and_it_is_embedded(pdf):
    fonts = [font for sheet in pdf.pages for font in sheet.Resources.get("/Font", {}).values()]
    descriptors = [font.DescendantFonts[0].FontDescriptor for font in fonts]
    assert descriptors
    for descriptor in descriptors:
        assert "Source-Sans-3" in str(descriptor.FontName)
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


@pytest.mark.parametrize(
    "source, word",
    [
        ("https://exemple.fr/logo.png", "refusée"),
        ("file:///etc/passwd", "refusée"),
        ("/static/../manage.py", "refusée"),
        ("/static/%2e%2e/manage.py", "illisible"),
        ("media:absent.png", "introuvable"),
        ("media:broken.png", "illisible"),
        ("data:image/png;base64,AAAA", "illisible"),
    ],
)
def test_a_missing_picture_is_listed_and_does_not_lose_the_document(source, word):
    done = render_document(page(f'<img src="{source}" alt="x">'), media={"broken.png": b"not a picture"})
    assert done.pages == 1
    assert len(done.missing) == 1
    assert word in done.missing[0]

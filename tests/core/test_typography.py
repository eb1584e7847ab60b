"""French spacing: what stands before « : ; ? ! » » never falls alone on the next line."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from core.typography import spaced


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Où en est-on ?</h2>", "Où en est-on\xa0?</h2>"),
        ("pour les actions : {{ x }}", "pour les actions\xa0: {{ x }}"),
        ('{{ rows|join:" ; " }}', '{{ rows|join:"\xa0; " }}'),
        ('aria-label="Vous êtes ici :"', 'aria-label="Vous êtes ici\xa0:"'),
        ("dire « non »,", "dire «\xa0non\xa0»,"),
        ("{{ axis }} : {{ done }} ; fini", "{{ axis }}\xa0: {{ done }}\xa0; fini"),
        ('<span class="fr-sr-only"> : lire</span>', '<span class="fr-sr-only">\xa0: lire</span>'),
    ],
)
def test_a_space_before_a_high_sign_is_unbreakable(written, read):
    assert spaced(written) == read
    assert spaced(read) == read


@pytest.mark.parametrize(
    "code", ["{% if a != b %}", "<p> <!-- rien -->", "https://exemple.fr/?page=2", "p :first-child {", "12:30", ":)"]
)
def test_what_is_no_sentence_is_left(code):
    assert spaced(code) == code


def test_our_pages_are_read_through_it():
    source = Path(settings.BASE_DIR, "templates", "components", "breadcrumb.html").read_text()
    assert "ici :" in source
    assert "ici\xa0:" in get_template("components/breadcrumb.html").template.source

"""The words and components of pages, under the strict engine: an undefined variable fails."""

from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string

from cls_platform.help import TOPICS
from core.errors import Missing


def drawn(source, request=None, **context):
    return engines["django"].from_string(source).render(context, request)


def test_a_badge_says_its_word_and_falls_back_to_neutral():
    assert "fr-badge--success" in drawn("{% status_badge 'kept' 'Tenu' %}")
    unknown = drawn("{% status_badge 'whatever' 'Autre' %}")
    assert "cls-badge--neutral" in unknown and "Autre" in unknown
    assert "&lt;b&gt;" in drawn("{% badge text %}", text="<b>")


@pytest.mark.parametrize(
    "source, expected",
    [
        ("{{ v|money }}", "12\u202f500,00\u00a0€"),
        ("{{ none|money }}", "—"),
        ("{{ none|day }}", "—"),
        ("{{ one|count_of:'fiche,fiches' }}", "1\u00a0fiche"),
    ],
)
def test_figures_are_french(source, expected):
    assert drawn(source, v=12500, none=None, one=1).replace("\u202f", " ").replace("\u00a0", " ") == expected.replace(
        "\u202f", " "
    ).replace("\u00a0", " ")


def test_rich_text_is_sanitised_on_the_way_out():
    html = drawn("{{ html|rich }}", html="<p onclick=x>Oui<script>non</script></p>")
    assert html == "<p>Oui</p>"


def test_what_blocks_comes_first_and_links_where_it_is_mended():
    items = [
        Missing("Un conseil", blocking=False, where=None),
        Missing("Un blocage", blocking=True, where=("help", {}, "sigles")),
    ]
    html = drawn("{% missing_list items %}", items=items)
    assert html.index("Un blocage") < html.index("Un conseil")
    assert 'href="/aide/#sigles"' in html


def test_pages_keep_the_query(rf):
    page = Paginator(range(50), 10).page(2)
    html = drawn("{% pagination page %}", page=page, request=rf.get("/?q=a"))
    assert "?q=a&amp;page=3" in html
    assert "<nav" not in drawn("{% pagination page %}", page=Paginator([1], 10).page(1), request=rf.get("/"))


def test_components_with_only_what_they_need(rf):
    request = rf.get("/")
    confirm = {"title": "Retirer", "sentence": "?", "details": [], "action_label": "Oui", "back": "/"}
    assert "Retirer" in render_to_string(
        "components/confirm.html", confirm | {"danger": True, "form": None}, request=request
    )
    conflict = SimpleNamespace(by="Nadia", at=None, fields=[])
    assert "Nadia" in render_to_string("components/conflict.html", {"conflict": conflict})
    assert "cls-empty" in drawn("{% empty_state 'Rien' %}")
    assert 'value="12.5"' in drawn("{% progress 12.5 'Avancement' %}")


@pytest.mark.parametrize("slug", [topic.slug for topic in TOPICS])
def test_the_help_is_open_to_all(client, db, slug):
    page = client.get(f"/aide/{slug}/").content.decode()
    assert page.count("<h1>") == 1 and "Sigles" not in page


def test_the_index_of_help_leads_to_every_topic(client, db):
    page = client.get("/aide/").content.decode()
    assert page.count('<a href="/aide/') >= 8
    assert client.get("/aide/ailleurs/").status_code == 404


@pytest.mark.parametrize(("level", "first", "second"), [(2, "h2", "h3"), (3, "h3", "h4"), (4, "h4", "h5")])
def test_the_titles_of_a_text_stand_below_those_of_the_page(level, first, second):
    shown = drawn(f"{{{{ text|rich:{level} }}}}", text="<h3>Offre</h3><p>Hier.</p><h4>Soins</h4>")
    assert shown == f"<{first}>Offre</{first}><p>Hier.</p><{second}>Soins</{second}>"


def test_pages_lead_to_the_help_that_speaks_of_them(client, db):
    from cls_platform.help import HERE, help_here

    assert {help_here(name).slug for name in HERE} <= {topic.slug for topic in TOPICS}
    assert help_here("governance:meeting").slug == "seances" and help_here("actions:news_ask").slug == "nouvelles"
    assert help_here("contracts:contract").slug == "etapes" and help_here("help") is None
    assert {help_here(f"governance:{name}").slug for name in ("commitment", "commitments", "signatory")} == {
        "decisions"
    }


def test_a_page_shows_the_way_to_its_help(client, db):
    from tests.factories.accounts import UserFactory

    client.force_login(UserFactory())
    assert 'href="/aide/prise-en-main/">Aide sur cette page' in client.get("/").content.decode()

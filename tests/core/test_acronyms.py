"""Each acronym is said in full where a page first uses it."""

import pytest
from django.template import Context, Template

from accounts.acronyms import of_organisations
from contracts.acronyms import ACRONYMS, PRINTED, printed
from core import acronyms
from core.acronyms import all_acronyms, explained, learned, used_in
from tests.factories.accounts import OrganisationFactory, UserFactory

BUTTON = (
    '<button type="button" class="cls-abbr" aria-describedby="sens-copil">'
    '<abbr title="Comité de pilotage">COPIL</abbr></button>'
)


def shorts(html):
    return [each.short for each in ACRONYMS if f'id="sens-{each.short.lower()}"' in html]


def test_the_first_use_is_explained_and_no_other():
    html = explained("<h1>Premier COPIL</h1><p>Le COPIL décide.</p>")
    assert html.startswith(f"<h1>Premier {BUTTON}</h1><p>Le COPIL décide.</p>")
    assert html.count('role="tooltip"') == 1 and "Il réunit les signataires" in html


def test_in_a_cell_the_words_around_it_stay_together():
    cell = f"<td data-label='Organisation'><span>Le {BUTTON} du Diois</span></td>"
    assert cell in explained("<table><td data-label='Organisation'>Le COPIL du Diois</td></table>")


def test_only_whole_words_in_capitals():
    same = "<p>copil, CLS-26-2024, COPILOTE, camille@ars.fr, /ARS/, API.json</p>"
    assert shorts(explained(same.replace("API.json", ""))) == []
    assert shorts(explained("<p>L’ARS, (CPTS) et l&#x27;EPCI.</p>")) == ["ARS", "CPTS", "EPCI"]


@pytest.mark.parametrize(
    "left",
    [
        '<a href="/">Le COPIL</a>',
        "<button>COPIL</button>",
        "<label>COPIL <input></label>",
        "<select><option>COPIL</option></select>",
        '<p class="fr-badge fr-badge--sm">COPIL</p>',
        '<span class="fr-sr-only">COPIL</span>',
        "<details><summary>COPIL</summary><p>Le COPIL</p></details>",
        "<div hidden><p>Le <br> COPIL</p></div>",
        '<img alt="COPIL">',
        "<textarea>COPIL</textarea>",
        "<!-- COPIL -->",
    ],
)
def test_what_may_hold_no_button_is_left_and_the_next_use_explained(left):
    html = explained(f"<div>{left}<p>Le COPIL</p></div>")
    assert html.startswith(f"<div>{left}<p>Le {BUTTON}</p></div>")


def test_an_open_panel_is_read():
    assert BUTTON in explained("<details open><summary>Aide</summary><p>Le COPIL</p></details>")


def test_aloud_the_meaning_stands_in_brackets_links_included():
    html = explained('<a href="/ARS">L’ARS</a> et l’ARS, ICOPE', aloud=True)
    assert html.startswith('<a href="/ARS">L’ARS (agence régionale de santé)</a> et l’ARS, ICOPE (soins')
    assert "button" not in html


def test_aloud_a_name_keeps_its_capital():
    assert explained("ARS PACA", aloud=True) == "ARS (agence régionale de santé) PACA (Provence-Alpes-Côte d’Azur)"


def test_an_acronym_of_two_common_meanings_is_left_to_its_reader():
    """« CSP » is also a catégorie socioprofessionnelle, of which diagnoses of health speak."""
    assert "CSP" in explained("<p>Les CSP défavorisées</p>") and not shorts(explained("<p>Les CSP défavorisées</p>"))


def test_what_was_said_aloud_is_not_explained_again():
    inner = "<p>L’ARS (agence régionale de santé)</p>"
    assert explained(f"<div data-said>{inner}</div>") == f"<div data-said>{inner}</div>"


def test_a_fragment_asked_by_htmx_is_left(rf):
    body = Template("{% acronyms %}<p>COPIL</p>{% endacronyms %}")
    assert BUTTON in body.render(Context({"request": rf.get("/")}))
    assert body.render(Context({"request": rf.get("/", headers={"HX-Request": "true"})})) == "<p>COPIL</p>"


def test_the_list_is_one_and_whole():
    assert {each.short for each in all_acronyms()} == {each.short for each in ACRONYMS}
    assert len({each.short for each in ACRONYMS}) == len(ACRONYMS)
    assert [short for short, _meaning in printed()] == sorted(PRINTED)
    assert [each.short for each in used_in("Le PTSM et la CPTS")] == ["CPTS", "PTSM"]


def test_the_glossary_is_open_to_all_and_explains_each(client, db):
    page = client.get("/aide/glossaire/").content.decode()
    for each in ACRONYMS:
        assert f'id="{each.anchor}"' in page and each.meaning in page


# --- short names of organisations ---------------------------------------------------------------
@pytest.fixture
def organisations(db):
    OrganisationFactory(name="CC Pays d’Apt-Luberon").aliases.create(name="CCPAL")
    OrganisationFactory(name="Centre hospitalier Drôme Vivarais (CHDV)")
    named = OrganisationFactory(name="ESCDD")
    for name in ("Espace santé", "Espace santé du Diois et de la Drôme"):
        named.aliases.create(name=name)


def told():
    return {each.short: each.meaning for each in of_organisations()}


def test_an_organisation_says_its_short_name_in_three_ways(organisations):
    assert told() == {
        "CCPAL": "CC Pays d’Apt-Luberon",
        "CHDV": "Centre hospitalier Drôme Vivarais",
        "ESCDD": "Espace santé du Diois et de la Drôme",
    }


def test_neither_small_letters_nor_two_meanings_nor_what_was_merged(organisations):
    OrganisationFactory(name="Commune de Die").aliases.create(name="Die")
    OrganisationFactory(name="Centre hospitalier de Valence (CHDV)")
    kept = OrganisationFactory(name="Kept")
    OrganisationFactory(name="Ancienne maison (ANCM)", merged_into=kept)
    assert set(told()) == {"CCPAL", "ESCDD"}


@pytest.fixture
def asked_each_time(settings, monkeypatch):
    settings.ACRONYMS_SECONDS = 60
    monkeypatch.setattr(acronyms, "_learned", (0.0, {}))


def test_who_has_signed_in_reads_it_at_its_first_use(organisations, asked_each_time, client):
    body = Template("{% acronyms %}<p>La CCPAL et la CCPAL</p>{% endacronyms %}")
    client.force_login(UserFactory())
    request = client.get("/aide/glossaire/").wsgi_request
    html = body.render(Context({"request": request}))
    assert html.count('<abbr title="CC Pays d’Apt-Luberon">CCPAL</abbr>') == 1
    client.logout()
    request = client.get("/aide/glossaire/").wsgi_request
    assert body.render(Context({"request": request})) == "<p>La CCPAL et la CCPAL</p>"


def test_they_are_read_once_in_a_while_and_never_take_the_place_of_ours(
    organisations, asked_each_time, django_assert_num_queries
):
    OrganisationFactory(name="Une maison").aliases.create(name="PTSM")
    with django_assert_num_queries(3):
        assert set(learned()) == {"CCPAL", "CHDV", "ESCDD"}
    with django_assert_num_queries(0):
        learned()
    assert "Projet territorial" in explained("<p>PTSM</p>", more=learned())


def test_the_glossary_lists_them_for_whoever_has_signed_in(organisations, client):
    assert "CCPAL" not in client.get("/aide/glossaire/").content.decode()
    client.force_login(UserFactory())
    page = client.get("/aide/glossaire/").content.decode()
    assert '<div id="sigle-ccpal">' in page and "</button> Pays d’Apt-Luberon" in page

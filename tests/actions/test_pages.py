"""The pages of fiches: what they show, to whom, at what cost; what they write, and what two people see."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions import services
from actions.models import Action
from contracts.models import Finding
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import (
    ActionFactory,
    FundingFactory,
    IndicatorFactory,
    LeadFactory,
    LeadPersonFactory,
    MeasureFactory,
    NoteFactory,
    StepFactory,
)

from .conftest import signed_fiche


@pytest.fixture
def action(world):
    return ActionFactory(axis=world.axis, objective=world.objective, title="Un bus de santé")


@pytest.fixture
def coordinator(client, world):
    client.force_login(world.coordinator)
    return client


def page(name, action, *args):
    return reverse(f"actions:{name}", args=[action.contract.reference, action.pk, *args])


def form_of(response):
    """What a browser would send back untouched."""
    form = response.context["form"]
    data = {}
    for field in form:
        value = field.value()
        if isinstance(value, list | tuple):
            prepared = field.field.prepare_value(value)
            is_text = isinstance(prepared, str)
            data[field.html_name] = prepared if is_text else [str(getattr(each, "pk", each)) for each in value]
        elif value is not None:
            prepared = field.field.prepare_value(value)
            data[field.html_name] = prepared.isoformat() if hasattr(prepared, "isoformat") else prepared
    return data


# --- Who sees --------------------------------------------------------------------------------
PAGES = ["action", "edit", "goals", "move", "delete", "journal"]


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_nothing(client, world, action, name):
    client.force_login(world.stranger)
    assert client.get(page(name, action)).status_code == 404
    assert client.get(reverse("actions:list", args=[world.draft.reference])).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("action", 200), ("journal", 200), ("edit", 403), ("goals", 403), ("move", 403), ("delete", 403)],
)
def test_who_only_reads(client, world, action, name, status):
    client.force_login(world.reader)
    assert client.get(page(name, action)).status_code == status


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_for_its_writers(coordinator, action, name):
    assert coordinator.get(page(name, action)).status_code == 200


def test_signed_fiches_are_read_by_the_agents_of_the_region(client, world):
    signed = signed_fiche(world.signed)
    client.force_login(world.stranger)
    assert client.get(page("action", signed)).status_code == 200
    assert client.get(page("edit", signed)).status_code == 403


# --- Lists -----------------------------------------------------------------------------------
def fill(world, count):
    for n in range(count):
        action = ActionFactory(
            axis=world.axis, objective=world.objective, title=f"Fiche de santé {n}", themes=["Addictions"]
        )
        LeadFactory(action=action)


MOST_QUERIES = 15


def queries_at(client, url, world, count, capture):
    fill(world, count - Action.objects.count())
    with capture(connection) as asked:
        response = client.get(url)
    assert len(response.context["page"].object_list) == count
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize("name", ["list", "all"])
def test_a_list_costs_the_same_at_1_and_30_rows(coordinator, world, name):
    url = reverse(f"actions:{name}", args=[world.draft.reference] if name == "list" else [])
    few, many = (queries_at(coordinator, url, world, count, CaptureQueriesContext) for count in (1, 30))
    assert len(few) == len(many) <= MOST_QUERIES, "\n".join(few)


def test_the_list_of_all_holds_what_one_may_read(client, world, action):
    signed = signed_fiche(world.signed)
    client.force_login(world.stranger)
    response = client.get(reverse("actions:all"))
    assert list(response.context["page"]) == [signed]


def shown(client, world, **query):
    response = client.get(reverse("actions:list", args=[world.draft.reference]), query)
    assert response.status_code == 200
    return [action.number for action in response.context["page"]]


def test_filters_live_in_the_address(coordinator, world):
    late = timezone.localdate() - timedelta(days=3)
    town = OrganisationFactory(name="Ville de Nyons")
    one = ActionFactory(axis=world.axis, number="1", title="Équipe mobile", status="in_progress", ends_on=late)
    two = ActionFactory(
        axis=world.draft.axes.last(), number="2", title="Maison", priority="high", themes=["Santé mentale"]
    )
    LeadFactory(action=two, organisation=town)
    ActionFactory(axis=world.axis, number="3", title="Autre")
    assert shown(coordinator, world) == ["1", "3", "2"]
    assert shown(coordinator, world, q="equipe MOBILE") == ["1"]
    assert shown(coordinator, world, axis=two.axis_id) == ["2"]
    assert shown(coordinator, world, status="in_progress") == ["1"]
    assert shown(coordinator, world, status="none") == ["3", "2"]
    assert shown(coordinator, world, state="late") == ["1"]
    assert shown(coordinator, world, state="complete") == []
    assert shown(coordinator, world, lead=town.pk) == ["2"]
    assert shown(coordinator, world, theme="Santé mentale") == ["2"]
    assert shown(coordinator, world, priority="high") == ["2"]
    assert shown(coordinator, world, order="priority")[0] == "2"
    assert shown(coordinator, world, order="title") == ["3", "2", "1"]
    assert shown(coordinator, world, axis="n’importe", page="zut") == ["1", "3", "2"]
    assert one.days_late(timezone.localdate()) == 3


def test_an_empty_plan_invites(coordinator, world):
    response = coordinator.get(reverse("actions:list", args=[world.draft.reference]))
    assert "Un titre et un axe suffisent" in response.content.decode()


# --- The fiche -------------------------------------------------------------------------------
def test_the_fiche_shows_its_money_figures_and_steps(coordinator, world, action):
    LeadFactory(action=action, organisation=OrganisationFactory(name="CPTS des Baronnies"))
    FundingFactory(action=action, planned=Decimal("12500"), granted=Decimal("10000"))
    FundingFactory(action=action, planned=Decimal("500.50"))
    indicator = IndicatorFactory(action=action, title="Personnes vues", target=200)
    MeasureFactory(indicator=indicator, value=12)
    MeasureFactory(indicator=indicator, value=Decimal("42.5"), on=date(2026, 6, 30))
    StepFactory(action=action, title="Acheter le bus", due_on=date(2020, 1, 1))
    NoteFactory(action=action)
    told = re.sub(r"[\s\u202f\xa0]+", " ", coordinator.get(page("action", action)).content.decode())
    for words in ("CPTS des Baronnies", "13 000,50 €", "3 000,50 €", "42,5", "Acheter le bus", "Le groupe de travail"):
        assert words in told


def test_creating_leads_to_the_whole_form(coordinator, world):
    url = reverse("actions:create", args=[world.draft.reference])
    assert coordinator.get(url).status_code == 200
    response = coordinator.post(url, {"title": "Un bus", "place": f"o{world.objective.pk}"})
    made = Action.objects.get()
    assert response.url == page("edit", made)
    assert (made.objective, made.number) == (world.objective, "1")
    assert coordinator.post(url, {"title": "", "place": f"a{world.axis.pk}"}).status_code == 400


def test_an_untouched_form_writes_nothing(coordinator, world, action):
    Finding.objects.create(contract=world.draft, kind="need", text="Trop loin")
    services.edit_action(
        action=action,
        actor=world.coordinator,
        description="Du texte\nsur deux lignes",
        leads=[OrganisationFactory()],
        lead_people=[{"name": "Jeanne", "email": "j@exemple.fr"}, {"name": "Ali", "user": world.partner}],
        places=[{"level": "qpv", "code": "QP26", "name": "Les Hauts"}, {"name": "Partout"}],
        themes=["Addictions"],
        determinants=["lifestyle"],
        starts_on=date(2026, 1, 1),
        yearly=True,
        findings=list(world.draft.findings.all()),
    )
    data = form_of(coordinator.get(page("edit", action)))
    response = coordinator.post(page("edit", action), data)
    assert response.status_code == 302
    action.refresh_from_db()
    assert action.version == 2
    assert action.person_parts.get(name="Ali").user == world.partner


def test_editing_writes_what_was_touched(coordinator, world, action):
    data = form_of(coordinator.get(page("edit", action)))
    town = OrganisationFactory()
    data |= {
        "title": "Un bus neuf",
        "description": "<p>Il va <strong>partout</strong></p>",
        "leads": [town.pk],
        "lead_people": f"Jeanne ; cheffe ; {world.partner.email}\nAli",
        "places": "Nyons\nLes Hauts ; QP26001 ; Quartier prioritaire (QPV)",
        "target_public": "Jeunes\nAidants",
        "yearly": "true",
        "place": f"a{world.draft.axes.last().pk}",
        "stay": "1",
    }
    response = coordinator.post(page("edit", action), data, follow=True)
    assert re.search(r"Enregistré à \d\d\sh\s\d\d", response.content.decode())
    action.refresh_from_db()
    assert (action.title, action.objective, action.yearly, action.version) == ("Un bus neuf", None, True, 2)
    assert action.target_public == ["Jeunes", "Aidants"]
    assert [str(each) for each in action.organisation_parts.all()] == [town.name]
    assert action.person_parts.get(name="Jeanne").user == world.partner
    assert list(action.places.values_list("level", "code")) == [("", ""), ("qpv", "QP26001")]


def test_two_people_on_one_field_choose(coordinator, world, action):
    data = form_of(coordinator.get(page("edit", action)))
    services.edit_action(action=action, actor=world.referent, title="Titre du référent", obstacles="Pas de chauffeur")
    response = coordinator.post(page("edit", action), {**data, "title": "Titre de la coordinatrice"})
    told = response.content.decode()
    assert response.status_code == 409
    assert "Titre du référent" in told and "Titre de la coordinatrice" in told and "Rachid Référent" in told
    again = form_of(response)
    assert (again["title"], again["obstacles"]) == ("Titre de la coordinatrice", "Pas de chauffeur")
    assert coordinator.post(page("edit", action), again).status_code == 302
    action.refresh_from_db()
    assert (action.title, action.obstacles) == ("Titre de la coordinatrice", "Pas de chauffeur")


def test_taking_the_others_text_needs_no_script(coordinator, world, action):
    data = form_of(coordinator.get(page("edit", action)))
    services.edit_action(action=action, actor=world.referent, title="Titre du référent")
    again = form_of(coordinator.post(page("edit", action), {**data, "title": "Le mien", "levers": "Le maire"}))
    coordinator.post(page("edit", action), {**again, "conflict-title": "theirs"})
    action.refresh_from_db()
    assert (action.title, action.levers) == ("Titre du référent", "Le maire")


def test_taking_the_others_text_then_mending_it_keeps_the_mending(coordinator, world, action):
    data = form_of(coordinator.get(page("edit", action)))
    services.edit_action(action=action, actor=world.referent, title="Titre du référent")
    again = form_of(coordinator.post(page("edit", action), {**data, "title": "Le mien"}))
    chosen = {"conflict-title": "theirs", "conflict-title-was": "Le mien", "title": "Titre du référent, mieux"}
    coordinator.post(page("edit", action), {**again, **chosen})
    action.refresh_from_db()
    assert action.title == "Titre du référent, mieux"


def test_the_others_organisations_are_settled_by_the_server(coordinator, world, action):
    mine, theirs = OrganisationFactory(name="La mienne"), OrganisationFactory(name="La leur")
    data = form_of(coordinator.get(page("edit", action)))
    services.edit_action(action=action, actor=world.referent, leads=[theirs])
    response = coordinator.post(page("edit", action), {**data, "leads": [mine.pk]})
    assert response.context["conflict"]["fields"][0]["theirs"] == "La leur"
    again = form_of(response) | {"conflict-leads": "theirs", "conflict-leads-was": str(mine.pk)}
    coordinator.post(page("edit", action), again)
    assert [each.organisation for each in action.organisation_parts.all()] == [theirs]


def test_two_people_on_two_fields_are_both_kept(coordinator, world, action):
    data = form_of(coordinator.get(page("edit", action)))
    services.edit_action(action=action, actor=world.referent, obstacles="Pas de chauffeur")
    response = coordinator.post(page("edit", action), {**data, "title": "Le mien"}, follow=True)
    assert "Entre-temps" in response.content.decode()
    action.refresh_from_db()
    assert (action.title, action.obstacles) == ("Le mien", "Pas de chauffeur")


def test_on_a_signed_fiche_what_was_signed_is_shown_not_asked(coordinator, world):
    signed = signed_fiche(world.signed, title="Signée")
    response = coordinator.get(page("edit", signed))
    form = response.context["form"]
    assert [name for name in form.fields if form.fields[name].disabled] == ["title", "number", "place", "origin"]
    coordinator.post(page("edit", signed), {**form_of(response), "title": "Autre", "status": "done"})
    signed.refresh_from_db()
    assert (signed.title, signed.status) == ("Signée", "done")


def test_goals_are_written_in_plain_boxes(coordinator, action):
    goals = {
        "general": "Mieux",
        "specific": [{"number": "1", "title": "Un", "operational": [{"number": None, "title": "Faire"}]}],
    }
    Action.objects.update(goals=goals)
    response = coordinator.get(page("goals", action))
    data = form_of(response)
    coordinator.post(page("goals", action), data)
    action.refresh_from_db()
    assert (action.goals, action.version) == (goals, 1)
    data |= {"s0_o0_title": "", "s1_title": "Deux", "s1_o1_title": "Agir", "s1_o1_number": "2.1"}
    coordinator.post(page("goals", action), data)
    action.refresh_from_db()
    assert action.goals["specific"] == [
        {"number": "1", "title": "Un", "operational": []},
        {"number": None, "title": "Deux", "operational": [{"number": "2.1", "title": "Agir"}]},
    ]


def test_goals_of_two_people(coordinator, world, action):
    data = form_of(coordinator.get(page("goals", action)))
    services.edit_action(action=action, actor=world.referent, goals={"general": "Celui du référent"})
    response = coordinator.post(page("goals", action), {**data, "general": "Le mien"})
    assert response.status_code == 409
    assert "Celui du référent" in response.content.decode() and "Le mien" in response.content.decode()
    coordinator.post(page("goals", action), form_of(response))
    action.refresh_from_db()
    assert action.goals["general"] == "Le mien"


def test_moving_copying_deleting(coordinator, world, action):
    coordinator.post(page("move", action), {"place": f"a{world.draft.axes.last().pk}"})
    action.refresh_from_db()
    assert action.axis == world.draft.axes.last()
    response = coordinator.post(page("duplicate", action))
    copy = Action.objects.exclude(pk=action.pk).get()
    assert response.url == page("edit", copy)
    coordinator.post(page("delete", copy))
    assert list(Action.objects.all()) == [action]
    assert coordinator.get(page("duplicate", action)).status_code == 405


def test_ordering_by_buttons_and_by_mouse(coordinator, world, action):
    second, third = (ActionFactory(axis=world.axis, objective=world.objective) for _ in range(2))
    url = reverse("actions:order", args=[world.draft.reference]) + f"?place=o{world.objective.pk}"
    assert coordinator.get(url).status_code == 200
    coordinator.post(url, {"move": third.pk, "way": "up"})
    assert list(world.objective.actions.all()) == [action, third, second]
    coordinator.post(url, {"order": f"{second.pk},{action.pk},{third.pk},x,999999"})
    assert list(world.objective.actions.all()) == [second, action, third]
    assert coordinator.post(url, {"move": second.pk, "way": "up"}).status_code == 302
    assert coordinator.post(url.replace("place=o", "place=a99"), {}).status_code == 404


def test_a_signed_order_stays(coordinator, world):
    first, second = signed_fiche(world.signed), signed_fiche(world.signed)
    url = reverse("actions:order", args=[world.signed.reference]) + f"?place=a{first.axis_id}"
    assert "reste à sa place" in coordinator.get(url).content.decode()
    assert coordinator.post(url, {"order": f"{second.pk},{first.pk}"}).status_code == 409


def test_the_journal_of_the_fiche(coordinator, world, action):
    services.edit_action(
        action=action, actor=world.referent, status="in_progress", leads=[OrganisationFactory(name="CPTS")]
    )
    step = services.add_step(action=action, actor=world.referent, title="Acheter")
    services.remove_row(step, actor=world.referent)
    services.add_step(action=ActionFactory(axis=world.axis), actor=world.referent, title="D’une autre fiche")
    told = coordinator.get(page("journal", action)).content.decode()
    assert "En cours" in told and "CPTS" in told and "Acheter" in told and "Rachid Référent" in told
    assert "D’une autre fiche" not in told


# --- Rows ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "given", "related"),
    [
        ("etapes", {"title": "Acheter", "due_on": "2026-09-01"}, "steps"),
        ("annees", {"year": "2026", "status": "done", "text": "Fait"}, "years"),
        ("notes", {"on": "14/10/2026", "text": "Vu"}, "notes"),
        ("dispositifs", {"scheme": "cpts", "name": "CPTS", "role": "leads"}, "schemes"),
        ("indicateurs", {"title": "Nombre de trajets", "target": "1 200,5"}, "indicators"),
        ("financements", {"funder": "*", "year": "2026", "planned": "12 500,50 €", "fte": "0,5"}, "fundings"),
    ],
)
def test_rows_are_added_changed_and_removed(coordinator, action, kind, given, related):
    data = {name: OrganisationFactory().pk if value == "*" else value for name, value in given.items()}
    add = page("row_add", action, kind)
    assert coordinator.get(add).status_code == 200
    assert coordinator.post(add, {"sent": "empty"}).status_code == 400
    assert coordinator.post(add, data).status_code == 302
    row = getattr(action, related).get()
    response = coordinator.get(page("row", action, kind, row.pk))
    assert coordinator.post(page("row", action, kind, row.pk), form_of(response)).status_code == 302
    row.refresh_from_db()
    assert row.version == 1, "untouched"
    assert coordinator.get(page("row_remove", action, kind, row.pk)).status_code == 200
    coordinator.post(page("row_remove", action, kind, row.pk))
    assert not getattr(action, related).exists()


def test_the_values_of_an_indicator(coordinator, action):
    indicator = IndicatorFactory(action=action)
    add = page("measure_add", action, indicator.pk, "valeurs")
    assert coordinator.post(add, {"on": "2026-06-30"}).status_code == 400
    assert coordinator.post(add, {"on": "2026-06-30", "value": "12,25"}).status_code == 302
    assert indicator.measures.get().value == Decimal("12.25")
    assert coordinator.get(page("row_add", action, "valeurs")).status_code == 404
    assert coordinator.get(page("row_add", action, "nuages")).status_code == 404


def test_two_people_on_one_line_of_money(coordinator, world, action):
    funding = FundingFactory(action=action, planned=Decimal("100"))
    url = page("row", action, "financements", funding.pk)
    data = form_of(coordinator.get(url))
    services.edit_row(funding, actor=world.referent, planned=Decimal("200"))
    response = coordinator.post(url, {**data, "planned": "300"})
    assert response.status_code == 409
    assert "Rachid Référent" in response.content.decode()
    coordinator.post(url, form_of(response))
    funding.refresh_from_db()
    assert funding.planned == Decimal("300")


def test_a_row_of_another_fiche_is_not_found(coordinator, world, action):
    other = StepFactory(action=ActionFactory(axis=world.axis))
    assert coordinator.get(page("row", action, "etapes", other.pk)).status_code == 404


def test_a_lead_person_edits_her_fiche_where_it_is(client, world, action):
    LeadPersonFactory(action=action, user=world.partner)
    client.force_login(world.partner)
    response = client.get(page("edit", action))
    assert response.context["form"].fields["place"].disabled
    elsewhere = f"a{world.draft.axes.last().pk}"
    sent = {**form_of(response), "title": "Mon bus", "place": elsewhere}
    assert client.post(page("edit", action), sent).status_code == 302
    before = (action.axis_id, action.objective_id)
    action.refresh_from_db()
    assert (action.title, action.axis_id, action.objective_id) == ("Mon bus", *before)


def test_a_lead_person_edits_the_rows_of_her_fiche(client, world, action):
    LeadPersonFactory(action=action, user=world.partner)
    client.force_login(world.partner)
    assert client.post(page("row_add", action, "etapes"), {"title": "Acheter"}).status_code == 302
    assert client.get(page("row_add", ActionFactory(axis=world.axis), "etapes")).status_code == 403


def test_who_may_not_write_does_not_order(client, world):
    url = reverse("actions:order", args=[world.draft.reference])
    for who, status in ((world.reader, 403), (world.stranger, 404)):
        client.force_login(who)
        assert client.post(url).status_code == status

"""Indicators: due and stale are computed, the same in SQL and in Python; catalogue, grid, pages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from actions import due
from actions.enums import Frequency
from actions.figures_indicators import chart, standing
from actions.models import Action, CatalogueIndicator, Indicator, Measure
from actions.services import add_indicator, add_measure, edit_row, remove_row
from actions.services import catalogue as services
from contracts.models import Contract
from core.errors import Forbidden, Invalid, Stale
from core.models import Change
from territories.models import Region
from territories.services import set_perimeter
from tests.factories.actions import ActionFactory, IndicatorFactory, LeadPersonFactory, MeasureFactory
from tests.factories.contracts import AxisFactory, world

TODAY = date(2026, 6, 15)


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def action(people):
    made = ActionFactory(axis=AxisFactory(contract=people.draft))
    Contract.objects.filter(pk=people.draft.pk).update(stage="in_force", starts_on=date(2025, 1, 1))
    return made


def test_a_month_later_is_the_same_day_or_the_last():
    assert due.after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert due.after(date(2026, 3, 31), -1) == date(2026, 2, 28)
    assert due.after(date(2026, 11, 30), 3) == date(2027, 2, 28)


def test_the_next_value_is_counted_from_the_last_else_from_the_start():
    begins = date(2025, 1, 1)
    assert due.next_due("yearly", None, begins) == date(2026, 1, 1)
    assert due.next_due("quarterly", date(2026, 4, 1), begins) == date(2026, 7, 1)
    assert due.next_due("once", None, begins) == date(2026, 1, 1)
    assert due.next_due("once", date(2025, 3, 1), begins) is None
    assert due.next_due("", date(2025, 3, 1), begins) is None
    assert not due.is_stale("yearly", None, begins, date(2027, 1, 1))
    assert due.is_stale("yearly", None, begins, date(2027, 1, 2))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(frequency="quarterly", last=date(2026, 3, 31), today=date(2026, 6, 30))
@example(frequency="monthly", last=date(2026, 1, 31), today=date(2026, 2, 28))
@given(
    frequency=st.sampled_from(["", *Frequency.values]),
    last=st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    today=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
)
def test_sql_and_python_say_the_same(action, frequency, last, today):
    Indicator.objects.all().delete()
    indicator = IndicatorFactory(action=action, frequency=frequency)
    if last:
        MeasureFactory(indicator=indicator, on=last)
    stands = standing(Indicator.objects.get(), today=today)
    assert Indicator.objects.due_on(today).exists() == stands.overdue
    assert Indicator.objects.stale_on(today).exists() == stands.stale
    assert Action.objects.in_state("figures_due", today).exists() == stands.overdue


@pytest.mark.parametrize(
    ("baseline", "target", "direction", "value", "words"),
    [
        (10, 20, "up", 15, "50\u202f% du chemin"),
        (30, 12, "down", 12, "Cible atteinte"),
        (30, 12, "", 33, "S’éloigne de la cible"),
        (None, 12, "down", 20, "Cible pas encore atteinte"),
        (10, None, "", 20, "Sans cible"),
        (10, 20, "", None, "Pas encore de valeur"),
    ],
)
def test_the_way_to_the_target(action, baseline, target, direction, value, words):
    indicator = IndicatorFactory(action=action, baseline=baseline, target=target, direction=direction)
    if value is not None:
        MeasureFactory(indicator=indicator, value=value)
    assert standing(Indicator.objects.get(pk=indicator.pk), today=TODAY).words == words


def test_a_curve_has_its_title_and_its_summary_inside(action):
    indicator = IndicatorFactory(action=action, title="Visites <à domicile>", target=20, unit="visites")
    rows = [MeasureFactory(indicator=indicator, on=date(2026, n, 1), value=n * 2) for n in (1, 2, 3)]
    assert chart(indicator, rows[:1]) is None
    made = chart(indicator, rows)
    assert "<title>Visites &lt;à domicile&gt;</title>" in made.svg and "Cible" in made.svg
    assert made.summary == "de 2 le 1er\xa0janvier 2026 à 6 le 1er\xa0mars 2026"
    assert made.svg == chart(indicator, rows).svg, "the same picture for the same values"


def test_an_entry_of_the_catalogue_gives_its_words(people, action):
    said = {"title": "Délai d’un rendez-vous", "unit": "jours", "frequency": "yearly", "direction": "down"}
    said["definition"] = "Entre l’appel et la consultation."
    with pytest.raises(Forbidden):
        services.add_entry(region=people.region, actor=people.referent, **said)
    entry = services.add_entry(region=people.region, actor=people.siege, **said)
    with pytest.raises(Invalid):
        services.add_entry(region=people.region, actor=people.siege, title=said["title"])
    made = add_indicator(contract=people.draft, actor=people.coordinator, title="", catalogue=entry, unit="semaines")
    assert (made.title, made.unit, made.frequency) == ("Délai d’un rendez-vous", "semaines", "yearly")
    assert made.definition == "Entre l’appel et la consultation."
    changed = services.change_entry(entry=entry, actor=people.siege, version=entry.version, unit="jours ouvrés")
    with pytest.raises(Stale):
        services.change_entry(entry=entry, actor=people.siege, version=entry.version, unit="mois")
    made.refresh_from_db()
    assert made.unit == "semaines" and changed.unit == "jours ouvrés"
    elsewhere = CatalogueIndicator.objects.create(region=people.places.paca, title="Ailleurs")
    with pytest.raises(Invalid):
        add_indicator(contract=people.draft, actor=people.coordinator, title="X", catalogue=elsewhere)


def test_an_indicator_moves_by_its_page_with_its_values(client, people, action):
    row = MeasureFactory(indicator=IndicatorFactory(action=action)).indicator
    address = reverse("actions:indicator_move", args=[people.draft.reference, row.pk])
    client.force_login(people.coordinator)
    page = client.get(address).content.decode()
    assert f'value="f{action.pk}" selected' in page and f"Axe {action.axis}" in page
    assert client.post(address, {"place": f"a{action.axis_id}", "version": row.version}).status_code == 302
    row.refresh_from_db()
    assert (row.axis, row.action, row.measures.count()) == (action.axis, None, 1)
    assert client.post(address, {"place": "contract", "version": row.version - 1}).status_code == 409
    told = Change.objects.filter(object_id=row.pk, content_type__model="indicator", actor=people.coordinator).first()
    assert {"axis", "action"} <= told.changes_dict.keys()


def test_who_leads_a_fiche_does_not_move_its_indicator_elsewhere(client, people, action):
    LeadPersonFactory(action=action, user=people.partner)
    row, other = IndicatorFactory(action=action), ActionFactory(axis=action.axis)
    for host in ({"action": other}, {"action": None}):
        with pytest.raises(Forbidden):
            edit_row(row, actor=people.partner, **host)
    client.force_login(people.partner)
    address = reverse("actions:indicator_move", args=[people.draft.reference, row.pk])
    page = client.post(address, {"place": "contract", "version": row.version})
    assert page.status_code == 400 and "mais pas le modifier" in page.content.decode()


def test_values_typed_together_are_all_written_or_none(people, action):
    one, two = IndicatorFactory.create_batch(2, action=action)
    told = {one.pk: (Decimal(12), "", "", None), two.pk: (None, "", "Oubliée", None)}
    with pytest.raises(services.ValuesRefused) as refused:
        services.save_values(indicators=[one, two], on=TODAY, told=told, actor=people.coordinator)
    assert list(refused.value.refusals) == [two.pk] and not Measure.objects.exists()
    told[two.pk] = (None, "En hausse", "", None)
    assert services.save_values(indicators=[one, two], on=TODAY, told=told, actor=people.coordinator) == 2
    row = one.measures.get()
    edit_row(row, actor=people.referent, version=row.version, value=Decimal(13))
    with pytest.raises(services.ValuesRefused) as refused:
        services.save_values(
            indicators=[one],
            on=TODAY,
            told={one.pk: (Decimal(14), "", "", row.version)},
            actor=people.coordinator,
        )
    assert isinstance(refused.value.refusals[one.pk], Stale)
    assert one.measures.get().value == 13
    lines = Change.objects.filter(scope=people.draft.pk, part="indicators", actor=people.coordinator)
    assert lines.count() == 2


def url(name, people, *args):
    return reverse(f"actions:{name}", args=[people.draft.reference, *args])


def test_the_grid_by_page_keeps_what_was_typed(client, people, action):
    indicator = IndicatorFactory(action=action, title="Visites")
    client.force_login(people.coordinator)
    key = f"i{indicator.pk}"
    wrong = client.post(url("indicator_values", people), {"le": "2026-06-15", f"{key}-value": "douze"})
    assert wrong.status_code == 400 and "douze" in wrong.content.decode()
    done = client.post(url("indicator_values", people), {"le": "2026-06-15", f"{key}-value": "1\u202f200,5"})
    assert done.status_code == 302
    row = Measure.objects.get()
    assert (row.on, row.value) == (TODAY, Decimal("1200.5"))
    stale = {"le": "2026-06-15", f"{key}-value": "7", f"{key}-version": row.version - 1}
    late = client.post(url("indicator_values", people), stale)
    assert late.status_code == 409 and "entre-temps" in late.content.decode()
    again = client.post(url("indicator_values", people), {**stale, f"{key}-version": row.version})
    assert again.status_code == 302 and Measure.objects.get().value == 7


def test_a_value_given_meanwhile_for_the_same_date_is_not_written_over(client, people, action):
    """She opened the page when the date had no value: hers is kept beside his, and she chooses."""
    indicator = IndicatorFactory(action=action, title="Visites")
    client.force_login(people.coordinator)
    key, sent = f"i{indicator.pk}", {"le": "2026-06-15", f"i{indicator.pk}-value": "7"}
    theirs = add_measure(indicator=indicator, actor=people.referent, on=TODAY, value=Decimal(9))
    crossed = client.post(url("indicator_values", people), sent)
    page = crossed.content.decode()
    assert crossed.status_code == 409 and "entre-temps" in page and 'value="7"' in page
    assert Measure.objects.get().value == 9
    assert client.post(url("indicator_values", people), {**sent, f"{key}-version": theirs.version}).status_code == 302
    assert Measure.objects.get().value == 7


def test_a_value_removed_meanwhile_is_put_back_by_who_saves_it(client, people, action):
    indicator = IndicatorFactory(action=action, title="Visites")
    client.force_login(people.coordinator)
    gone = add_measure(indicator=indicator, actor=people.referent, on=TODAY, value=Decimal(9))
    remove_row(gone, actor=people.referent)
    sent = {"le": "2026-06-15", f"i{indicator.pk}-value": "7", f"i{indicator.pk}-version": gone.version}
    assert client.post(url("indicator_values", people), sent).status_code == 302
    assert Measure.objects.get().value == 7


def test_pages_of_an_indicator(client, people, action):
    client.force_login(people.coordinator)
    axis = action.axis
    said = {
        "place": f"a{axis.pk}",
        "title": "Médecins installés",
        "baseline": "3",
        "target": "5",
        "frequency": "yearly",
    }
    assert client.post(url("indicator_add", people), {**said, "title": ""}).status_code == 400
    assert client.post(url("indicator_add", people), said).status_code == 302
    made = Indicator.objects.get()
    assert (made.axis, made.action) == (axis, None)
    page = client.get(url("indicators", people)).content.decode()
    assert "Médecins installés" in page and "Valeur attendue" in page
    value = {"on": "2026-06-15", "value": "4", "text": "", "comment": ""}
    assert client.post(url("indicator_value_add", people, made.pk), value).status_code == 302
    measure = made.measures.get()
    corrected = {**value, "value": "4,5", "version": measure.version}
    assert client.post(url("indicator_value", people, made.pk, measure.pk), corrected).status_code == 302
    one = client.get(url("indicator", people, made.pk)).content.decode()
    assert "4,5" in one and "75\u202f% du chemin" in one
    late = client.post(url("indicator_value", people, made.pk, measure.pk), {**value, "version": measure.version})
    assert late.status_code == 409
    gone = url("value_remove", people, made.pk, measure.pk)
    assert "15/06/2026" in client.get(gone).content.decode() and made.measures.exists()
    assert client.post(gone).status_code == 302 and not made.measures.exists()
    client.post(url("indicator_edit", people, made.pk), {**said, "title": "Médecins", "version": made.version})
    made.refresh_from_db()
    assert made.title == "Médecins"
    # Its target was promised at the signature: it does not go without a reason.
    assert client.post(url("indicator_remove", people, made.pk)).status_code == 400
    why = {"reason": "correction", "reason_text": "Compté deux fois."}
    assert client.post(url("indicator_remove", people, made.pk), why).status_code == 302
    assert not Indicator.objects.exists()


def test_an_indicator_out_of_the_catalogue_says_what_is_counted(client, people, action):
    row = Indicator.objects.create(contract=people.draft, action=action, title="Délai", definition="En jours ouvrés")
    client.force_login(people.coordinator)
    assert "En jours ouvrés" in client.get(url("indicator", people, row.pk)).content.decode()


def test_data_of_an_epci_is_wider_than_a_perimeter_of_communes(people, action):
    indicator = IndicatorFactory(action=action, data_scale="epci")
    set_perimeter(territory=people.draft.territory, members=[("commune", "26220")])
    assert standing(Indicator.objects.get(pk=indicator.pk), today=TODAY).wider
    set_perimeter(territory=people.draft.territory, members=[("epci", people.places.baronnies.pk)])
    assert not standing(Indicator.objects.get(pk=indicator.pk), today=TODAY).wider


def test_who_leads_a_fiche_types_its_values_and_no_others(client, people, action):
    mine, other = IndicatorFactory(action=action), IndicatorFactory(action=ActionFactory(axis=action.axis))
    LeadPersonFactory(action=action, user=people.partner)
    client.force_login(people.partner)
    address = url("fiche_values", people, action.pk)
    page = client.get(address).content.decode()
    assert mine.title in page and other.title not in page
    said = {"le": "2026-06-15", f"i{mine.pk}-value": "3", f"i{other.pk}-value": "4"}
    assert client.post(address, said).status_code == 302
    assert Measure.objects.get().indicator == mine
    assert client.get(url("indicator_values", people)).status_code == 403


def test_filters_live_in_the_address(client, people, action):
    IndicatorFactory(action=action, title="Attendu", frequency="monthly")
    IndicatorFactory(action=action, title="Large", data_scale="region")
    client.force_login(people.reader)
    for state, wanted, other in (("due", "Attendu", "Large"), ("wider", "Large", "Attendu")):
        found = client.get(url("indicators", people), {"state": state}).content.decode()
        assert wanted in found and other not in found.split('id="list"')[1]
    assert "Attendu" in client.get(url("indicators", people), {"q": "ATTÉNDU"}).content.decode().split('id="list"')[1]
    nothing = client.get(url("indicators", people), {"q": "introuvable"}).content.decode()
    assert "Aucun indicateur ne répond" in nothing


def test_one_measure_across_the_contracts_that_one_sees(client, people, action):
    entry = CatalogueIndicator.objects.create(region=people.region, title="Délai")
    IndicatorFactory(action=action, title="Délai ici", catalogue=entry)
    for who, seen in (("reader", True), ("unrelated", False)):
        client.force_login(getattr(people, who) if who != "unrelated" else people.nobody)
        assert (people.draft.title in client.get(entry.get_absolute_url()).content.decode()) is seen


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_same_number_of_questions(client, people, action, count, django_assert_num_queries):
    for n in range(count):
        MeasureFactory(indicator=IndicatorFactory(action=action), on=TODAY - timedelta(days=n))
    client.force_login(people.reader)
    client.get(url("indicators", people))
    with django_assert_num_queries(QUESTIONS):
        assert client.get(url("indicators", people)).status_code == 200


QUESTIONS = 14


def test_the_catalogues_lead_to_the_only_one_or_let_one_choose(client, people):
    client.force_login(people.reader)
    url = reverse("actions:catalogues")
    assert "Aucun catalogue" in client.get(url).content.decode()
    CatalogueIndicator.objects.create(region=people.region, title="Délai")
    assert client.get(url).url == reverse("actions:catalogue", args=[people.region.pk])
    other = Region.objects.create(code="53", name="Bretagne")
    CatalogueIndicator.objects.create(region=other, title="Délai")
    page = client.get(url).content.decode()
    assert other.name in page and "1\xa0mesure" in page

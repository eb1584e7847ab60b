"""Who holds the coordination, who pays it, whether it is shared as expected."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse

from actions.services import money as grids
from core.errors import Forbidden, Invalid, Stale
from core.models import Change
from core.wording import day, money
from governance import figures_coordination as figures
from governance.models import CoordinationPost, GovernanceSettings, PostFunding, PostHolder, RegionGovernance
from governance.services import coordination as services
from governance.services import sharing
from governance.vacancy import is_vacant, vacant_since
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import world

TODAY = date(2026, 6, 1)


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def post(people):
    return services.add_post(
        contract=people.signed,
        actor=people.referent,
        title="Coordinatrice",
        holder_name="Camille",
        since=date(2024, 1, 1),
    )


def url(name, contract, *args):
    return reverse(f"coordination:{name}", args=[contract.reference, *args])


# --- holders ----------------------------------------------------------------------------------
def test_a_new_holder_keeps_the_memory_of_the_one_before_in_the_journal_too(people, post):
    services.change_holder(
        post, actor=people.referent, version=post.version, holder_name="Dominique", since=date(2026, 3, 1)
    )
    post.refresh_from_db()
    before = PostHolder.objects.get()
    assert (post.holder_name, post.since, post.until) == ("Dominique", date(2026, 3, 1), None)
    assert (before.holder_name, before.since, before.until) == ("Camille", date(2024, 1, 1), date(2026, 2, 28))
    said = Change.objects.filter(scope=people.signed.pk, part="governance", actor=people.referent)
    assert said.filter(changes__has_key="holder_name", action=Change.Action.UPDATE).exists()
    assert (
        Change.objects.get_for_object(before)
        .filter(scope=people.signed.pk, actor=people.referent, action=Change.Action.CREATE)
        .exists()
    )


def test_a_departure_without_a_day_or_that_crosses_the_arrival_is_refused(people, post):
    with pytest.raises(Invalid) as refused:
        services.change_holder(post, actor=people.referent)
    assert "left_on" in refused.value.fields
    with pytest.raises(Invalid) as refused:
        services.change_holder(
            post, actor=people.referent, holder_name="D", left_on=date(2026, 3, 1), since=date(2026, 3, 1)
        )
    assert "since" in refused.value.fields
    with pytest.raises(Invalid):
        services.change_holder(post, actor=people.referent, left_on=date(2023, 12, 31))
    assert not PostHolder.objects.exists()


def test_the_change_of_holder_is_refused_to_readers_and_to_whoever_comes_second(client, people, post):
    with pytest.raises(Forbidden):
        services.change_holder(post, actor=people.reader, left_on=TODAY)
    seen = post.version
    services.change_holder(post, actor=people.referent, version=seen, left_on=TODAY)
    with pytest.raises(Stale):
        services.change_holder(post, actor=people.coordinator, version=seen, left_on=TODAY)
    client.force_login(people.coordinator)
    answer = client.post(url("holder", people.signed, post.pk), {"holder_name": "Sacha", "version": seen})
    assert answer.status_code == 409 and "vérifiez qui l’occupe" in answer.content.decode()
    assert PostHolder.objects.count() == 1


def test_the_page_changes_the_holder_and_shows_who_was_there(client, people, post):
    client.force_login(people.coordinator)
    said = {"left_on": "2026-01-31", "version": post.version}
    assert client.post(url("holder", people.signed, post.pk), said).status_code == 302
    page = client.get(reverse("governance:bodies", args=[people.signed.reference])).content.decode()
    assert f"Vacant depuis le {day(date(2026, 2, 1))}" in page and "Camille" in page


@pytest.mark.parametrize(
    ("now", "before", "vacant", "since"),
    [
        (("Camille", None, None), (), False, None),
        (("Camille", date(2026, 6, 2), None), (), True, None),
        (("Camille", date(2026, 7, 1), None), (("Dominique", date(2026, 6, 1)),), False, None),
        (("Camille", None, date(2026, 5, 31)), (), True, date(2026, 6, 1)),
        (("", None, None), (("A", date(2025, 1, 31)), ("B", date(2026, 3, 31))), True, date(2026, 4, 1)),
        (("", None, None), (), True, None),
    ],
)
def test_the_database_and_the_page_agree_on_vacancy(people, now, before, vacant, since):
    name, begins, ends = now
    post = CoordinationPost.objects.create(contract=people.signed, holder_name=name, since=begins, until=ends)
    for who, until in before:
        PostHolder.objects.create(contract=people.signed, post=post, holder_name=who, until=until)
    assert is_vacant(post, TODAY) is vacant
    assert vacant_since(post, TODAY) == since
    assert CoordinationPost.objects.vacant_on(TODAY).exists() is vacant
    assert CoordinationPost.objects.held_on(TODAY).exists() is not vacant


# --- sharing ----------------------------------------------------------------------------------
def line(funder, year, planned=None, granted=None, ends=None):
    return PostFunding(
        funder=funder,
        year=year,
        planned=None if planned is None else Decimal(planned),
        granted=None if granted is None else Decimal(granted),
        agreement_ends_on=ends,
    )


def of(*lines):
    return [SimpleNamespace(fundings=SimpleNamespace(all=lambda: lines))]


@pytest.fixture
def parties(db):
    return OrganisationFactory(name="ARS", kind="ars"), OrganisationFactory(name="CC", kind="epci")


def test_equal_parts_show_the_gap_in_euros_and_in_hundredths_and_who_is_missing(parties):
    ars, cc = parties
    posts = of(line(ars, 2025, planned=20000, granted=30000), line(cc, 2025, planned=20000), line(cc, 2026, 10000))
    last, first = figures.sharing_by_year(posts)
    assert (last.year, first.year) == (2026, 2025)
    mine, theirs = first.parties
    assert (mine.paid, mine.expected, mine.gap, mine.gap_percent) == (30000, 25000, 5000, 10)
    assert theirs.gap == -5000
    absent, present = last.parties
    assert absent.missing and absent.funder == ars and not present.missing


def test_a_part_of_the_ars_leaves_the_rest_in_equal_parts_to_the_cent(parties):
    ars, cc = parties
    others = [cc, OrganisationFactory(kind="epci"), OrganisationFactory(kind="epci")]
    (year,) = figures.sharing_by_year(of(line(ars, 2026, 100), *(line(each, 2026, 0) for each in others)), Decimal(60))
    expected = [party.expected for party in year.parties]
    assert expected == [Decimal("60.00"), Decimal("13.33"), Decimal("13.33"), Decimal("13.34")]


def test_a_side_of_which_nobody_pays_is_named(parties):
    ars, cc = parties
    (alone,) = figures.sharing_by_year(of(line(cc, 2026, 100)))
    assert alone.nobody_for == "l’ARS"
    (alone,) = figures.sharing_by_year(of(line(cc, 2026, 100)), Decimal(0))
    assert alone.nobody_for == ""


def test_money_that_stops_before_the_contract_is_told_by_party(parties):
    ars, cc = parties
    posts = of(line(ars, 2026, ends=date(2027, 6, 30)), line(cc, 2025), line(cc, 2026))
    end = date(2028, 12, 31)
    assert figures.ending_before(posts, end) == [(cc, date(2026, 12, 31)), (ars, date(2027, 6, 30))]
    assert figures.ending_before(posts, date(2026, 12, 31)) == []
    assert figures.ending_before(posts, None) == []


def test_another_sharing_needs_its_reason_and_the_region_has_its_own(people, post):
    justify = {"contract": people.signed, "actor": people.referent, "ars_share": Decimal(70)}
    with pytest.raises(Invalid):
        sharing.justify_sharing(**justify, sharing_reason=" ")
    with pytest.raises(Forbidden):
        sharing.justify_sharing(**{**justify, "actor": people.reader}, sharing_reason="Petite")
    row = sharing.justify_sharing(**justify, sharing_reason="Petite collectivité")
    with pytest.raises(Stale):
        sharing.justify_sharing(**justify, sharing_reason="Autre", version=row.version - 1)
    assert Change.objects.filter(scope=people.signed.pk, changes__has_key="ars_share").exists()
    sharing.justify_sharing(**{**justify, "ars_share": None}, sharing_reason="")
    assert GovernanceSettings.objects.get().sharing_reason == ""
    with pytest.raises(Forbidden):
        sharing.set_region_rules(region=people.region, actor=people.referent, ars_share=Decimal(50))
    sharing.set_region_rules(region=people.region, actor=people.siege, ars_share=Decimal(50))
    assert RegionGovernance.objects.get().ars_share == 50


def test_the_page_of_governance_shows_the_sharing_of_the_contract(client, people, post, parties):
    for organisation, amount in zip(parties, (30000, 10000), strict=True):
        services.add_post_funding(
            post=post, actor=people.referent, funder=organisation, year=2026, planned=Decimal(amount)
        )
    client.force_login(people.coordinator)
    said = {"ars_share": "70", "sharing_reason": "Petite collectivité"}
    assert client.post(url("sharing", people.signed), said).status_code == 302
    page = client.get(reverse("governance:bodies", args=[people.signed.reference])).content.decode()
    assert "Petite collectivité" in page and money(28000) in page and f"+{money(2000)}" in page


# --- money in a grid --------------------------------------------------------------------------
def sent(*lines):
    data = {"f-TOTAL_FORMS": str(len(lines))}
    for place, values in enumerate(lines):
        data |= {f"f-{place}-{name}": value for name, value in values.items()}
    return data


def test_the_grid_adds_changes_and_removes_lines_in_one_go(client, people, post, parties):
    ars, cc = parties
    kept, gone = (
        services.add_post_funding(post=post, actor=people.referent, funder=each, year=2026, planned=Decimal(100))
        for each in parties
    )
    client.force_login(people.coordinator)
    same = {"year": "2026", "planned": "100"}
    lines = (
        {"row": kept.pk, "version": kept.version, "funder": ars.name, **same, "granted": "90,50"},
        {"row": gone.pk, "version": gone.version, "funder": cc.name, **same, "remove": "on"},
        {"funder": cc.name, "year": "2027", "planned": "22 500", "agreement_ends_on": "2027-12-31"},
        {"funder": ""},
    )
    assert client.post(url("money", people.signed, post.pk), sent(*lines)).status_code == 302
    found = list(PostFunding.objects.order_by("year").values_list("year", "funder", "planned", "granted"))
    assert found == [(2026, ars.pk, Decimal(100), Decimal("90.50")), (2027, cc.pk, Decimal(22500), None)]
    assert PostFunding.objects.get(year=2027).agreement_ends_on == date(2027, 12, 31)


def test_a_wrong_cell_saves_nothing_of_the_grid(client, people, post, parties):
    client.force_login(people.coordinator)
    lines = ({"funder": parties[0].name, "year": "2026"}, {"funder": "Nul ne la connaît", "year": "2026"})
    answer = client.post(url("money", people.signed, post.pk), sent(*lines))
    assert answer.status_code == 400 and "Nul ne la connaît" in answer.content.decode()
    assert not PostFunding.objects.exists()


def test_two_people_in_one_cell_see_both_amounts_and_two_cells_both_stay(client, people, post, parties):
    row = services.add_post_funding(post=post, actor=people.referent, funder=parties[0], year=2026)
    seen = row.version
    changes = [grids.Change(post, row, seen, {"planned": Decimal("13000.00")})]
    services.save_post_money(changes=changes, actor=people.referent)
    client.force_login(people.coordinator)
    mine = {"row": row.pk, "version": seen, "funder": parties[0].name, "year": "2026"}
    answer = client.post(url("money", people.signed, post.pk), sent({**mine, "planned": "12500"}))
    page = answer.content.decode()
    assert answer.status_code == 409 and money(13000) in page and money(12500)[:-2] in page
    answer = client.post(url("money", people.signed, post.pk), sent({**mine, "spent": "500"}))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.planned, row.spent) == (13000, 500)


# --- of a region ------------------------------------------------------------------------------
def test_the_posts_of_a_region_are_those_that_one_may_read_with_what_they_cost(client, people, post, parties):
    services.add_post(contract=people.draft, actor=people.referent, title="À recruter")
    services.add_post_funding(post=post, actor=people.referent, funder=parties[0], year=2026, planned=Decimal(100))
    client.force_login(people.siege)
    page = client.get(reverse("coordination:posts")).content.decode()
    assert "Coordinatrice" in page and "À recruter" in page and "100,00" in page
    vacant = client.get(reverse("coordination:posts"), {"state": "vacant"}).content.decode()
    assert "À recruter" in vacant and "Coordinatrice" not in vacant
    client.force_login(people.stranger)
    assert "À recruter" not in client.get(reverse("coordination:posts")).content.decode()


def test_the_list_of_posts_asks_the_same_questions_for_one_or_thirty(client, people, post, django_assert_num_queries):
    client.force_login(people.siege)
    client.get(reverse("coordination:posts"))
    with django_assert_num_queries(12):
        client.get(reverse("coordination:posts"))
    for number in range(29):
        services.add_post(contract=people.draft, actor=people.referent, title=f"Poste {number}")
    with django_assert_num_queries(12):
        client.get(reverse("coordination:posts"))

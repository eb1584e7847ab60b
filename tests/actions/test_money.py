"""Money: typed in a grid by two people at once, conventions and their accounts, totals that open on their lines."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from actions import figures, services
from actions.enums import AccountsState
from actions.models import Action, Funding, FundingAgreement
from actions.services.money import Change, LinesRefused
from core.errors import Forbidden, Invalid, Stale
from core.models import Change as JournalLine
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingFactory

TODAY = date(2026, 6, 15)
NBSP, THIN = "\u00a0", "\u202f"


@pytest.fixture
def ars(db):
    return OrganisationFactory(name="ARS Auvergne-Rhône-Alpes")


@pytest.fixture
def action(world):
    return ActionFactory(axis=world.axis, title="Bus santé", number="3")


@pytest.fixture
def funding(action, ars):
    return FundingFactory(action=action, funder=ars, year=2026, planned=Decimal("12000"), granted=Decimal("10000"))


# --- The service ---------------------------------------------------------------------------------
def test_a_grid_is_saved_whole_or_not_at_all(world, action, funding, ars):
    """Every refusal is told by the place of its line."""
    with pytest.raises(LinesRefused) as refused:
        services.save_money(
            actor=world.coordinator,
            changes=[
                Change(action, values={"funder": ars, "year": 2027, "planned": Decimal("5")}),
                Change(action, row=funding, version=1, values={"planned": Decimal("-1")}),
                Change(action, row=funding, version=9, values={"spent": Decimal("1")}),
            ],
        )
    assert {place: type(refusal) for place, refusal in refused.value.refusals.items()} == {1: Invalid, 2: Stale}
    assert Funding.objects.get().version == 1


def test_who_only_reads_saves_no_grid(world, action, funding):
    with pytest.raises(LinesRefused) as refused:
        services.save_money(actor=world.reader, changes=[Change(action, row=funding, version=1, remove=True)])
    assert isinstance(refused.value.refusals[0], Forbidden)
    assert Funding.objects.exists()


# --- The grid ------------------------------------------------------------------------------------
def url_of(action):
    return reverse("actions:fiche_money", args=[action.contract.reference, action.pk])


def line(place, action, row=None, **values):
    """What a browser sends of one line."""
    told = {"action": action.pk, "row": row.pk if row else "", "version": row.version if row else ""}
    if row:
        names = ("year", "kind", "nature", "planned", "granted", "spent", "fte")
        told |= {name: "" if getattr(row, name) is None else getattr(row, name) for name in names}
        told["funder"] = row.funder.name
    return {f"f-{place}-{name}": value for name, value in (told | values).items()}


def test_the_grid_reads_amounts_as_a_spreadsheet_writes_them(client, world, action, funding):
    client.force_login(world.coordinator)
    sent = {"f-TOTAL_FORMS": 3}
    sent |= line(0, action, funding, granted=f"12{THIN}500,50{NBSP}€", spent="1 000")
    sent |= line(1, action, funder="  ars auvergne rhone alpes ", year="2027", planned=f"3{NBSP}000,10 €", kind="fir")
    sent |= line(2, action)
    answer = client.post(url_of(action), sent)
    assert answer.status_code == 302, answer.content.decode()
    rows = list(Funding.objects.order_by("year").values_list("year", "kind", "planned", "granted", "spent"))
    assert rows == [
        (2026, "", Decimal("12000"), Decimal("12500.50"), Decimal("1000")),
        (2027, "fir", Decimal("3000.10"), None, None),
    ]
    told = JournalLine.objects.filter(scope=world.draft.pk, action=JournalLine.Action.UPDATE).get()
    assert told.changes == {"granted": ["10000.00", "12500.50"], "spent": ["None", "1000.00"]}
    assert (told.actor, told.channel, told.additional_data["action"]) == (world.coordinator, "page", action.pk)


def test_errors_stand_in_their_cells_and_nothing_is_lost(client, world, action, funding):
    client.force_login(world.coordinator)
    sent = {"f-TOTAL_FORMS": 2} | line(0, action, funding, granted="environ 500", spent="77")
    sent |= line(1, action, funder="Personne de connu", year="l’an prochain", planned="10")
    answer = client.post(url_of(action), sent)
    page = answer.content.decode()
    assert answer.status_code == 400 and "3 cellules à revoir".replace(" ", NBSP, 1) in page
    assert all(f'value="{typed}"' in page for typed in ("environ 500", "77,00", "Personne de connu", "l’an prochain"))
    assert 'id="id_f-0-granted_error"' in page and "Aucune organisation du registre" in page
    assert Funding.objects.get().spent is None


def test_the_second_to_save_sees_what_differs_and_keeps_her_text(client, world, action, funding):
    client.force_login(world.coordinator)
    sent = {"f-TOTAL_FORMS": 1} | line(0, action, funding, granted="11000", spent="5")
    services.edit_row(funding, actor=world.referent, version=1, granted=Decimal("13000"), planned=Decimal("14000"))
    answer = client.post(url_of(action), sent)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Rachid Référent a changé 1" in page
    # Theirs beside hers where both wrote; what he alone changed is taken in.
    assert f'value="11{THIN}000,00"' in page and f"13{THIN}000,00{NBSP}€" in page
    assert 'value="14\u202f000,00"' in page and "f-0-planned_error" not in page
    again = sent | {"f-0-version": 2, "f-0-planned": "14000"}
    assert client.post(url_of(action), again).status_code == 302
    funding.refresh_from_db()
    assert (funding.planned, funding.granted, funding.spent) == (Decimal(14000), Decimal(11000), Decimal(5))


def test_what_two_people_changed_apart_is_kept_on_both_sides(client, world, action, funding):
    client.force_login(world.coordinator)
    sent = {"f-TOTAL_FORMS": 1} | line(0, action, funding, spent="5")
    services.edit_row(funding, actor=world.referent, version=1, granted=Decimal("13000"))
    answer = client.post(url_of(action), sent, follow=True)
    assert "entre-temps est gardé" in answer.content.decode()
    funding.refresh_from_db()
    assert (funding.granted, funding.spent) == (Decimal(13000), Decimal(5))


def test_a_line_changed_meanwhile_is_not_removed_unread(client, world, action, funding):
    client.force_login(world.coordinator)
    sent = {"f-TOTAL_FORMS": 1} | line(0, action, funding, remove="on")
    services.edit_row(funding, actor=world.referent, version=1, granted=Decimal("13000"))
    answer = client.post(url_of(action), sent)
    assert "relisez-la avant de la retirer" in answer.content.decode() and Funding.objects.exists()
    assert client.post(url_of(action), sent | {"f-0-version": 2, "f-0-granted": "13000"}).status_code == 302
    assert not Funding.objects.exists()


def test_a_line_removed_meanwhile_keeps_what_was_typed(client, world, action, funding):
    client.force_login(world.coordinator)
    sent = {"f-TOTAL_FORMS": 1} | line(0, action, funding, spent="5")
    services.remove_row(funding, actor=world.referent)
    answer = client.post(url_of(action), sent)
    assert "a retiré cette ligne" in answer.content.decode() and 'value="5,00"' in answer.content.decode()
    assert client.post(url_of(action), sent | {"f-0-row": "", "f-0-version": ""}).status_code == 302
    assert Funding.objects.get().spent == Decimal(5)


def test_a_line_of_another_fiche_is_out_of_reach(client, world, action, funding):
    client.force_login(world.coordinator)
    other = ActionFactory(axis=world.axis)
    sent = {"f-TOTAL_FORMS": 1} | line(0, other, funding, spent="5")
    client.post(url_of(action), sent)
    client.post(url_of(other), sent)
    funding.refresh_from_db()
    assert funding.spent is None and funding.action == action


def test_the_grid_of_the_contract_costs_the_same_for_one_and_many(client, world, django_assert_num_queries):
    client.force_login(world.coordinator)
    url = reverse("actions:money_grid", args=[world.draft.reference])
    client.get(url)
    for many in (1, 10):
        for _ in range(many):
            FundingFactory(action=ActionFactory(axis=world.axis))
        with django_assert_num_queries(16):
            page = client.get(url).content.decode()
        assert page.count("rowgroup") == Action.objects.count()


# --- Conventions ---------------------------------------------------------------------------------
def test_a_convention_has_parties_and_accounts_that_come_late(world, ars):
    with pytest.raises(Invalid, match="entre qui"):
        services.add_agreement(contract=world.draft, actor=world.coordinator, title="FIR", parties=[])
    with pytest.raises(Forbidden):
        services.add_agreement(contract=world.draft, actor=world.reader, title="FIR", parties=[ars])
    made = services.add_agreement(
        contract=world.draft, actor=world.coordinator, title="FIR", parties=[ars], accounts_due_on=date(2026, 6, 14)
    )
    assert made.accounts_state(TODAY) == AccountsState.LATE
    assert list(FundingAgreement.objects.accounts_late_on(TODAY)) == [made]
    assert not FundingAgreement.objects.accounts_late_on(date(2026, 6, 14))
    services.edit_agreement(agreement=made, actor=world.referent, version=1, accounts_received_on=TODAY)
    assert not FundingAgreement.objects.accounts_awaited()
    with pytest.raises(Stale):
        services.edit_agreement(agreement=made, actor=world.coordinator, version=1, title="Autre")


def test_a_convention_that_goes_leaves_its_lines_and_says_so(world, action, funding, ars):
    made = services.add_agreement(contract=world.draft, actor=world.coordinator, title="FIR", parties=[ars])
    services.edit_row(funding, actor=world.coordinator, funding_agreement=made)
    services.remove_agreement(agreement=made, actor=world.coordinator)
    funding.refresh_from_db()
    assert funding.funding_agreement is None
    lines = JournalLine.objects.filter(scope=world.draft.pk).order_by("pk")
    assert [(each.part, each.action) for each in lines if each.part == "money"][-1] == ("money", 2)
    assert any(each.changes == {"funding_agreement": [str(made.pk), "None"]} for each in lines)


def test_a_line_follows_a_convention_of_its_own_contract(world, funding, ars):
    elsewhere = services.add_agreement(contract=world.signed, actor=world.coordinator, title="FIR", parties=[ars])
    with pytest.raises(Invalid, match="autre contrat"):
        services.edit_row(funding, actor=world.coordinator, funding_agreement=elsewhere)


def test_conventions_are_written_and_listed(client, world, ars):
    client.force_login(world.coordinator)
    home = reverse("actions:agreements", args=[world.draft.reference])
    assert "Aucune convention" in client.get(home).content.decode()
    client.post(f"{home}ajouter/", {"title": "Bus santé", "parties": [ars.pk], "accounts_due_on": "2020-03-31"})
    page = client.get(home).content.decode()
    # The page explains the acronym of the name between its words.
    assert ars.name == "ARS Auvergne-Rhône-Alpes" and " Auvergne-Rhône-Alpes" in page
    assert "Bus santé" in page and "En retard" in page and "?agreement=" not in page
    made = FundingAgreement.objects.get()
    services.edit_agreement(agreement=made, actor=world.referent, version=1, title="Bus de santé")
    sent = {"title": "Le bus", "parties": [ars.pk], "accounts_due_on": "2020-03-31", "version": 1}
    assert "Bus de santé" in client.post(f"{home}{made.pk}/", sent).content.decode()


def test_a_convention_opens_on_its_lines(client, world, action, funding, ars):
    made = services.add_agreement(contract=world.draft, actor=world.coordinator, title="FIR", parties=[ars])
    services.edit_row(funding, actor=world.coordinator, funding_agreement=made)
    FundingFactory(action=action)
    client.force_login(world.reader)
    page = client.get(reverse("actions:agreements", args=[world.draft.reference])).content.decode()
    home = reverse("actions:money", args=[world.draft.reference])
    assert f"{home}?agreement={made.pk}#lignes" in page and f"10{THIN}000,00{NBSP}€" in page
    assert f"1{NBSP}financement<" in client.get(home, {"agreement": made.pk}).content.decode()


# --- Totals --------------------------------------------------------------------------------------
def test_totals_are_cut_four_ways_and_open_on_their_lines(client, world, action, funding, ars):
    town = OrganisationFactory(name="Commune de Crest")
    FundingFactory(action=action, funder=town, year=None, granted=Decimal("0.10"))
    client.force_login(world.reader)
    home = reverse("actions:money", args=[world.draft.reference])
    page = client.get(home).content.decode()
    assert f"2{THIN}000,00{NBSP}€" in page and "83,3" not in page and "Sans année" in page
    assert f'href="?funder={ars.pk}&amp;state=missing#lignes"' in page
    narrowed = client.get(home, {"funder": ars.pk, "state": "missing"}).content.decode()
    assert f"1{NBSP}financement<" in narrowed
    undated = client.get(home, {"year": "none"}).content.decode()
    assert f"1{NBSP}financement<" in undated and f"0,10{NBSP}€" in undated


def test_all_the_lines_stand_on_one_page_to_be_printed(client, world, action, ars):
    FundingFactory.create_batch(35, action=action, funder=ars)
    client.force_login(world.reader)
    home = reverse("actions:money", args=[world.draft.reference])
    page = client.get(home, {"funder": ars.pk})
    assert f"?funder={ars.pk}&amp;lignes=toutes#lignes" in page.content.decode()
    whole = client.get(home, {"funder": ars.pk, "lignes": "toutes"})
    assert len(page.context["page"].object_list) == 30 and len(whole.context["page"].object_list) == 35


def test_every_cut_adds_up_to_the_total(world, action, funding):
    FundingFactory(action=ActionFactory(axis=world.axis), year=None, planned=Decimal("0.30"), fte=Decimal("0.5"))
    cube = figures.MoneyCube(Funding.objects.filter(contract=world.draft))
    total = figures.money_of_contract(world.draft)
    assert cube.total() == total and cube.count == 2
    for cut in (cube.by_axis(), cube.by_fiche(), cube.by_funder(), cube.by_year()):
        assert sum(cut.values(), figures.Money()) == total
    assert total.planned == Decimal("12000.30") and total.missing == Decimal("2000.30")
    assert total.spent_share == Decimal("0.0")
    assert figures.Money(granted=Decimal("3"), spent=Decimal("1")).spent_share == Decimal("33.3")
    assert figures.Money(spent=Decimal("1")).spent_share is None


def test_the_page_of_money_costs_the_same_for_one_and_thirty(client, world, django_assert_num_queries):
    client.force_login(world.reader)
    home = reverse("actions:money", args=[world.draft.reference])
    client.get(home)
    for many in (1, 30):
        for _ in range(many):
            FundingFactory(action=ActionFactory(axis=world.axis), planned=1)
        with django_assert_num_queries(12):
            client.get(home)


@pytest.mark.parametrize(
    ("year", "fields", "due"),
    [
        (2025, {"planned": 1}, True),
        (2025, {"granted": 1}, True),
        (2025, {"planned": 1, "spent": 0}, False),
        (2025, {"fte": 1}, False),
        (2026, {"planned": 1}, False),
        (None, {"planned": 1}, False),
    ],
)
def test_money_of_a_past_year_is_due_until_it_says_what_was_spent(world, action, year, fields, due):
    FundingFactory(action=action, year=year, **fields)
    assert Action.objects.in_state("money_due", TODAY).exists() == Funding.objects.due_on(TODAY).exists() == due

"""« Ce qui était prévu »: the promises of a year as its beginning wrote them, then what became of them, with why."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from actions.enums import Origin, Reason
from actions.models import Action, Indicator
from actions.services import edit_action
from actions.services.fiches import delete_action
from actions.services.rows import edit_row, remove_row
from evaluation.reviews import snapshot
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, ChangeReasonFactory, FundingFactory, StepFactory
from tests.factories.contracts import AxisFactory, ContractFactory

pytestmark = pytest.mark.django_db
WHY = {"actor": None, "reason": Reason.values[0], "reason_text": "Le médecin est parti."}
MOTIF = f"{Reason.labels[0]} : Le médecin est parti."
CHANGED, OTHER_YEARS = (
    "Ce qui a changé depuis dans ce qui était prévu",
    "Ce qui a changé dans ce qui est prévu d’autres années",
)


def at(*day):
    return time_machine.travel(datetime(*day, 12, tzinfo=UTC), tick=False)


def plain(text):
    return text.replace("\xa0", " ").replace("\u202f", " ")


def read(contract, year, today):
    """{title: {(fiche, second cell): the cells after}} of the two sections."""
    told = snapshot.take(contract, year, today=today)["sections"]
    return {
        section: {
            plain(block["title"]): {tuple(map(plain, row[:2])): [*map(plain, row[2:])] for row in block["rows"]}
            for block in told[section]
            if block["kind"] == "table"
        }
        for section in ("promised", "next")
    }


def promised_lines(told, title):
    return dict(told["promised"][title].keys())


@pytest.fixture
def plan():
    """Signed in 2024; everything here was written in November 2025."""
    with at(2025, 11, 3):
        contract = ContractFactory(stage="in_force", signed_on=date(2024, 3, 1), starts_on=date(2024, 3, 1))
        axis = AxisFactory(contract=contract)
        moved = ActionFactory(axis=axis, number="1", title="Bus santé", ends_on=date(2026, 12, 31))
        contract.step = StepFactory(action=moved, title="Recruter", due_on=date(2026, 3, 1))
        contract.euros = FundingFactory(
            action=moved, funder=OrganisationFactory(name="ARS"), year=2026, planned="1000", granted=None, spent=None
        )
        contract.moved, contract.axis = moved, axis
        contract.withdrawn = ActionFactory(axis=axis, number="2", title="Atelier", starts_on=date(2026, 5, 1))
        contract.later = ActionFactory(axis=axis, number="3", title="Maison", starts_on=date(2027, 2, 1))
        contract.target = Indicator.objects.create(contract=contract, action=moved, title="Trajets", target=50)
    return contract


def test_a_quiet_year_promises_what_its_beginning_said_and_tells_no_change(plan):
    told = read(plan, 2026, date(2026, 6, 15))
    assert told["promised"] == {
        "Prévu pour 2026, au début de l’année": {
            ("1. Bus santé", "finir le 31 décembre 2026, étape « Recruter » pour le 1er mars 2026"): ["1 000,00 €"],
            ("2. Atelier", "débuter le 1er mai 2026"): [""],
        }
    }
    assert ("3. Maison", "débuter le 1er février 2027") in told["next"]["Prévu pour 2027"]


def test_what_was_moved_and_withdrawn_in_the_year_was_promised_for_it_all_the_same(plan):
    quiet = read(plan, 2026, date(2026, 1, 1))["promised"]
    with at(2026, 4, 2):
        edit_action(action=plan.moved, ends_on=date(2027, 6, 30), **WHY)
        remove_row(plan.step, **WHY)
        edit_row(plan.euros, planned="400", **WHY)
        edit_row(plan.target, target=20, **WHY)
        edit_action(action=plan.later, starts_on=date(2027, 9, 1), **WHY)
        delete_action(action=plan.withdrawn, actor=None)
        ActionFactory(axis=plan.axis, number="4", title="Relais", ends_on=date(2026, 9, 1), origin=Origin.AMENDMENT)
    told = read(plan, 2026, date(2026, 6, 15))
    changes = told["promised"].pop(CHANGED)
    assert told["promised"] == quiet
    assert changes == {
        ("1. Bus santé", "Fin"): ["31 décembre 2026", "30 juin 2027", MOTIF],
        ("1. Bus santé", "Échéance de l’étape Recruter"): ["1er mars 2026", "retiré", MOTIF],
        ("1. Bus santé", "Prévu, ARS 2026"): ["1 000,00 €", "400,00 €", MOTIF],
        ("1. Bus santé", "Cible de Trajets"): ["50", "20", MOTIF],
        ("2. Atelier", "La fiche"): ["débuter le 1er mai 2026", "retirée", "Sans motif écrit"],
        ("4. Relais", "La fiche"): ["", "finir le 1er septembre 2026", "Ajoutée par avenant"],
    }
    assert told["next"][OTHER_YEARS] == {("3. Maison", "Début"): ["1er février 2027", "1er septembre 2027", MOTIF]}
    assert ("1. Bus santé", "finir le 30 juin 2027") in told["next"]["Prévu pour 2027"]
    # Read in January, the year that is over says the same; the next one begins with what is written then.
    over = read(plan, 2026, date(2027, 1, 10))
    assert over["promised"][CHANGED] == changes
    following = read(plan, 2027, date(2027, 1, 10))["promised"]
    assert list(following) == ["Prévu pour 2027, au début de l’année"]
    assert ("1. Bus santé", "finir le 30 juin 2027") in following["Prévu pour 2027, au début de l’année"]


def test_what_was_moved_and_put_back_keeps_its_reasons(plan):
    with at(2026, 4, 2):
        moved = edit_action(action=plan.moved, ends_on=date(2027, 6, 30), **WHY)
    with at(2026, 5, 2):
        edit_action(action=moved, ends_on=date(2026, 12, 31), **WHY)
    lines = snapshot.take(plan, 2026, today=date(2026, 6, 15))["sections"]["promised"][1]["rows"]
    assert [[*map(plain, line[2:4])] for line in lines] == [
        ["31 décembre 2026", "30 juin 2027"],
        ["30 juin 2027", "31 décembre 2026"],
    ]


def test_a_fiche_abandoned_in_the_year_is_told_and_promises_nothing_the_year_after(plan):
    with at(2026, 4, 2):
        edit_action(action=plan.moved, status="abandoned", actor=None)
    told = read(plan, 2026, date(2027, 1, 10))["promised"]
    assert told[CHANGED][("1. Bus santé", "La fiche")][1] == "Abandonnée"
    assert "1. Bus santé" in promised_lines(read(plan, 2026, date(2027, 1, 10)), "Prévu pour 2026, au début de l’année")
    assert "1. Bus santé" not in str(read(plan, 2027, date(2027, 1, 10))["promised"])


def test_a_contract_signed_in_the_year_promises_what_its_signature_said(plan):
    with at(2026, 1, 20):
        edit_action(action=plan.moved, ends_on=date(2026, 10, 1), **WHY)
    type(plan).objects.filter(pk=plan.pk).update(signed_on=date(2026, 2, 1))
    plan.refresh_from_db()
    with at(2026, 4, 2):
        moved = Action.objects.get(pk=plan.moved.pk)
        edit_action(action=moved, ends_on=date(2026, 11, 1), **WHY)
    told = read(plan, 2026, date(2026, 6, 15))["promised"]
    title = "Prévu pour 2026, à la signature, le 1er février 2026"
    assert "finir le 1er octobre 2026" in promised_lines({"promised": told}, title)["1. Bus santé"]
    assert told[CHANGED][("1. Bus santé", "Fin")] == ["1er octobre 2026", "1er novembre 2026", MOTIF]


def test_a_contract_taken_up_in_the_year_says_from_which_day_it_is_read(plan):
    told = read(plan, 2025, date(2025, 12, 20))["promised"]
    assert told == {}
    with at(2025, 11, 3):
        StepFactory(action=plan.moved, title="Cadrer", due_on=date(2025, 12, 1))
    told = read(plan, 2025, date(2025, 12, 20))["promised"]
    assert list(told) == ["Prévu pour 2025, repris sur la plateforme le 3 novembre 2025"]


def test_a_reason_from_before_the_contract_was_taken_up_is_told_alone(plan):
    """A file brought it: what it explains was written before what the platform can read back."""
    ChangeReasonFactory(
        action=plan.moved, on=date(2025, 2, 1), what="Fin", before="1er mars 2025", after="31 décembre 2026"
    )
    told = read(plan, 2025, date(2025, 12, 20))["promised"]
    assert told[CHANGED][("1. Bus santé", "Fin")][:2] == ["1er mars 2025", "31 décembre 2026"]

"""Nobody removes what they have not seen: the page of a removal carries its version, and a stale one says who wrote."""

import re

import pytest
from django.urls import reverse

from actions.services import edit_action, edit_row
from contracts.services import negotiation
from contracts.writing import edit
from governance.models import Body
from tests.factories import contracts as made
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, FundingAgreementFactory, IndicatorFactory, StepFactory

pytestmark = pytest.mark.django_db
VERSION = re.compile(r'name="version" value="(\d+)"')


def _body(draft):
    return Body.objects.create(contract=draft, kind="copil"), {"name": "Comité de pilotage élargi"}


#: Address of the removal, its first arguments, the row and what somebody else writes in it meanwhile.
CASES = {
    "axis": ("contracts:plan_remove", ["axe"], lambda d: (made.AxisFactory(contract=d), {"title": "Autre axe"})),
    "signatory": (
        "contracts:signatory_remove",
        [],
        lambda d: (made.SignatoryFactory(contract=d), {"representative_name": "Une maire"}),
    ),
    "commitment": (
        "contracts:commitment_remove",
        [],
        lambda d: (made.CommitmentFactory(contract=d), {"text": "Mieux"}),
    ),
    "article": ("contracts:text_remove", ["articles"], lambda d: (made.ArticleFactory(contract=d), {"title": "Durée"})),
    "finding": ("contracts:finding_remove", [], lambda d: (made.FindingFactory(contract=d), {"text": "Un quart."})),
    "scheme": (
        "contracts:scheme_remove",
        [],
        lambda d: (made.SchemeLinkFactory(contract=d), {"name": "Soignants du Nord"}),
    ),
    "agreement": (
        "actions:agreement_remove",
        [],
        lambda d: (FundingAgreementFactory(contract=d), {"title": "Convention triennale"}),
    ),
    "body": ("governance:remove", ["instances"], _body),
}


@pytest.mark.parametrize("name", CASES)
def test_what_somebody_just_changed_is_not_removed(client, world, name):
    url_name, words, build = CASES[name]
    row, change = build(world.draft)
    edit(row, actor=world.coordinator, version=row.version, **change)
    client.force_login(world.referent)
    address = reverse(url_name, args=[world.draft.reference, *words, row.pk])
    refused = client.post(address, {"version": row.version})
    told = refused.content.decode()
    assert refused.status_code == 409 and "Camille Coordinatrice" in told and next(iter(change.values())) in told
    assert type(row).objects.filter(pk=row.pk).exists()
    assert client.post(address, {"version": row.version + 1}).status_code == 302
    assert not type(row).objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("kind", ["fiche", "step", "indicator"])
def test_nor_a_fiche_nor_its_rows(client, world, kind):
    action = ActionFactory(axis=made.AxisFactory(contract=world.draft))
    if kind == "fiche":
        row = action
        address = reverse("actions:delete", args=[world.draft.reference, action.pk])
        edit_action(action=action, actor=world.coordinator, version=row.version, title="Renommée")
    else:
        row = StepFactory(action=action) if kind == "step" else IndicatorFactory(action=action)
        where = (
            [world.draft.reference, action.pk, "etapes", row.pk] if kind == "step" else [world.draft.reference, row.pk]
        )
        address = reverse("actions:row_remove" if kind == "step" else "actions:indicator_remove", args=where)
        edit_row(row, actor=world.coordinator, version=row.version, title="Renommée")
    client.force_login(world.referent)
    # What the page shows now is the new version; who had opened it before is told.
    shown = int(VERSION.search(client.get(address).content.decode()).group(1))
    assert shown == row.version + 1
    refused = client.post(address, {"version": row.version})
    assert refused.status_code == 409 and "Renommée" in refused.content.decode()
    assert client.post(address, {"version": shown}).status_code == 302
    assert not type(row).objects.filter(pk=row.pk).exists()


def test_nor_an_opinion_nor_the_end_of_a_comment(client, world):
    opinion = negotiation.ask_opinion(contract=world.draft, actor=world.referent, organisation=OrganisationFactory())
    thread = negotiation.comment(contract=world.draft, actor=world.coordinator, text="À revoir.")
    negotiation.change_opinion(opinion=opinion, actor=world.coordinator, version=opinion.version, text="Avec réserve")
    closed = negotiation.close_comment(comment=thread, actor=world.referent, version=thread.version)
    negotiation.reopen_comment(comment=closed, actor=world.coordinator, version=closed.version)
    client.force_login(world.pen)
    for name, row in (("opinion_remove", opinion), ("comment_close", thread)):
        address = reverse(f"contracts:{name}", args=[world.draft.reference, row.pk])
        refused = client.post(address, {"version": row.version})
        assert refused.status_code == 409 and "Camille Coordinatrice" in refused.content.decode()
        assert client.post(address, {"version": "hier"}).status_code == 400
    assert world.draft.opinions.exists() and not world.draft.comments.filter(closed_at__isnull=False).exists()

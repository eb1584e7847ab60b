"""Every row of the draft has its own thread of comments, reached from where the row is read."""

import pytest
from django.urls import reverse

from contracts.models import Comment
from contracts.parts import discussed
from contracts.services import negotiation
from core.errors import Forbidden, Invalid
from tests.factories import actions as fiches
from tests.factories import contracts as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return made.world()


@pytest.fixture
def rows(people):
    """One row of every kind that is commented, by its anchor."""
    draft = people.draft
    axis = made.AxisFactory(contract=draft, title="Santé mentale")
    signatory = made.SignatoryFactory(contract=draft)
    return {
        "axis": axis,
        "objective": made.ObjectiveFactory(contract=draft, axis=axis),
        "signatory": signatory,
        "commitment": made.CommitmentFactory(contract=draft, signatory=signatory),
        "article": made.ArticleFactory(contract=draft),
        "finding": made.FindingFactory(contract=draft),
        "action": fiches.ActionFactory(contract=draft, axis=axis),
    }


def thread_of(contract, anchor, row):
    word = next(kind.word for kind in discussed() if kind.anchor == anchor)
    return reverse("contracts:row_comments", args=[contract.reference, word, row.pk])


def test_every_kind_of_row_is_tried(rows):
    assert set(rows) == {kind.anchor for kind in discussed()}


@pytest.mark.parametrize("anchor", ["axis", "objective", "signatory", "commitment", "article", "finding", "action"])
def test_a_row_is_commented_from_where_it_is_read(client, people, rows, anchor):
    row, kind = rows[anchor], next(kind for kind in discussed() if kind.anchor == anchor)
    address, place = thread_of(people.draft, anchor, row), kind.place_of(row)
    client.force_login(people.coordinator)
    page = client.get(place).content.decode()
    assert f'href="{address}"' in page and "Commenter" in page
    assert not kind.url_name or f'id="{place.partition("#")[2]}"' in page
    assert client.post(address, {"text": " "}).status_code == 400
    assert "À préciser." in client.post(address, {"text": "À préciser."}, follow=True).content.decode()
    said = Comment.objects.get(contract=people.draft)
    assert (said.anchor, said.target_id, said.author) == (anchor, row.pk, people.coordinator)
    assert "1\xa0commentaire, dont 1\xa0ouvert" in client.get(place).content.decode()
    assert (
        f'href="{place}"'
        in client.get(reverse("contracts:negotiation", args=[people.draft.reference])).content.decode()
    )


def test_answering_and_closing_lead_back_to_the_row(client, people, rows):
    axis = rows["axis"]
    address = thread_of(people.draft, "axis", axis)
    said = negotiation.comment(
        contract=people.draft, actor=people.coordinator, anchor="axis", target_id=axis.pk, text="Trop large."
    )
    client.force_login(people.siege)
    answer = reverse("contracts:comment_answer", args=[people.draft.reference, said.pk])
    assert client.post(answer, {"text": "Resserrons.", "row": 1}).url == address
    close = reverse("contracts:comment_close", args=[people.draft.reference, said.pk])
    assert client.post(close, {"row": 1}).url == address
    page = client.get(address).content.decode()
    assert "Resserrons." in page and "Clos par" in page and "Rouvrir" in page
    plan = client.get(reverse("contracts:plan", args=[people.draft.reference])).content.decode()
    assert "1\xa0commentaire, clos" in plan


def test_a_thread_shows_its_own_row_only(client, people, rows):
    for anchor in ("axis", "objective"):
        row = rows[anchor]
        negotiation.comment(
            contract=people.draft, actor=people.referent, anchor=anchor, target_id=row.pk, text=f"Sur {anchor}"
        )
    client.force_login(people.reader)
    page = client.get(thread_of(people.draft, "axis", rows["axis"])).content.decode()
    assert "Sur axis" in page and "Sur objective" not in page
    # Who only reads is not invited to write.
    assert (
        "Publier" not in page
        and "Commenter" not in client.get(reverse("contracts:findings", args=[people.draft.reference])).content.decode()
    )


def test_once_signed_the_threads_stay_and_nothing_invites_to_new_ones(client, people, rows):
    axis = rows["axis"]
    negotiation.comment(
        contract=people.draft, actor=people.referent, anchor="axis", target_id=axis.pk, text="Trop large."
    )
    made.freeze(people.draft)
    for who, status in (("neighbour", 200), ("stranger", 404)):
        client.force_login(getattr(people, who))
        assert client.get(thread_of(people.draft, "axis", axis)).status_code == status
    client.force_login(people.referent)
    plan = client.get(reverse("contracts:plan", args=[people.draft.reference])).content.decode()
    assert "dont 1\xa0ouvert" in plan and "Commenter" not in plan


def test_what_is_not_of_this_contract_is_not_commented(client, people, rows):
    elsewhere = made.AxisFactory(contract=made.ContractFactory(department=people.drome))
    given = {"contract": people.draft, "actor": people.referent, "text": "?"}
    for subject in (
        {"anchor": "axis", "target_id": elsewhere.pk},
        {"anchor": "axis"},
        {"anchor": "plan", "target_id": rows["axis"].pk},
        {"anchor": "nothing"},
    ):
        with pytest.raises(Invalid):
            negotiation.comment(**given, **subject)
    with pytest.raises(Forbidden):
        negotiation.comment(**{**given, "actor": people.reader}, anchor="axis", target_id=rows["axis"].pk)
    client.force_login(people.referent)
    assert client.get(thread_of(people.draft, "axis", elsewhere)).status_code == 404
    unknown = reverse("contracts:row_comments", args=[people.draft.reference, "visa", rows["axis"].pk])
    assert client.get(unknown).status_code == 404


def test_a_comment_outlives_its_row(client, people, rows):
    finding = rows["finding"]
    negotiation.comment(
        contract=people.draft, actor=people.referent, anchor="finding", target_id=finding.pk, text="Doublon."
    )
    finding.delete()
    client.force_login(people.referent)
    page = client.get(reverse("contracts:negotiation", args=[people.draft.reference])).content.decode()
    assert "Constat, retiré depuis du projet" in page and "Doublon." in page


def test_the_journal_says_what_was_commented(client, people, rows):
    negotiation.comment(
        contract=people.draft, actor=people.referent, anchor="axis", target_id=rows["axis"].pk, text="Trop large."
    )
    client.force_login(people.referent)
    page = client.get(reverse("contracts:journal", args=[people.draft.reference]), {"part": "negotiation"})
    page = page.content.decode()
    assert "Trop large." in page and "<ins>Axe</ins>" in page and "<ins>axis</ins>" not in page

"""What a file may say of a yearly review: what the page can show, whole."""

import json

import pytest
from django.urls import reverse

from contracts.exchange.reading import import_contract
from core.errors import Invalid
from tests.exchange_sample import sample
from tests.factories.accounts import referent
from tests.factories.territories import small_cog

pytestmark = pytest.mark.django_db
WORDS = {"contract": "CLS", "reference": "CLS-26", "year": 2024}
SECTION = {"code": "summary", "title": "Synthèse", "text": "", "blocks": []}


def brought(**changed):
    document = sample()
    document["contract"]["reviews"][0].update(changed)
    return document


def test_a_review_validated_elsewhere_is_read_here(client):
    person = referent(small_cog().drome)
    contract = import_contract(sample(), actor=person).contract
    client.force_login(person)
    answer = client.get(reverse("evaluation:review", args=[contract.reference, contract.reviews.get().pk]))
    assert "Une année de lancement." in answer.content.decode()


@pytest.mark.parametrize(
    "frozen",
    [
        None,
        "pas du JSON",
        "[]",
        json.dumps({"year": 2024}),
        json.dumps({**WORDS, "sections": [{"code": "summary"}]}),
        json.dumps({**WORDS, "sections": [{**SECTION, "blocks": [{"kind": "photo"}]}]}),
        json.dumps({**WORDS, "sections": ["summary"]}),
    ],
)
def test_a_frozen_content_that_cannot_be_shown_is_refused_with_its_path(frozen):
    small_cog()
    with pytest.raises(Invalid) as refusal:
        import_contract(brought(frozen=frozen))
    assert "contract.reviews[0].frozen" in refusal.value.fields


@pytest.mark.parametrize(
    "block",
    [
        {"kind": "table", "title": "T", "head": [], "rows": ["texte"]},
        {"kind": "items", "title": "T", "items": [{"title": "Sans lignes"}]},
        {"kind": "chart", "title": "T"},
        "texte",
    ],
)
def test_figures_that_are_no_block_are_refused_with_their_path(block):
    small_cog()
    with pytest.raises(Invalid) as refusal:
        import_contract(brought(snapshot={"sections": {"summary": [block]}}))
    assert "contract.reviews[0].snapshot" in refusal.value.fields

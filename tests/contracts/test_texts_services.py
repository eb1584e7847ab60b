from datetime import date

import pytest

from contracts.models import Article, Visa
from contracts.services import texts
from core.errors import Forbidden, Frozen, Invalid, Refused, Stale
from core.history import Change
from tests.factories.contracts import ArticleFactory, RegionSettingsFactory, StandardTextFactory, VisaFactory, freeze

DAY = date(2026, 3, 1)


def test_an_article_is_added_at_the_end_sanitised_and_journalled(world):
    ArticleFactory(contract=world.draft, position=4)
    made = texts.add_article(
        contract=world.draft, actor=world.referent, title="Durée", text="<p onclick='x()'>Cinq ans</p>"
    )
    assert (made.position, made.text) == (5, "<p>Cinq ans</p>")
    assert Change.objects.filter(scope=world.draft.pk, part="texts", actor=world.referent).exists()


def test_two_people_on_one_article(world):
    article = ArticleFactory(contract=world.draft)
    texts.edit_article(article=article, actor=world.referent, version=1, text="<p>Premier</p>")
    with pytest.raises(Stale):
        texts.edit_article(article=article, actor=world.coordinator, version=1, text="<p>Seconde</p>")


def test_texts_move_up_and_down(world):
    first, second, third = (ArticleFactory(contract=world.draft, position=n) for n in (1, 2, 3))
    texts.move_text(row=third, actor=world.referent, up=True)
    texts.move_text(row=first, actor=world.referent, up=True)
    assert list(world.draft.articles.all()) == [first, third, second]


def test_what_is_signed_is_neither_added_changed_moved_nor_removed(world):
    rows = [ArticleFactory(contract=world.draft, position=n) for n in (1, 2)]
    contract = freeze(world.draft)
    frozen = [
        lambda: texts.add_article(contract=contract, actor=world.referent, title="Non"),
        lambda: texts.edit_article(article=rows[0], actor=world.referent, title="Non"),
        lambda: texts.move_text(row=rows[0], actor=world.referent, up=False),
        lambda: texts.remove_text(row=rows[0], actor=world.referent),
    ]
    for act in frozen:
        with pytest.raises(Frozen):
            act()


def test_a_reader_writes_no_text(world):
    with pytest.raises(Forbidden):
        texts.add_visa(contract=world.draft, actor=world.reader, text="Vu le code")
    with pytest.raises(Forbidden):
        texts.remove_text(row=VisaFactory(contract=world.draft), actor=world.elected)


def test_an_empty_visa_is_refused(world):
    with pytest.raises(Invalid):
        texts.add_visa(contract=world.draft, actor=world.referent, text="  ")


def test_the_standard_texts_of_the_day_are_taken_once(world):
    settings = RegionSettingsFactory(region=world.region)
    StandardTextFactory(settings=settings, title="Durée", number="4")
    StandardTextFactory(settings=settings, title="Ancien", valid_until=date(2026, 2, 28))
    StandardTextFactory(settings=settings, title="Futur", valid_from=date(2026, 3, 2))
    StandardTextFactory(settings=settings, kind="visa", text="<p>Vu l’article L. 1434-10</p>", valid_from=DAY)
    take = {"contract": world.draft, "actor": world.referent, "on": DAY}
    assert texts.take_standard_texts(**take) == 2
    assert texts.take_standard_texts(**take) == 0
    assert Article.objects.get().title == "Durée"
    assert Visa.objects.get().text == "Vu l’article L. 1434-10"


def test_a_region_without_standard_text_says_so(world):
    with pytest.raises(Refused):
        texts.take_standard_texts(contract=world.draft, actor=world.referent, on=DAY)

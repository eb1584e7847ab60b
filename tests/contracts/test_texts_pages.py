import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import Article
from contracts.services.texts import edit_article
from core.history import Change
from tests.factories.contracts import ArticleFactory, RegionSettingsFactory, StandardTextFactory, VisaFactory, freeze


def url(name, contract, *args):
    return reverse(f"contracts:{name}", args=[contract.reference, *args])


def test_the_texts_are_read_clean(client, world):
    world.draft.preamble = "<p>Vu</p><script>alert(1)</script>"
    world.draft.save()
    ArticleFactory(contract=world.draft, title="Durée", number="4")
    VisaFactory(contract=world.draft, text="Vu le code")
    client.force_login(world.reader)
    page = client.get(url("texts", world.draft)).content.decode()
    assert "Article 4 – Durée" in page
    assert "Vu le code" in page
    assert "alert(1)" not in page
    assert url("text_add", world.draft, "articles") not in page


def test_the_long_texts_are_saved(client, world):
    client.force_login(world.referent)
    sent = {"preamble": "<p>Les Baronnies</p>", "diagnosis": "Un mot\n\nUn autre", "version": 1}
    assert client.post(url("long_texts", world.draft), sent).status_code == 302
    world.draft.refresh_from_db()
    assert world.draft.preamble == "<p>Les Baronnies</p>"
    assert world.draft.diagnosis == "<p>Un mot</p><p>Un autre</p>"


def test_an_article_is_added_changed_moved_and_removed(client, world):
    client.force_login(world.coordinator)
    first = ArticleFactory(contract=world.draft, position=1)
    client.post(url("text_add", world.draft, "articles"), {"title": "Durée", "text": "<p>Cinq ans</p>"})
    added = Article.objects.get(title="Durée")
    sent = {"title": "Durée du contrat", "text": "<p>Cinq ans</p>", "version": 1}
    client.post(url("text_edit", world.draft, "articles", added.pk), sent)
    client.post(url("text_move", world.draft, "articles", added.pk), {"up": "1"})
    assert [article.title for article in world.draft.articles.all()] == ["Durée du contrat", first.title]
    client.post(url("text_order", world.draft, "articles"), {"order": f"{first.pk},{added.pk},x,999"})
    assert list(world.draft.articles.all()) == [first, added]
    assert client.get(url("text_remove", world.draft, "articles", added.pk)).status_code == 200
    assert Article.objects.count() == 2
    client.post(url("text_remove", world.draft, "articles", added.pk))
    assert list(world.draft.articles.all()) == [first]
    assert set(Change.objects.filter(part="texts", actor=world.coordinator).values_list("channel", flat=True)) == {
        "page"
    }


def test_two_people_on_one_article(client, world):
    article = ArticleFactory(contract=world.draft, title="Durée", text="<p>Un</p>")
    edit_article(article=article, actor=world.referent, version=1, text="<p>Le sien</p>")
    client.force_login(world.coordinator)
    address = url("text_edit", world.draft, "articles", article.pk)
    response = client.post(
        address, {"title": "Durée", "number": article.number, "text": "<p>Le mien</p>", "version": 1}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert [(f["mine"], f["theirs"]) for f in response.context["conflict"]["fields"]] == [("Le mien", "Le sien")]
    assert "Rachid Référent" in page
    sent = dict(response.context["form"].data.items())
    assert client.post(address, sent).status_code == 302
    article.refresh_from_db()
    assert article.text == "<p>Le mien</p>"


@pytest.mark.parametrize("who", ["reader", "elected", "siege"])
def test_who_reads_writes_nothing(client, world, who):
    article = ArticleFactory(contract=world.draft)
    client.force_login(getattr(world, who))
    addresses = [
        url("text_add", world.draft, "articles"),
        url("text_edit", world.draft, "articles", article.pk),
        url("text_remove", world.draft, "articles", article.pk),
        url("text_move", world.draft, "articles", article.pk),
        url("text_order", world.draft, "articles"),
        url("standard_texts", world.draft),
    ]
    assert [client.post(address, {"title": "Non"}).status_code for address in addresses] == [403] * len(addresses)


def test_the_texts_of_another_contract_are_not_there(client, world):
    elsewhere = ArticleFactory(contract=world.draft)
    client.force_login(world.referent)
    assert client.get(url("text_edit", world.signed, "articles", elsewhere.pk)).status_code == 404
    assert client.get(url("text_add", world.draft, "poems")).status_code == 404


def test_what_is_signed_is_refused_and_offers_no_button(client, world):
    article = ArticleFactory(contract=world.draft)
    freeze(world.draft)
    client.force_login(world.referent)
    assert url("text_add", world.draft, "articles") not in client.get(url("texts", world.draft)).content.decode()
    sent = {"title": "Autre", "number": article.number, "text": "", "version": 1}
    response = client.post(url("text_edit", world.draft, "articles", article.pk), sent)
    assert response.status_code == 400
    assert "figé" in response.content.decode()
    assert client.post(url("text_remove", world.draft, "articles", article.pk)).status_code == 409


def test_the_standard_texts_of_the_region_are_taken(client, world):
    settings = RegionSettingsFactory(region=world.region)
    StandardTextFactory(settings=settings, title="Durée")
    client.force_login(world.referent)
    assert "Durée" in client.get(url("standard_texts", world.draft)).content.decode()
    response = client.post(url("standard_texts", world.draft), {"on": timezone.localdate().isoformat()}, follow=True)
    assert "1\xa0texte repris." in response.content.decode()
    assert world.draft.articles.get().title == "Durée"

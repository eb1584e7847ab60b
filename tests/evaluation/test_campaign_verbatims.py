"""Texts that were answered: what may name somebody is proposed, a person decides, and nothing else ever leaves."""

import io
import json
from itertools import zip_longest

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.charts import Drawings
from core.errors import Forbidden, Refused, Stale
from core.history import Change
from evaluation.figures import campaigns as figures
from evaluation.masking import Names, masked, propose
from evaluation.models import Verbatim
from evaluation.services import campaign_exports as exports
from evaluation.services import campaign_replies, campaigns
from evaluation.services import campaign_verbatims as services
from tests.factories.accounts import OrganisationFactory

from .campaigns import TODAY, opened, say

pytestmark = pytest.mark.django_db
TEXT = "À Nyons, Mme Durand et la Maison des Baronnies font beaucoup."
NAMES = Names(
    people=["Léa Martin"], places=["Nyons", "Buis-les-Baronnies", "Die"], organisations=["Maison des Baronnies"]
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le centre de Nyons ouvre.", ["Nyons"]),
        ("Merci à Léa MARTIN pour tout.", ["Léa MARTIN"]),
        ("Avec Martin tout va.", ["Martin"]),
        ("La maison des baronnies aide.", ["maison des baronnies"]),
        ("Voir le Dr Dupont-Aimé demain.", ["Dupont-Aimé"]),
        ("Écrire à lea.martin@exemple.fr ou au 04 75 26 00 00.", ["lea.martin@exemple.fr", "04 75 26 00 00"]),
        ("On travaille avec Zoé chaque mardi.", ["Zoé"]),
        ("Le CLS et la CPTS avancent. Rien à dire.", []),
        ("Tout va bien. Personne ne se plaint.", []),
        ("À Buis-les-Baronnies, l'hôpital suit.", ["Buis-les-Baronnies"]),
    ],
)
def test_what_may_name_somebody_is_proposed(text, found):
    assert [span.text for span in propose(text, NAMES)] == found


def test_a_common_word_that_is_also_a_place_is_shown_and_not_masked_by_itself():
    (span,) = propose("il faut que je die la vérité", NAMES)
    assert (span.text, span.sure) == ("die", False)
    assert propose("On descend à Die.", NAMES)[0].sure


def test_masked():
    spans = propose(TEXT, NAMES)
    assert masked(TEXT, spans) == "À [lieu], Mme [personne] et la [organisation] font beaucoup."


def closed(*texts):
    """Three contracts at least: the texts of fewer are never shown."""
    who = opened(("text", {"text": "Dites ce qui aide."}), contracts=max(3, len(texts)))
    for reply, text in zip_longest(who.replies, texts):
        if text:
            say(reply, who.questions[0], text)
        campaign_replies.submit(reply=reply, actor=None)
    who.campaign = campaigns.pass_campaign(who.campaign, "closed", actor=who.siege, today=TODAY)
    return who


def everything_that_leaves(who):
    book = load_workbook(io.BytesIO(exports.as_xlsx(who.campaign, actor=who.siege)))
    cells = [str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row]
    whole = json.dumps(exports.content_of(who.campaign), ensure_ascii=False)
    printed = exports.pdf_html(exports.content_of(who.campaign), Drawings(), on=TODAY)
    return "\n".join([*cells, exports.as_csv(who.campaign).decode("utf-8-sig"), whole, printed])


def test_an_unconfirmed_text_leaves_by_no_door(client):
    who = closed(TEXT, "Une équipe motivée.")
    assert Verbatim.objects.to_read().count() == 2
    campaigns.pass_campaign(who.campaign, "published", actor=who.siege, today=TODAY)
    who.campaign.refresh_from_db()
    left = everything_that_leaves(who)
    client.force_login(who.coordinator)
    for name in ("evaluation:campaign_results", "api:campaign-results"):
        left += client.get(reverse(name, args=[who.campaign.pk])).content.decode()
    assert "Nyons" not in left and "équipe motivée" not in left
    (result,) = figures.results(who.campaign)
    assert (result.answered, result.texts, result.unread) == (2, [], 2)


def test_a_person_confirms_a_masked_text_and_only_that_leaves():
    OrganisationFactory(name="Maison des Baronnies")
    who = closed(TEXT, "Une équipe motivée, avec Zoé.")
    one, two = Verbatim.objects.order_by("pk")
    names = services.known_names(who.campaign)
    kept = [span.key for span in services.proposals(one, names) if span.text != "Nyons"]
    services.confirm(verbatim=one, kept=kept, more=["beaucoup"], actor=who.siege, version=1)
    services.withhold(verbatim=two, actor=who.siege)
    one.refresh_from_db()
    assert one.masked == "À Nyons, Mme [personne] et la [organisation] font [nom]."
    left = everything_that_leaves(who)
    assert one.masked in left and "Durand" not in left and "équipe motivée" not in left
    with pytest.raises(Stale):
        services.confirm(verbatim=one, kept=[], actor=who.siege, version=1)
    line = Change.objects.get_for_object(one).filter(changes__has_key="masked").latest("timestamp")
    assert line.actor == who.siege
    services.withhold(verbatim=one, actor=who.siege)
    assert one.masked not in everything_that_leaves(who)


def test_only_who_conducts_the_campaign_reads_them():
    who = closed(TEXT)
    for person in (who.coordinator, who.referent, who.nobody):
        with pytest.raises(Forbidden):
            services.confirm(verbatim=Verbatim.objects.get(), kept=[], actor=person)


def test_a_text_that_changed_is_to_be_read_again():
    who = closed(TEXT)
    verbatim = Verbatim.objects.get()
    services.confirm(verbatim=verbatim, kept=[], actor=who.siege)
    campaigns.pass_campaign(who.campaign, "open", actor=who.siege, today=TODAY, reason="Encore")
    campaign_replies.reopen(reply=who.reply, actor=who.siege, reason="Précisez.")
    say(who.reply, who.questions[0], "Un autre texte sur Nyons.", who.coordinator, version=1)
    # Even before it is gathered again, what was confirmed is not of this text.
    campaign_replies.submit(reply=who.reply, actor=who.coordinator)
    assert "Durand" not in everything_that_leaves(who)
    with pytest.raises(Refused):
        services.confirm(verbatim=verbatim, kept=[], actor=who.siege)
    campaigns.pass_campaign(who.campaign, "closed", actor=who.siege, today=TODAY)
    verbatim.refresh_from_db()
    assert (verbatim.state, verbatim.masked, verbatim.read_by) == ("to_read", "", None)


def test_a_reply_set_aside_publishes_nothing():
    who = closed(TEXT)
    services.confirm(verbatim=Verbatim.objects.get(), kept=[], actor=who.siege)
    campaign_replies.refuse(reply=who.reply, actor=who.siege, reason="Incomplète.")
    assert "Durand" not in everything_that_leaves(who)


def test_texts_of_a_table_are_read_cell_by_cell():
    columns = [{"label": "Frein", "kind": "text"}, {"label": "Heures", "kind": "number"}]
    who = opened(("table", {"rows": "axes", "columns": columns}))
    value = {"7": {"label": "1. Axe", "cells": {"Frein": "Un frein dit par Zoé.", "Heures": "3"}}}
    who.reply.answers.create(question=who.questions[0], value=value)
    campaign_replies.submit(reply=who.reply, actor=None)
    campaigns.pass_campaign(who.campaign, "closed", actor=who.siege, today=TODAY)
    verbatim = Verbatim.objects.get()
    assert (verbatim.place, verbatim.text) == ("7|Frein", "Un frein dit par Zoé.")
    names = services.known_names(who.campaign)
    services.confirm(
        verbatim=verbatim, kept=[span.key for span in services.proposals(verbatim, names)], actor=who.siege
    )
    (result,) = figures.results(who.campaign)
    assert result.columns[0].texts == ["Un frein dit par [nom]."]


def test_read_one_after_the_other_on_the_page(client):
    who = closed(TEXT, "Une équipe motivée, avec Zoé.")
    client.force_login(who.siege)
    one, two = Verbatim.objects.order_by("pk")
    listing = client.get(reverse("evaluation:verbatims", args=[who.campaign.pk]) + "?etat=to_read")
    assert "Nyons" in listing.content.decode()
    url = reverse("evaluation:verbatim", args=[who.campaign.pk, one.pk])
    opened_page = client.get(url).content.decode()
    assert "À [lieu], Mme [personne]" in opened_page
    again = client.post(url, {"do": "preview", "more": "beaucoup\nintrouvable", "version": 1}).content.decode()
    assert "font [nom]." in again and "« introuvable » n’est pas dans ce texte" in again.replace("\xa0", " ")
    assert Verbatim.objects.to_read().count() == 2
    following = client.post(url, {"do": "confirm", "mask": ["2-7"], "version": 1})
    assert following["Location"] == reverse("evaluation:verbatim", args=[who.campaign.pk, two.pk])
    one.refresh_from_db()
    assert one.masked.startswith("À [lieu], Mme Durand")
    last = client.post(following["Location"], {"do": "withhold", "version": 1})
    assert last["Location"] == reverse("evaluation:verbatims", args=[who.campaign.pk])


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_asks_as_few_queries(client, rows, django_assert_max_num_queries):
    who = closed(*[f"Un texte sur Nyons, n° {n}." for n in range(rows)])
    client.force_login(who.siege)
    with django_assert_max_num_queries(15):
        client.get(reverse("evaluation:verbatims", args=[who.campaign.pk]))

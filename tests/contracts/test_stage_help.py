"""What to do at each stage: our help, what a region adds to it, and where it is read."""

import threading

import pytest
from django.db import connection, transaction
from django.urls import reverse

from contracts.enums import PATH, Stage
from contracts.guide import GUIDES, guides_at
from contracts.models import Contract, StageHelp
from contracts.services.region import complete_stage_help
from core.errors import Forbidden, Invalid, Stale
from core.history import Change
from tests.factories.contracts import ContractFactory, with_role

FIRST = "<p>Appelez d’abord la délégation.</p>"


def complete(world, text=FIRST, actor=None, **said):
    actor = actor or world.siege
    return complete_stage_help(region=world.region, stage=Stage.DRAFTING, actor=actor, text=text, **said)


def form(stage="elaboration"):
    return reverse("contracts:stage_help", args=["84", stage])


def shown(client, user, url):
    client.force_login(user)
    return client.get(url).content.decode()


# --- Our help ---------------------------------------------------------------------------------
def test_every_stage_of_the_path_has_its_help():
    assert [guide.stage for guide in GUIDES] == [*PATH, Stage.CLOSED]
    assert [guide.stage for guide in guides_at(Stage.DRAFTING)] == [Stage.DRAFTING, Stage.CONSULTATION]
    assert [guide.stage for guide in guides_at(Stage.CLOSED)] == [Stage.CLOSED]
    assert guides_at(Stage.ABANDONED) == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_each_task_leads_where_it_is_done_whoever_reads(client, world, guide):
    client.force_login(world.reader)
    for task in guide.tasks:
        if task.url_name:
            assert client.get(reverse(task.url_name, args=[world.draft.reference])).status_code == 200, task


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.slug)
def test_the_help_of_a_stage_is_open_to_all(client, db, guide):
    page = client.get(f"/aide/etapes/{guide.slug}/").content.decode()
    assert guide.aim in page and guide.results[0] in page
    assert f"/aide/etapes/{guide.slug}/" in client.get("/aide/etapes/").content.decode()


def test_a_stage_that_is_none_has_no_help(client, world):
    assert client.get("/aide/etapes/abandon/").status_code == 404
    client.force_login(world.siege)
    assert client.get(form("abandon")).status_code == 404


@pytest.mark.parametrize("name", ["contract", "lifecycle"])
def test_it_stands_beside_the_contract_for_its_stage_and_the_next(client, world, name):
    Contract.objects.filter(pk=world.draft.pk).update(stage=Stage.DRAFTING)
    page = shown(client, world.reader, reverse(f"contracts:{name}", args=[world.draft.reference]))
    assert "Que faire à cette étape" in page
    assert "Maintenant\xa0: Élaboration" in page and "Ensuite\xa0: Consultation" in page
    Contract.objects.filter(pk=world.draft.pk).update(stage=Stage.ABANDONED)
    assert "Que faire à cette étape" not in client.get(world.draft.get_absolute_url()).content.decode()


# --- What the region adds ---------------------------------------------------------------------
def test_the_siege_completes_it_and_the_contracts_of_the_region_read_it(client, world):
    Contract.objects.filter(pk=world.draft.pk).update(stage=Stage.DIAGNOSIS)
    client.force_login(world.siege)
    answer = client.post(form(), {"text": FIRST + "<script>x</script>", "version": 0}, follow=True)
    assert "est enregistrée" in answer.content.decode() and "Appelez d’abord" in answer.content.decode()
    assert StageHelp.objects.get().text == FIRST
    page = shown(client, world.partner, world.draft.get_absolute_url())
    assert "En Auvergne-Rhône-Alpes" in page and FIRST in page


def test_in_the_help_only_who_is_of_the_region_reads_it(client, world):
    complete(world)
    url = "/aide/etapes/elaboration/"
    elsewhere = ContractFactory(territory__departments=[world.vaucluse])
    for user in (world.siege, world.referent, world.partner):
        assert FIRST in shown(client, user, url)
    for user in (world.stranger, world.nobody, with_role(elsewhere, "reader")):
        assert FIRST not in shown(client, user, url)
    client.logout()
    assert FIRST not in client.get(url).content.decode()


def test_emptied_it_is_shown_no_more(client, world):
    row = complete(world)
    assert complete(world, text="<p> </p>", version=row.version).text == ""
    assert "En Auvergne-Rhône-Alpes" not in shown(client, world.referent, "/aide/etapes/elaboration/")


@pytest.mark.parametrize("who", ["referent", "coordinator", "stranger", "nobody"])
def test_nobody_else_completes_it(client, world, who):
    with pytest.raises(Forbidden):
        complete(world, actor=getattr(world, who))
    client.force_login(getattr(world, who))
    assert client.post(form(), {"text": FIRST, "version": 0}).status_code in (403, 404)
    assert not StageHelp.objects.exists()


def test_a_stage_that_has_none_is_refused(world):
    with pytest.raises(Invalid):
        complete_stage_help(region=world.region, stage=Stage.ABANDONED, actor=world.siege, text=FIRST)


def test_the_journal_says_who_changed_what(world):
    row = complete(world)
    complete(world, text="<p>Écrivez-nous.</p>", version=row.version)
    made, changed = Change.objects.get_for_object(row).order_by("pk")
    assert (made.action, changed.actor) == (Change.Action.CREATE, world.siege)
    assert changed.changes["text"] == [FIRST, "<p>Écrivez-nous.</p>"]


def test_the_second_sees_what_the_first_wrote_and_keeps_her_text(client, world):
    """Both had found nothing written."""
    complete(world, actor=world.administrator)
    with pytest.raises(Stale):
        complete(world, text="<p>Autre</p>", version=0)
    client.force_login(world.siege)
    answer = client.post(form(), {"text": "<p>Écrivez-nous.</p>", "version": 0})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Appelez d’abord" in page and "Écrivez-nous" in page
    again = client.post(form(), {"text": "<p>Écrivez-nous.</p>", "version": answer.context["form"]["version"].value()})
    assert again.status_code == 302 and StageHelp.objects.get().text == "<p>Écrivez-nous.</p>"


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_who_begin_together_do_not_overwrite_one_another(world):
    start, told = threading.Barrier(2), []

    def write(text):
        start.wait()
        try:
            with transaction.atomic():
                complete(world, text=text, version=0)
            told.append("written")
        except Stale:
            told.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(f"<p>{n}</p>",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["stale", "written"] and StageHelp.objects.get().version == 1

"""A démarche from its first contact to its contract: who may, what is refused, two at once, what the journal says."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from contracts.approach_reminders import late_next_steps
from contracts.enums import Stage
from contracts.models import Approach, Contract
from contracts.services import approach_file as files
from contracts.services import approaches as services
from core import reminders
from core.errors import Forbidden, Invalid, PassageRefused, Refused, Stale
from core.models import Change
from tests.factories.accounts import referent

NYONS = [("commune", "26220", "Nyons")]
TODAY = date(2026, 3, 2)
PDF = b"%PDF-1.7 essai"


def begin(people, **fields):
    said = {"actor": people.referent, "name": "Pays de Nyons", "department": people.drome, "asked_on": TODAY}
    return services.open_approach(**{**said, **fields})


def agreed(people, **fields):
    found = begin(people, **fields)
    for target in ("discussion", "agreed"):
        services.pass_approach(approach=found, target=target, actor=people.referent)
    return found


def lines(row):
    return Change.objects.filter(part="approach", object_pk=str(row.pk), content_type__model=row._meta.model_name)


def test_it_begins_with_a_name_and_a_day_and_is_seen_by_those_who_follow_the_department(world):
    found = begin(world, name="  Pays de  Nyons ", members=NYONS, axes=["Santé mentale"], asker_name="Ana Mairet")
    assert (found.name, found.state) == ("Pays de Nyons", "first_contact")
    assert found.territory.departments.get() == world.drome
    assert found.approachpassages.get().target == "first_contact"
    sees = {name for name, user in vars(world).items() if hasattr(user, "email") and found in _seen(user)}
    assert sees == {"referent", "siege", "pen"}
    line = lines(found).get()
    assert (line.actor, line.scope, line.changes["name"][1]) == (world.referent, None, "Pays de Nyons")


def _seen(user):
    return list(Approach.objects.visible_to(user))


def test_others_open_change_pass_and_fill_nothing(world):
    for user in (world.coordinator, world.administrator, world.nobody):
        with pytest.raises(Forbidden):
            begin(world, actor=user)
    with pytest.raises(Invalid) as refusal:
        begin(world, actor=world.stranger)
    assert set(refusal.value.fields) == {"department"}
    found = begin(world)
    for call in (
        lambda user: services.change_approach(approach=found, actor=user, name="Autre"),
        lambda user: services.pass_approach(approach=found, target="discussion", actor=user),
        lambda user: services.become_contract(approach=found, actor=user, title="CLS"),
        lambda user: files.add_note(approach=found, actor=user, on=TODAY, text="?"),
        lambda user: files.add_press(approach=found, actor=user, title="?", url="https://exemple.fr"),
        lambda user: files.deposit(approach=found, actor=user, file=SimpleUploadedFile("a.pdf", PDF)),
    ):
        for user in (world.stranger, world.neighbour, world.coordinator, world.administrator):
            with pytest.raises(Forbidden):
                call(user)


def test_of_two_who_change_it_the_second_is_told_and_the_journal_names_the_first(world):
    found = begin(world)
    seen = found.version
    change = {"approach": found, "version": seen}
    services.change_approach(**change, actor=world.referent, next_step="Rencontrer la maire", next_on=TODAY)
    with pytest.raises(Stale):
        services.change_approach(**change, actor=world.siege, next_step="Écrire")
    line = lines(found).filter(action=Change.Action.UPDATE).get()
    assert line.actor == world.referent and line.changes["next_step"] == ["", "Rencontrer la maire"]
    with pytest.raises(Invalid):
        services.change_approach(approach=found, actor=world.referent, next_step="")
    with pytest.raises(Invalid) as refusal:
        services.change_approach(approach=found, actor=world.referent, referent=world.stranger)
    assert set(refusal.value.fields) == {"referent"}
    with pytest.raises(Invalid):
        services.change_approach(approach=found, actor=world.referent, department=world.vaucluse)


def test_it_passes_by_the_table_alone_with_a_reason_to_end_or_go_back(world):
    found = begin(world)
    go = {"approach": found, "actor": world.siege}
    with pytest.raises(PassageRefused):
        services.pass_approach(target="agreed", **go)
    with pytest.raises(Invalid):
        services.pass_approach(target="dropped", reason=" ", **go)
    dropped = services.pass_approach(target="dropped", reason="La commune y renonce", **go)
    assert dropped.approachpassages.last().reason == "La commune y renonce"
    assert lines(found).first().changes["state"] == ["first_contact", "dropped"]
    with pytest.raises(Refused):
        services.change_approach(approach=found, actor=world.referent, name="Autre")
    with pytest.raises(Refused):
        files.add_note(approach=found, actor=world.referent, on=TODAY, text="?")
    assert services.pass_approach(target="discussion", reason="Elle revient", **go).is_open


def test_it_becomes_a_contract_once_with_what_is_known(world):
    found = agreed(world, members=NYONS, asker_name="Ana Mairet")
    made = services.become_contract(approach=found, actor=world.siege, title="CLS de Nyons")
    assert (made.stage, made.department, made.territory.name) == (Stage.INITIATIVE, world.drome, "Pays de Nyons")
    assert [row.code for row in made.territory.members.all()] == ["26220"]
    assert made.approach == found and made.territory_id != found.territory_id
    with pytest.raises(PassageRefused):
        services.become_contract(approach=found, actor=world.siege, title="CLS de Nyons")
    assert Contract.objects.filter(title="CLS de Nyons").count() == 1
    told = Change.objects.filter(scope=made.pk, part="approach")
    assert {line.content_type.model for line in told} == {"approach", "approachpassage"}
    assert "Mairet" not in "".join(str(line.changes) for line in told)
    assert found.approachpassages.count() == 4


def test_it_becomes_a_contract_from_an_agreement_only_and_its_table_has_no_other_door(world):
    found = begin(world)
    with pytest.raises(PassageRefused):
        services.become_contract(approach=found, actor=world.referent, title="CLS")
    with pytest.raises(Refused):
        services.pass_approach(approach=agreed(world), target="contract", actor=world.referent)


def test_notes_press_and_documents_keep_who_and_when(world):
    found = begin(world)
    note = files.add_note(approach=found, actor=world.siege, on=TODAY, text=" Appel de la maire ")
    assert (note.text, note.by) == ("Appel de la maire", world.siege)
    link = files.add_press(approach=found, actor=world.referent, title="Un contrat", url="https://journal.exemple/a")
    assert link.host == "journal.exemple"
    for url in ("javascript:alert(1)", "ftp://exemple.fr/a", "exemple"):
        with pytest.raises(Invalid) as refusal:
            files.add_press(approach=found, actor=world.referent, title="?", url=url)
        assert set(refusal.value.fields) == {"url"}
    files.remove_press(link=found.presslinks.get(), actor=world.referent)
    assert not found.presslinks.exists() and lines(link).filter(action=Change.Action.DELETE).exists()
    kept = files.deposit(approach=found, actor=world.referent, file=SimpleUploadedFile("courrier.pdf", PDF))
    assert (kept.title, kept.created_by, len(kept.sha256)) == ("courrier.pdf", world.referent, 64)
    with pytest.raises(Invalid):
        files.deposit(approach=found, actor=world.referent, file=SimpleUploadedFile("courrier.pdf", b"MZ"))
    with pytest.raises(Invalid):
        files.withdraw(document=kept, actor=world.referent, reason=" ")
    assert files.withdraw(document=kept, actor=world.siege, reason="Doublon").withdrawn_by == world.siege
    with pytest.raises(Refused):
        files.withdraw(document=kept, actor=world.siege, reason="Doublon")


def test_a_late_next_step_is_recalled_to_who_follows_it(world):
    found = begin(world, next_step="Rappeler la maire", next_on=TODAY, referent=world.siege)
    begin(world, name="Sans personne", next_step="Écrire", next_on=TODAY)
    begin(world, name="Plus tard", next_step="Écrire", next_on=TODAY + timedelta(days=9))
    tomorrow = TODAY + timedelta(days=1)
    due = told(tomorrow)
    assert {(each.email, each.heading) for each in due} == {
        (world.siege.email, "Démarche Pays de Nyons"),
        (world.referent.email, "Démarche Sans personne"),
    }
    assert due[0].url == found.get_absolute_url() and "2\xa0mars 2026" in due[0].sentence
    assert not told(TODAY)
    world.siege.territory_roles.all().delete()
    left = told(tomorrow, email=world.referent.email)
    assert {each.heading for each in left} == {"Démarche Pays de Nyons", "Démarche Sans personne"}
    services.pass_approach(approach=found, target="dropped", reason="Abandon", actor=world.referent)
    assert [each.heading for each in told(tomorrow)] == ["Démarche Sans personne"]


def told(day, **asked):
    """What the weekly mail says beside the contracts."""
    return [reason for reason in reminders.reasons(day, **asked) if reason.scope is None]


# --- The pages -------------------------------------------------------------------------------------
LIST = "/demarches/"


def said(world, **fields):
    base = {"name": "Pays de Nyons", "department": "26", "asked_on": "2026-03-02", "asker_name": "Ana Mairet"}
    return {**base, "members": ["commune:26220:Nyons"], "axes": "Santé mentale\nAccès aux soins", **fields}


def test_from_the_form_to_the_contract(client, world):
    client.force_login(world.referent)
    made = client.post(f"{LIST}nouvelle/", said(world))
    found = Approach.objects.get()
    assert made.status_code == 302 and made["Location"] == found.get_absolute_url()
    assert found.axes == ["Santé mentale", "Accès aux soins"] and found.territory.members.get().code == "26220"
    url = found.get_absolute_url()
    client.post(f"{url}notes/ajouter/", {"on": "2026-03-03", "text": "Appel de la maire"})
    client.post(f"{url}presse/ajouter/", {"title": "Un article", "url": "https://journal.exemple/a"})
    refused = client.post(f"{url}presse/ajouter/", {"title": "Un article", "url": "javascript:alert(1)"})
    assert refused.status_code == 400 and "javascript:alert(1)" in refused.content.decode()
    client.post(f"{url}documents/deposer/", {"file": SimpleUploadedFile("courrier.pdf", PDF)})
    kept = found.approachdocuments.get()
    assert b"".join(client.get(f"{url}documents/{kept.pk}/").streaming_content) == PDF
    page = client.get(url).content.decode()
    for words in ("Ana Mairet", "Appel de la maire", "journal.exemple", "courrier.pdf", "Nyons", "Accès aux soins"):
        assert words in page
    assert client.post(f"{url}passage/discussion/").status_code == 302
    assert client.post(f"{url}passage/agreed/").status_code == 302
    assert client.post(f"{url}contrat/", {"title": ""}).status_code == 400
    become = client.post(f"{url}contrat/", {"title": "CLS de Nyons"})
    contract = Contract.objects.get(title="CLS de Nyons")
    assert become["Location"] == contract.get_absolute_url()
    assert "Née de la démarche" in client.get(contract.get_absolute_url()).content.decode()
    assert contract.get_absolute_url() in client.get(url).content.decode()
    assert client.post(f"{url}contrat/", {"title": "CLS de Nyons"}).status_code == 409
    assert client.get(f"{url}modifier/").status_code == 409


def test_the_contract_says_where_it_comes_from_to_the_ars_alone(client, world):
    found = agreed(world)
    contract = services.become_contract(approach=found, actor=world.referent, title="CLS de Nyons")
    contract.roles.create(user=world.coordinator, role="coordinator")
    client.force_login(world.coordinator)
    assert "Née de la démarche" not in client.get(contract.get_absolute_url()).content.decode()
    for user, status in ((world.coordinator, 403), (world.administrator, 403), (world.stranger, 200)):
        client.force_login(user)
        assert client.get(LIST).status_code == status
        assert client.get(found.get_absolute_url()).status_code == 404


def test_two_on_the_form_see_both_texts(client, world):
    found = begin(world, members=NYONS)
    client.force_login(world.siege)
    typed = said(world, talks="Mon texte", version=found.version, seen_members="commune:26220:Nyons")
    services.change_approach(approach=found, actor=world.referent, talks="Son texte", members=[])
    late = client.post(f"{found.get_absolute_url()}modifier/", typed)
    page = late.content.decode()
    assert late.status_code == 409 and "Son texte" in page and "Mon texte" in page and "Rachid" in page
    found.refresh_from_db()
    again = client.post(f"{found.get_absolute_url()}modifier/", {**typed, "version": found.version})
    found.refresh_from_db()
    assert again.status_code == 302 and found.talks == "Mon texte"


def test_the_list_is_narrowed_and_says_what_is_late(client, world):
    late = begin(world, next_step="Appeler", next_on=timezone.localdate() - timedelta(days=1))
    begin(world, name="Royans", actor=world.siege, axes=["Santé environnement"])
    services.pass_approach(approach=late, target="discussion", actor=world.referent)
    client.force_login(world.siege)

    def names(**query):
        return [row["approach"].name for row in client.get(LIST, query).context["rows"]]

    assert names() == ["Pays de Nyons", "Royans"]
    assert names(q="environnement") == ["Royans"]
    assert names(state="discussion", department="26") == ["Pays de Nyons"]
    assert names(state="nowhere", department="99") == ["Pays de Nyons", "Royans"]
    assert names(department="38") == []
    assert "Date passée" in client.get(LIST).content.decode()
    assert "Aucune démarche ne répond" in client.get(LIST, {"q": "rien"}).content.decode()
    client.force_login(world.stranger)
    assert "Aucune démarche pour l’instant" in client.get(LIST).content.decode()
    assert LIST in client.get("/contrats/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_same_questions_for_one_and_for_thirty(client, world, count, django_assert_num_queries):
    for n in range(count):
        found = begin(world, name=f"Pays {n}", members=NYONS, referent=world.siege)
        files.add_note(approach=found, actor=world.siege, on=TODAY, text="?")
    for n in range(count):
        files.add_note(approach=found, actor=world.siege, on=TODAY, text=f"{n}")
        files.add_press(approach=found, actor=world.siege, title=f"{n}", url="https://exemple.fr/")
    client.force_login(referent(world.drome))
    client.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        assert len(client.get(LIST).context["rows"]) == count
    with django_assert_num_queries(PAGE_QUERIES):
        assert client.get(found.get_absolute_url()).status_code == 200


LIST_QUERIES, PAGE_QUERIES = 6, 12


@pytest.mark.parametrize("count", [1, 30])
def test_the_late_steps_are_asked_in_two_queries_in_one_for_one_person(world, count, django_assert_num_queries):
    yesterday = timezone.localdate() - timedelta(days=1)
    for rank in range(count):
        begin(world, name=f"Vallée {rank}", next_step="Rappeler", next_on=yesterday, referent=world.referent)
        begin(world, name=f"Plateau {rank}", next_step="Rappeler", next_on=yesterday)
    world.referent.roles  # noqa: B018  known since the menu
    for person, queries in ((None, 2), (reminders.Person(world.referent.email, world.referent), 1)):
        with django_assert_num_queries(queries):
            told = list(late_next_steps(timezone.localdate(), person=person))
        assert len([reason for reason in told if reason.email == world.referent.email]) == 2 * count

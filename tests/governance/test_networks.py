"""The bodies of a territory: held by its ARS, read by their members and the coordinators, and by nobody else."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from icalendar import Calendar

from contracts.enums import ContractRoleKind
from contracts.journal import tell
from core.errors import Forbidden, Frozen, Invalid, PassageRefused, Refused, Stale
from core.job_model import Job
from core.models import Change
from governance.models import Network, NetworkAttendance, NetworkMeeting, NetworkMember, NetworkSending
from governance.papers import network_snapshot, pages
from governance.services import network_convocations as convocations
from governance.services import network_meetings as meetings
from governance.services import network_papers as papers
from governance.services import networks as services
from tests.factories.accounts import UserFactory
from tests.factories.contracts import ContractFactory, with_role, world

TODAY = date(2026, 6, 1)
SOON = TODAY + timedelta(days=20)
HOME = "/gouvernance/reseaux/"


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def network(people):
    return services.create_network(actor=people.siege, region=people.region, kind="coordinators", meetings_per_year=4)


@pytest.fixture
def local(people):
    """The group of the Drôme."""
    return services.create_network(
        actor=people.referent, department=people.drome, kind="department_group", name="CLS de la Drôme"
    )


@pytest.fixture
def meeting(people, network):
    services.add_member(network=network, actor=people.siege, name="Mona Membre", email="mona@exemple.fr")
    services.take_proposed(network=network, people=[people.coordinator.pk], actor=people.siege, today=TODAY)
    made = meetings.prepare_meeting(network=network, actor=people.siege, on=SOON, begins_at=time(9, 30), place="Lyon")
    meetings.add_item(meeting=made, actor=people.siege, title="Santé mentale")
    return made


def decide(network, actor, text, *, on=SOON, **kwargs):
    return meetings.decide(network=network, actor=actor, on=on, today=SOON, text=text, **kwargs)


def held(meeting, actor):
    return meetings.pass_meeting(meeting, "held", actor=actor, today=SOON)


def status(client, user, address):
    client.force_login(user)
    return client.get(address).status_code


def said_in_journal(network):
    lines = Change.objects.filter(part="network", additional_data__network=network.pk).order_by("id")
    assert not lines.exclude(scope=None).exists()
    return tell(lines)


# --- the network and its members ----------------------------------------------------------------------
def test_it_belongs_to_one_territory_and_its_ars_holds_it(people, network, local):
    assert str(network) == "Réseau des coordinateurs (Auvergne-Rhône-Alpes)"
    with pytest.raises(Forbidden):
        services.create_network(actor=people.referent, region=people.region, kind="other")
    with pytest.raises(Forbidden):
        services.create_network(actor=people.neighbour, department=people.drome, kind="other")
    for places in ({}, {"region": people.region, "department": people.drome}):
        with pytest.raises(Invalid):
            services.create_network(actor=people.siege, kind="other", **places)
    with pytest.raises(IntegrityError), transaction.atomic():
        Network.objects.create(kind="other", region=people.region, department=people.drome)
    assert services.create_network(actor=people.siege, department=people.drome, kind="other").pk


def test_a_stranger_sees_nothing_and_a_member_reads_until_her_last_day(client, people, network, local):
    for user in (people.siege, people.referent, people.neighbour, people.coordinator, people.administrator):
        assert status(client, user, local.get_absolute_url()) == 200
    for user in (people.stranger, people.nobody, people.partner, people.reader):
        assert status(client, user, local.get_absolute_url()) == 404
        assert "CLS de la Drôme" not in client.get(HOME).content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    member = services.add_member(network=local, actor=people.referent, name="Noé", email=people.nobody.email)
    assert member.user == people.nobody and member.who == "Noé Personne"
    assert status(client, people.nobody, local.get_absolute_url()) == 200
    assert status(client, people.nobody, f"{local.get_absolute_url()}modifier/") == 403
    assert status(client, people.nobody, network.get_absolute_url()) == 404
    services.edit_member(member, actor=people.referent, until=yesterday)
    assert status(client, people.nobody, local.get_absolute_url()) == 404


def test_a_coordinator_reads_the_group_of_her_departement_only(client, people, local):
    isere = people.neighbour.territory_roles.get().department
    elsewhere = ContractFactory(territory__departments=[isere], department=isere)
    other = with_role(elsewhere, ContractRoleKind.COORDINATOR)
    assert status(client, other, local.get_absolute_url()) == 404


def test_coordinators_of_the_territory_are_proposed_once(people, network):
    assert list(services.proposed_members(network)) == [people.coordinator]
    services.take_proposed(network=network, people=[people.coordinator.pk], actor=people.siege, today=TODAY)
    assert not services.proposed_members(network)
    with pytest.raises(Invalid):
        services.take_proposed(network=network, people=[people.nobody.pk], actor=people.siege, today=TODAY)
    with pytest.raises(Invalid):
        services.add_member(network=network, actor=people.siege, name="Encore", email=people.coordinator.email.upper())
    with pytest.raises(Forbidden):
        services.add_member(network=network, actor=people.coordinator, name="Moi")


def test_two_people_at_once(people, network):
    member = services.add_member(network=network, actor=people.siege, name="Mona Membre")
    services.edit_network(network, actor=people.siege, version=1, name="Réseau AURA")
    services.edit_member(member, actor=people.siege, version=1, leads=True)
    with pytest.raises(Stale):
        services.edit_network(network, actor=people.pen, version=1, name="Autre")
    with pytest.raises(Stale):
        services.remove_member(member, actor=people.pen, version=1)
    assert Network.objects.get().name == "Réseau AURA" and NetworkMember.objects.get().leads


def test_two_people_on_the_page_keep_both_texts(client, people, network):
    services.edit_network(network, actor=people.siege, version=1, name="Réseau AURA")
    client.force_login(people.pen)
    sent = {"kind": "coordinators", "name": "Le mien", "purpose": "", "meetings_per_year": "4", "version": "1"}
    answer = client.post(f"{network.get_absolute_url()}modifier/", sent)
    said = answer.content.decode()
    assert answer.status_code == 409 and "Réseau AURA" in said and "Le mien" in said


def test_the_journal_is_of_the_network_and_of_no_contract(client, people, network, meeting):
    services.edit_network(network, actor=people.siege, meetings_per_year=6)
    held(meeting, people.siege)
    told = said_in_journal(network)
    fields = [(field["label"], field["before"], field["after"]) for line in told for field in line["fields"]]
    assert ("séances par an", "4", "6") in fields and ("état", "En préparation", "Tenue") in fields
    assert any("Santé mentale" in line["what"] for line in told)
    assert status(client, people.coordinator, f"{network.get_absolute_url()}journal/") == 403
    client.force_login(people.siege)
    page = client.get(f"{network.get_absolute_url()}journal/").content.decode()
    assert "Séances par an" in page and "Mona Membre" in page
    assert people.coordinator.email not in page


def test_one_that_met_is_not_removed(people, network, local, meeting):
    with pytest.raises(Refused):
        services.remove_network(network, actor=people.siege)
    services.remove_network(local, actor=people.referent)
    assert list(Network.objects.all()) == [network]


# --- meetings -----------------------------------------------------------------------------------------
def test_a_meeting_keeps_the_members_of_its_day(people, network, meeting):
    services.add_member(network=network, actor=people.siege, name="Plus tard", since=SOON + timedelta(days=1))
    later = meetings.edit_meeting(meeting, actor=people.siege, on=SOON + timedelta(days=2))
    meetings.pass_meeting(later, "convened", actor=people.siege, today=TODAY)
    services.edit_member(NetworkMember.objects.get(name="Mona Membre"), actor=people.siege, name="Mona Partie")
    assert {row.name for row in meeting.attendances.all()} == {"Mona Membre", "Camille Coordinatrice", "Plus tard"}


def test_who_left_before_the_convocation_is_not_convened(people, network, meeting):
    services.add_member(network=network, actor=people.siege, name="Noé", email="noe@exemple.fr")
    meetings.edit_meeting(meeting, actor=people.siege, on=SOON + timedelta(days=1))
    assert meeting.attendances.count() == 3
    services.edit_member(NetworkMember.objects.get(name="Mona Membre"), actor=people.siege, until=TODAY)
    services.remove_member(NetworkMember.objects.get(name="Noé"), actor=people.siege)
    meetings.pass_meeting(meeting, "convened", actor=people.siege, today=TODAY)
    convocations.send_mails(waiting())
    assert [each.to for each in mail.outbox] == [[people.coordinator.email]]
    removed = Change.objects.filter(action=Change.Action.DELETE, content_type__model="networkattendance")
    assert {(line.actor, line.additional_data["network"]) for line in removed} == {(people.siege, network.pk)}
    assert removed.count() == 2


def test_a_closed_account_is_not_invited(people, network, meeting):
    people.coordinator.is_active = False
    people.coordinator.save()
    later = meetings.prepare_meeting(network=network, actor=people.siege, on=SOON)
    assert [row.name for row in later.attendances.all()] == ["Mona Membre"]


def test_the_agenda_is_ordered(people, meeting):
    second = meetings.add_item(meeting=meeting, actor=people.siege, title="Formations")
    meetings.move_item(second, actor=people.siege, up=True)
    assert [item.title for item in meeting.items.all()] == ["Formations", "Santé mentale"]
    with pytest.raises(Forbidden):
        meetings.add_item(meeting=meeting, actor=people.referent, title="Le mien")
    with pytest.raises(Stale):
        meetings.edit_item(second, actor=people.siege, version=1, title="Autre")


def test_its_passages(people, network, meeting):
    with pytest.raises(PassageRefused) as refused:
        meetings.pass_meeting(meeting, "held", actor=people.siege, today=TODAY)
    assert [each.code for each in refused.value.missing] == ["early"]
    with pytest.raises(Forbidden):
        meetings.pass_meeting(meeting, "convened", actor=people.coordinator, today=TODAY)
    with pytest.raises(Stale):
        meetings.pass_meeting(meeting, "convened", actor=people.siege, today=TODAY, version=meeting.version + 1)
    with pytest.raises(Invalid):
        meetings.pass_meeting(meeting, "cancelled", actor=people.siege, today=TODAY)
    now = held(meeting, people.siege)
    meetings.edit_meeting(now, actor=people.siege, minutes="<p>Dit</p>")
    closed = meetings.pass_meeting(now, "closed", actor=people.siege, today=SOON)
    with pytest.raises(Frozen):
        meetings.edit_meeting(closed, actor=people.siege, minutes="<p>Autre</p>")
    meetings.rectify(meeting=closed, actor=people.siege, text="Lire 2027.")
    assert network_snapshot.of_meeting(closed)["rectifications"][0]["text"] == "Lire 2027."
    with pytest.raises(PassageRefused):
        meetings.pass_meeting(closed, "held", actor=people.siege, today=SOON)
    blank = meetings.prepare_meeting(network=network, actor=people.siege, on=SOON)
    with pytest.raises(PassageRefused) as refused:
        meetings.pass_meeting(blank, "convened", actor=people.siege, today=TODAY)
    assert [each.code for each in refused.value.missing] == ["hour", "agenda"]


def test_presences_by_two_people(people, meeting):
    now = held(meeting, people.siege)
    row = now.attendances.get(name="Mona Membre")
    meetings.note_presence(row, actor=people.siege, presence="there", version=row.version)
    with pytest.raises(Stale):
        meetings.note_presence(row, actor=people.pen, presence="absent", version=row.version)
    assert NetworkAttendance.objects.get(pk=row.pk).presence == "there"


def test_decisions_are_numbered_and_never_change(people, network, meeting):
    with pytest.raises(Refused):
        decide(network, people.siege, "Trop tôt", meeting=meeting)
    first = decide(network, people.siege, "Se voir quatre fois", on=TODAY)
    now = held(meeting, people.siege)
    second = decide(network, people.siege, "Une formation", meeting=now)
    with pytest.raises(Invalid):
        decide(network, people.siege, "Datée de demain", on=SOON + timedelta(days=1))
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(Forbidden):
        decide(network, people.coordinator, "La mienne", on=TODAY)
    with pytest.raises(Refused):
        services.remove_network(network, actor=people.siege)
    with pytest.raises(IntegrityError, match="ne change jamais"), transaction.atomic():
        network.decisions.update(text="Autre chose")
    meetings.pass_meeting(now, "closed", actor=people.siege, today=SOON)
    with pytest.raises(Frozen):
        meetings.decide(network=network, actor=people.siege, on=SOON, today=SOON, text="Trop tard", meeting=now)


def test_a_decision_replaces_another_once(people, network, local, meeting):
    first = meetings.decide(network=network, actor=people.siege, on=TODAY, today=TODAY, text="Quatre fois par an")
    said = {"network": network, "on": TODAY, "today": TODAY, "supersedes": first}
    with pytest.raises(Forbidden):
        meetings.decide(actor=people.coordinator, text="Six fois", **said)
    now = held(meeting, people.siege)
    second = meetings.decide(actor=people.siege, text="Six fois par an", meeting=now, **said)
    assert list(network.decisions.in_force()) == [second] and list(network.decisions.superseded()) == [first]
    with pytest.raises(Refused, match="déjà remplacée"):
        meetings.decide(actor=people.pen, text="Huit fois", **said)
    with pytest.raises(Invalid):
        meetings.decide(actor=people.referent, text="Ici", **(said | {"network": local, "supersedes": second}))
    told = [(field["label"], field["after"]) for line in said_in_journal(network) for field in line["fields"]]
    assert [after for label, after in told if label == "remplace"], told
    printed = pages.html(papers.PAPER, papers.content_of(now), on=SOON)
    assert "Elle remplace la décision n°" in printed
    # A relevé kept before decisions replaced one another.
    kept = papers.content_of(now)
    del kept["meeting"]["decisions"][0]["supersedes"]
    assert "Elle remplace" not in pages.html(papers.PAPER, kept, on=SOON)


def test_the_page_replaces_a_decision_and_shows_both_ends(client, people, network):
    today = timezone.localdate()
    first = meetings.decide(network=network, actor=people.siege, on=today, today=today, text="Quatre fois par an")
    where = f"{network.get_absolute_url()}decisions/{first.pk}/remplacer/"
    client.force_login(people.siege)
    assert "Quatre fois par an" in client.get(where).content.decode()
    assert client.post(where, {"text": "Six fois par an", "on": "2999-01-01"}).status_code == 400
    assert client.post(where, {"text": "Six fois par an", "on": today.isoformat()}).status_code == 302
    late = client.post(where, {"text": "Huit fois par an", "on": today.isoformat()})
    assert late.status_code == 400 and "Huit fois par an" in late.content.decode()
    said = client.get(network.get_absolute_url()).content.decode()
    assert "Remplacée par la" in said and "Remplace la" in said and where not in said
    assert status(client, people.coordinator, where) == 403
    assert client.get(where.replace(f"/decisions/{first.pk}/", "/decisions/999999/")).status_code == 403
    client.force_login(people.siege)
    assert client.get(where.replace(f"/decisions/{first.pk}/", "/decisions/999999/")).status_code == 404


# --- mails and paper ----------------------------------------------------------------------------------
def entry(message):
    part = next(part for part in message.attachments if "calendar" in part.get_content_type())
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    return calendar, next(iter(calendar.walk("VEVENT")))


def waiting():
    return list(NetworkSending.objects.waiting().values_list("pk", flat=True))


def test_each_member_gets_one_mail_with_the_entry_then_its_update_and_its_cancellation(people, network, meeting):
    now = meetings.pass_meeting(meeting, "convened", actor=people.siege, today=TODAY)
    assert Job.objects.filter(kind=convocations.KIND, scope=None).count() == 1
    convocations.send_mails(waiting())
    convocations.send_mails(list(NetworkSending.objects.values_list("pk", flat=True)))
    assert sorted(each.to[0] for each in mail.outbox) == sorted(["mona@exemple.fr", people.coordinator.email])
    calendar, event = entry(mail.outbox[0])
    assert (str(calendar["method"]), int(event["sequence"])) == ("REQUEST", 0)
    assert str(event["uid"]) == str(meeting.uid) and "Santé mentale" in mail.outbox[0].body
    with pytest.raises(Refused):
        convocations.resend(now, actor=people.siege)
    services.add_member(network=network, actor=people.siege, name="Nour", email="nour@exemple.fr")
    assert convocations.resend(now, actor=people.siege) == 1
    convocations.send_mails(waiting())
    now.refresh_from_db()
    moved = meetings.edit_meeting(now, actor=people.siege, tell=True, place="Valence")
    convocations.send_mails(waiting())
    _calendar, event = entry(mail.outbox[-1])
    assert int(event["sequence"]) == 1 and str(event["location"]) == "Valence"
    meetings.pass_meeting(moved, "cancelled", actor=people.siege, today=TODAY, reason="Grève")
    convocations.send_mails(waiting())
    calendar, event = entry(mail.outbox[-1])
    assert (str(calendar["method"]), str(event["status"]), int(event["sequence"])) == ("CANCEL", "CANCELLED", 2)
    assert "Grève" in mail.outbox[-1].body and len(mail.outbox) == 9


def test_the_releve_is_a_job_read_by_whoever_reads_the_network(people, network, meeting):
    now = held(meeting, people.siege)
    decide(network, people.siege, "Une formation en commun", meeting=now)
    job = papers.request_paper(meeting=now, actor=people.coordinator)
    assert papers.request_paper(meeting=now, actor=people.siege) == job
    assert papers.may_read_job(people.coordinator, job) and not papers.may_read_job(people.stranger, job)
    printed = pages.html(papers.PAPER, job.params["content"], on=SOON)
    assert "Une formation en commun" in printed and "Projet édité" in printed
    closed = meetings.pass_meeting(now, "closed", actor=people.siege, today=SOON)
    NetworkAttendance.objects.update(name="Changé")
    after = papers.content_of(NetworkMeeting.objects.get(pk=closed.pk))
    assert "Mona Membre" in pages.html(papers.PAPER, after, on=SOON) and not after["draft"]


def test_the_pages_walk_a_meeting_from_its_preparation_to_its_minutes(client, people, network):
    client.force_login(people.siege)
    home = network.get_absolute_url()
    client.post(f"{home}membres/proposes/", {"person": [people.coordinator.pk]})
    today = timezone.localdate()
    answer = client.post(f"{home}seances/preparer/", {"on": today.isoformat(), "begins_at": "09:30"})
    page = answer["Location"]
    client.post(f"{page}points/ajouter/", {"title": "Bilan"})
    assert "Convoquer" in client.get(page).content.decode()
    assert client.post(f"{page}passage/held/").status_code == 302
    client.post(f"{page}compte-rendu/", {"minutes": "<p>Tout va <strong>bien</strong></p>", "version": "2"})
    pk = NetworkMeeting.objects.get().pk
    client.post(f"{home}decisions/ajouter/?seance={pk}", {"text": "Continuer", "on": today.isoformat()})
    row = NetworkAttendance.objects.get()
    client.post(f"{page}presences/", {f"{row.pk}-presence": "there", f"{row.pk}-version": row.version})
    said = client.get(page).content.decode()
    for words in ("Bilan", "<strong>bien</strong>", "Continuer", "Présent·e", "Décision n°\xa01"):
        assert words in said, words
    assert client.get(f"{home}decisions/ajouter/?seance=999999").status_code == 404


def test_a_member_finds_the_next_meeting_on_her_home_page(client, people, network, meeting):
    on = timezone.localdate() + timedelta(days=9)
    meetings.edit_meeting(meeting, actor=people.siege, on=on, title="Journée commune")
    client.force_login(people.coordinator)
    assert "Journée commune" not in client.get("/").content.decode()
    meetings.pass_meeting(meeting, "convened", actor=people.siege, today=timezone.localdate())
    assert "Journée commune" in client.get("/").content.decode()
    client.force_login(people.reader)
    assert "Journée commune" not in client.get("/").content.decode()


# --- as many queries for 1 and for 30 -----------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 30])
def test_queries_of_the_list(client, people, django_assert_num_queries, rows):
    for n in range(rows):
        services.create_network(actor=people.siege, region=people.region, kind="other", name=f"Comité {n}")
    client.force_login(people.siege)
    with django_assert_num_queries(9):
        assert "Comité 0" in client.get(HOME).content.decode()


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_of_a_network_and_of_a_meeting(client, people, network, django_assert_num_queries, rows):
    for n in range(rows):
        services.add_member(network=network, actor=people.siege, name=f"Membre {n}", email=UserFactory().email)
        decide(network, people.siege, f"Décider {n}", on=TODAY)
    for n in range(rows):
        made = meetings.prepare_meeting(network=network, actor=people.siege, on=SOON + timedelta(days=n))
        if n == 0:
            for rank in range(rows):
                meetings.add_item(meeting=made, actor=people.siege, title=f"Point {rank}")
    client.force_login(people.siege)
    with django_assert_num_queries(11):
        client.get(network.get_absolute_url())
    first = network.meetings.first()
    with django_assert_num_queries(12):
        client.get(first.get_absolute_url())

"""When somebody leaves: what the platform gathers, what she answers, the kit handed over, « lu »."""

import re
import subprocess
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from contracts.models import Contract, Document
from contracts.services.contract import edit_contract
from core.errors import Forbidden, Refused, Stale
from core.job_model import Job
from core.models import Change
from core.reminders import Person
from core.wording import day
from governance.handover_told import handovers
from governance.models import Handover
from governance.role_changes import changed_roles
from governance.services import bodies, coordination, decisions, follow_ups, meetings, sheets
from governance.services import handovers as services
from governance.services.sharing import set_region_rules
from tests.factories.accounts import OrganisationFactory
from tests.factories.actions import ActionFactory, StepFactory
from tests.factories.contracts import AxisFactory, ContractFactory, SignatoryFactory, with_role, world
from tests.support.jobs import do_jobs

TODAY = timezone.localdate


@pytest.fixture
def people(db):
    return world()


@pytest.fixture
def post(people):
    return coordination.add_post(
        contract=people.draft,
        actor=people.referent,
        title="Coordination santé",
        holder_name="Camille Coordinatrice",
        holder_email=people.coordinator.email,
        until=TODAY() + timedelta(days=30),
    )


@pytest.fixture
def kit(people, post):
    return services.open_handover(contract=people.draft, actor=people.coordinator, kind="coordinator", post=post)


def url(name, row, *args):
    return reverse(f"coordination:{name}", args=[row.contract.reference, row.pk, *args])


def words(text):
    return re.sub(r"\s+", " ", text)


def test_opening_asks_the_questions_of_the_platform_and_of_the_region_once(people, post):
    set_region_rules(region=people.region, actor=people.siege, handover_questions=["Où en est le PTSM ?"])
    asked = {"contract": people.draft, "actor": people.coordinator, "kind": "coordinator", "post": post}
    made = services.open_handover(**asked)
    assert (made.leaver_name, made.leaves_on) == ("Camille Coordinatrice", post.until)
    questions = [row.question for row in made.answers.all()]
    assert len(questions) == 9 and questions[-1] == "Où en est le PTSM ?"
    assert services.open_handover(**asked) == made and Handover.objects.count() == 1
    elected = services.open_handover(contract=people.draft, actor=people.referent, kind="elected")
    assert elected != made
    assert Change.objects.get_for_object(made).filter(scope=people.draft.pk, action=Change.Action.CREATE).exists()


@pytest.mark.parametrize("who", ["elected", "partner", "reader", "siege", "stranger"])
def test_those_who_do_not_write_open_and_answer_nothing(people, post, kit, who):
    actor = getattr(people, who)
    with pytest.raises(Forbidden):
        services.open_handover(contract=people.draft, actor=actor, kind="ars")
    with pytest.raises(Forbidden):
        services.answer_question(kit.answers.first(), actor=actor, text="Rien")
    with pytest.raises(Forbidden):
        services.hand_over(kit, actor=actor, today=TODAY())


def test_answers_are_saved_one_by_one_and_two_at_once_meet(client, people, kit):
    first, second = kit.answers.all()[:2]
    client.force_login(people.coordinator)
    where = url("handover_answer", kit, first.pk)
    answer = client.post(where, {"text": "Voir le maire", "version": 1, "next": "1"})
    assert answer["Location"] == url("handover_answer", kit, second.pk)
    with pytest.raises(Stale):
        services.answer_question(first, actor=people.referent, text="Autre", version=1)
    refused = client.post(where, {"text": "Autre chose", "version": 1})
    page = refused.content.decode()
    assert refused.status_code == 409 and "Voir le maire" in page and "Autre chose" in page
    line = Change.objects.get_for_object(first).get(changes__has_key="text", action=Change.Action.UPDATE)
    assert line.changes["text"] == ["", "(réservé)"] and line.actor == people.coordinator
    journal = reverse("contracts:journal", args=[people.draft.reference])
    assert "Réponse" in client.get(journal).content.decode()
    client.force_login(people.partner)
    assert "Voir le maire" not in client.get(journal).content.decode()
    assert not Change.objects.filter(changes__icontains="Voir le maire").exists()


@pytest.fixture
def full(people, kit):
    contract, actor = people.draft, people.referent
    organisation = OrganisationFactory(name="Mission de la Drôme")
    SignatoryFactory(contract=contract, organisation=organisation, representative_name="Lucie Essai")
    action = ActionFactory(axis=AxisFactory(contract=contract), title="Ouvrir une maison sport santé")
    StepFactory(action=action, title="Signer le bail", due_on=TODAY() + timedelta(days=9))
    body = bodies.add_body(contract=contract, actor=actor, kind="copil")
    bodies.add_seat(body=body, actor=actor, organisation=organisation, holder_name="Lucie Essai")
    past = meetings.prepare_meeting(body=body, actor=actor, on=date(2026, 3, 2))
    past.attendances.update(presence="holder")
    meetings.prepare_meeting(body=body, actor=actor, on=TODAY() + timedelta(days=20))
    facts = {"contract": contract, "actor": actor, "on": date(2026, 3, 2), "today": TODAY()}
    taken = decisions.take_decision(**facts, text="Ouvrir le samedi.")
    follow_ups.add_follow_up(contract=contract, actor=actor, text="Écrire au maire", decision=taken)
    services.answer_question(kit.answers.first(), actor=people.coordinator, text="Ménager la mairie")
    return kit


SAID = [
    *("Ouvrir une maison sport santé", "Signer le bail", "Écrire au maire", "Ouvrir le samedi.", "Ménager la mairie"),
    *("Mission de la Drôme", "Lucie Essai", "présence en séance, le 2 mars 2026", "COPIL", "Camille Coordinatrice"),
]


def test_lines_of_the_journal_written_before_lose_the_words_of_answers(people, kit):
    answer = kit.answers.first()
    services.answer_question(answer, actor=people.coordinator, text="Voir le maire")
    lines = Change.objects.get_for_object(answer)
    lines.filter(changes__has_key="text").update(changes={"text": ["", "Voir le maire"], "version": ["1", "2"]})
    import_module("governance.migrations.0018_answers_out_of_the_journal").reserve_answers(apps, None)
    changes = lines.get(action=Change.Action.UPDATE).changes
    assert changes == {"text": ["", "(réservé)"], "version": ["1", "2"]}


def test_the_page_gathers_what_is_under_way(client, people, full, django_assert_max_num_queries):
    client.force_login(people.siege)
    with django_assert_max_num_queries(40):
        page = words(strip_tags(client.get(url("handover", full)).content.decode()))
    assert [word for word in SAID if word not in page] == []


def test_the_kit_handed_over_is_a_pdf_that_changes_no_more(client, people, full):
    client.force_login(people.coordinator)
    assert client.post(url("handover_give", full), {"version": full.version}).status_code == 302
    do_jobs()
    full.refresh_from_db()
    assert full.handed and full.document.kind == "handover"
    with full.document.file.open("rb") as file:
        read = subprocess.run(["pdftotext", "-", "-"], input=file.read(), capture_output=True, check=True)
    text = words(read.stdout.decode())
    assert [word for word in SAID if word not in text] == []
    for act in (
        lambda: services.answer_question(full.answers.first(), actor=people.coordinator, text="Après"),
        lambda: services.edit_handover(full, actor=people.coordinator, leaver_name="Autre"),
        lambda: services.hand_over(full, actor=people.coordinator, today=TODAY()),
    ):
        with pytest.raises(Refused):
            act()
    assert client.post(url("handover_give", full), {"version": full.version}).status_code == 409


def test_a_pdf_before_the_end_is_not_kept_and_partners_read_neither(client, people, full):
    client.force_login(people.coordinator)
    asked = client.post(url("handover_pdf", full))
    do_jobs()
    job = Job.objects.get(kind=services.KIND)
    assert asked["Location"] == reverse("core:job", args=[job.pk])
    assert reverse("core:job_file", args=[job.pk]) in client.get(asked["Location"]).content.decode()
    state = client.get(reverse("core:job_state", args=[job.pk]), headers={"HX-Request": "true"})
    assert "HX-Redirect" not in state and reverse("core:job_file", args=[job.pk]) in state.content.decode()
    assert f"Édité le {day(TODAY())}" in sheets.html(job.params)
    assert not Document.objects.filter(kind="handover").exists()
    services.hand_over(full, actor=people.referent, today=TODAY())
    do_jobs()
    kept = Document.objects.get(kind="handover")
    where = reverse("contracts:document", args=[people.draft.reference, kept.pk])
    client.force_login(people.siege)
    assert client.get(where).status_code == 200
    for who in (people.partner, people.reader):
        client.force_login(who)
        assert client.get(where).status_code == 404 and client.get(url("handover", full)).status_code == 403
        listed = client.get(reverse("contracts:documents", args=[people.draft.reference])).content.decode()
        assert kept.title not in listed


def test_the_successor_sees_it_until_she_says_that_she_read_it(client, people, full):
    newcomer = with_role(people.draft, "coordinator", display_name="Nour Nouvelle")
    services.hand_over(full, actor=people.referent, today=TODAY())
    home = reverse("contracts:contract", args=[people.draft.reference])

    def told(who):
        client.force_login(who)
        return "Un dossier de passation vous attend" in client.get(home).content.decode()

    assert told(newcomer) and not told(people.coordinator)
    client.force_login(newcomer)
    assert "Dossier de passation à lire" in client.get("/").content.decode()
    with pytest.raises(Forbidden):
        services.mark_read(full, actor=people.coordinator, today=TODAY())
    client.force_login(newcomer)
    assert client.post(url("handover_read", full)).status_code == 302
    full.refresh_from_db()
    assert (full.read_on, full.successor) == (TODAY(), newcomer) and not told(newcomer)


def test_nobody_reads_what_is_not_handed_over(people, kit):
    with pytest.raises(Refused):
        services.mark_read(kit, actor=people.referent, today=TODAY())


def test_the_coordinator_is_reminded_before_her_last_day(people, post):
    def said(today):
        return [reason.email for reason in handovers(today)]

    assert said(post.until - timedelta(days=46)) == []
    assert said(post.until - timedelta(days=20)) == [people.coordinator.email]
    made = services.open_handover(contract=people.draft, actor=people.coordinator, kind="coordinator", post=post)
    services.hand_over(made, actor=people.coordinator, today=post.until - timedelta(days=21))
    assert said(post.until - timedelta(days=20)) == []
    # What the one before gave says nothing of what her successor, who leaves soon too, is to give.
    bodies.edit_row(post, actor=people.coordinator, holder_name="Sami Après")
    assert said(post.until - timedelta(days=20)) == [people.coordinator.email]


# --- an élu·e or a référent·e of the ARS -------------------------------------------------------
def test_the_kit_of_a_role_is_that_of_the_one_who_leaves(client, people):
    contract = people.draft
    Contract.objects.filter(pk=contract.pk).update(
        elected_referent_name="Ana Avant", elected_referent_email="ana@exemple.fr"
    )
    contract.refresh_from_db()
    heir = with_role(contract, "elected", display_name="Zoé Après")
    opened = services.open_handover(contract=contract, actor=people.coordinator, kind="elected")
    assert (opened.leaver_name, opened.leaver_email, opened.successor) == ("Ana Avant", "ana@exemple.fr", None)
    opened.delete()
    named = {"elected_referent_name": str(heir), "elected_referent_email": heir.email}
    edit_contract(contract=contract, actor=people.coordinator, **named)
    client.force_login(people.coordinator)
    page = client.get(reverse("governance:bodies", args=[contract.reference])).content.decode()
    where = reverse("coordination:handovers", args=[contract.reference])
    assert where in page
    assert "Élu·e référent·e (Zoé Après)" in client.get(where).content.decode()
    assert client.post(where, {"who": "elected"}).status_code == 302
    made = Handover.objects.get()
    assert (made.leaver_name, made.leaver_email, made.leaves_on) == ("Ana Avant", "ana@exemple.fr", TODAY())
    assert made.successor == heir
    services.hand_over(made, actor=people.coordinator, today=TODAY())
    assert services.mark_read(made, actor=heir, today=TODAY()).read_on


def rename(contract, actor, role, name):
    edit_contract(contract=Contract.objects.get(pk=contract.pk), actor=actor, **{f"{role}_name": name})


def asked(people, who="coordinator"):
    return [row.sentence for row in changed_roles(TODAY(), person=Person(getattr(people, who).email))]


@pytest.mark.parametrize(("role", "kind"), [("elected_referent", "elected"), ("ars_referent", "ars")])
def test_a_role_that_changes_hands_asks_for_its_kit_until_it_is_given(client, people, role, kind):
    contract = people.draft
    Contract.objects.filter(pk=contract.pk).update(**{f"{role}_name": "Ana Avant"})
    assert asked(people) == []
    rename(contract, people.coordinator, role, "ANA  AVANT")
    assert asked(people) == []
    rename(contract, people.coordinator, role, "Zoé Après")
    (said,) = asked(people)
    assert "Zoé Après succède à" in said and said.endswith("Un dossier de passation est à préparer.")
    assert asked(people, "referent") == [said] and asked(people, "stranger") == [] == asked(people, "elected")
    told = {(reason.email, reason.scope) for reason in changed_roles(TODAY())}
    assert {(people.coordinator.email, contract.pk), (people.referent.email, contract.pk)} <= told
    client.force_login(people.coordinator)
    assert "Zoé Après succède à" in client.get("/").content.decode()
    kit = services.open_handover(contract=contract, actor=people.coordinator, kind=kind)
    (reason,) = changed_roles(TODAY(), person=Person(people.coordinator.email))
    assert reason.sentence.endswith("est à remettre.") and reason.url == url("handover", kit)
    services.hand_over(kit, actor=people.coordinator, today=TODAY())
    assert asked(people) == []
    rename(contract, people.coordinator, role, "Chloé Ensuite")
    # On the same day as the kit before: that of the second departure is asked by the next one alone.
    Handover.objects.filter(pk=kit.pk).update(handed_on=TODAY() - timedelta(days=1))
    assert "Chloé Ensuite succède à Zoé Après" in asked(people)[0]


def test_a_kit_that_nobody_needs_is_dropped_with_its_reason_and_asked_no_more(client, people, post):
    contract = people.draft
    Contract.objects.filter(pk=contract.pk).update(elected_referent_name="Ana Avant")
    rename(contract, people.coordinator, "elected_referent", "Zoé Après")
    kit = services.open_handover(contract=contract, actor=people.coordinator, kind="elected")
    mine = services.open_handover(contract=contract, actor=people.coordinator, kind="coordinator", post=post)
    assert len(asked(people)) == 1 and len(list(handovers(TODAY()))) == 1
    with pytest.raises(Forbidden):
        services.drop_handover(kit, actor=people.reader, reason="Même personne", today=TODAY())
    with pytest.raises(Stale):
        services.drop_handover(kit, actor=people.referent, reason="Non", today=TODAY(), version=kit.version + 1)
    client.force_login(people.coordinator)
    where = url("handover_drop", kit)
    assert where in client.get(url("handover", kit)).content.decode()
    assert client.post(where, {"reason": " ", "version": kit.version}).status_code == 400
    assert client.post(where, {"reason": "Même personne", "version": kit.version}).status_code == 302
    services.drop_handover(mine, actor=people.referent, reason="Elle reste", today=TODAY())
    assert asked(people) == [] and list(handovers(TODAY())) == []
    listed = client.get(reverse("coordination:handovers", args=[contract.reference])).content.decode()
    assert "Sans dossier" in listed and "Même personne" in listed
    assert "Aucun dossier n’est remis" in client.get(url("handover", kit)).content.decode()
    line = (
        Change.objects.get_for_object(kit).filter(changes__has_key="dropped_reason", action=Change.Action.UPDATE).get()
    )
    assert (line.scope, line.actor) == (contract.pk, people.coordinator)
    assert line.changes["dropped_reason"][1] == "(réservé)"
    late = client.post(where, {"reason": "Encore", "version": kit.version + 1})
    assert late.status_code == 400 and "il ne change plus" in late.content.decode()
    for act in (
        lambda: services.hand_over(kit, actor=people.coordinator, today=TODAY()),
        lambda: services.answer_question(kit.answers.first(), actor=people.coordinator, text="Après"),
    ):
        with pytest.raises(Refused):
            act()
    again = services.open_handover(contract=contract, actor=people.coordinator, kind="elected")
    assert again != kit and "est à remettre" in asked(people)[0]


def test_a_role_first_named_emptied_or_put_back_is_nobody_leaving(people):
    contract = people.draft
    Contract.objects.filter(pk=contract.pk).update(elected_referent_name="")
    for name in ("Ana Avant", "", "Ana Avant"):
        rename(contract, people.coordinator, "elected_referent", name)
    assert asked(people) == []
    rename(contract, people.coordinator, "elected_referent", "Zoé Après")
    rename(contract, people.coordinator, "elected_referent", "Ana Avant")
    assert asked(people) == []
    rename(contract, people.coordinator, "elected_referent", "Zoé Après")
    assert len(asked(people)) == 1
    assert (
        list(changed_roles(TODAY() + services.JUST + timedelta(days=1), person=Person(people.coordinator.email))) == []
    )
    Contract.objects.filter(pk=contract.pk).update(stage="abandoned")
    assert asked(people) == []


def test_a_kit_given_before_the_new_name_is_that_of_the_departure(people):
    Contract.objects.filter(pk=people.draft.pk).update(elected_referent_name="Ana Avant")
    people.draft.refresh_from_db()
    kit = services.open_handover(contract=people.draft, actor=people.coordinator, kind="elected")
    services.hand_over(kit, actor=people.coordinator, today=TODAY())
    Handover.objects.update(handed_on=TODAY() - timedelta(days=20))
    rename(people.draft, people.coordinator, "elected_referent", "Zoé Après")
    assert asked(people) == []


@pytest.mark.parametrize("count", [0, 1, 30])
def test_what_changed_hands_is_asked_in_few_queries(people, django_assert_num_queries, count):
    for n in range(count):
        contract = ContractFactory(elected_referent_name="Ana Avant")
        contract.roles.create(user=people.coordinator, role="coordinator")
        rename(contract, None, "elected_referent", f"Zoé {n}")
    # The first two are her account and her roles, which the home page knows already.
    with django_assert_num_queries(5 if count else 3):
        assert len(asked(people)) == count


def test_a_coordination_without_a_post_has_its_kit_too(client, people):
    client.force_login(people.coordinator)
    where = reverse("coordination:handovers", args=[people.draft.reference])
    assert client.post(where, {"who": "coordinator"}).status_code == 302
    assert Handover.objects.get().post is None
    coordination.add_post(contract=people.draft, actor=people.referent, title="Poste")
    assert client.post(where, {"who": "coordinator"}).status_code == 400

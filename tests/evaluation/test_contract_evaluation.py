"""The evaluation of a contract: set up, judged in a grid, told by interviews without names, followed to the end."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import Predecessor, Scheme
from contracts.parts import all_requirements
from core.errors import Forbidden, Invalid, Refused, Stale
from core.models import Change
from core.reminders import Person
from evaluation.anonymity import names_of, people_named, without_names
from evaluation.models import BankQuestion, Evaluation, Interview, Judgement, Quote, Recommendation
from evaluation.reminders import recommendations as asked
from evaluation.services import bank, evaluations, interviews, recommendations
from evaluation.services.judgements import JudgementsRefused, Said, save_judgements
from governance.models import FollowUp
from governance.services.coordination import add_post, change_holder
from territories.models import Territory
from tests.factories.actions import ActionFactory
from tests.factories.contracts import AxisFactory, ContractFactory, SchemeLinkFactory, world


@pytest.fixture
def people(db):
    return world()


def today():
    return timezone.localdate()


def url(name, contract, *args):
    return reverse(f"evaluation:{name}", args=[contract.reference, *args])


def taken(people, *codes):
    said = {"contract": people.draft, "actor": people.referent, "codes": codes or ("inegalites", "parcours")}
    return evaluations.take_questions(**said)


def journal(row):
    return Change.objects.filter(object_id=row.pk, content_type__model=row._meta.model_name).order_by("id")


# --- Set up -----------------------------------------------------------------------------------------
def test_the_two_usual_questions_come_with_their_seven_criteria(people):
    questions = taken(people)
    assert [question.criteria.count() for question in questions] == [4, 3]
    assert all("Île-de-France" in question.origin for question in questions)
    assert taken(people) == []
    assert journal(questions[0]).get().part == "evaluation"


def test_a_question_that_is_not_in_the_bank_is_refused(people):
    with pytest.raises(Invalid):
        taken(people, "inventee")
    with pytest.raises(Forbidden):
        evaluations.take_questions(contract=people.draft, actor=people.reader, codes=["parcours"])


def test_without_a_question_the_signature_is_advised_against(people):
    def codes():
        found = all_requirements(people.draft, target="signature", today=today())
        return [item.code for item in found if item.code.startswith("evaluation") and not item.blocking]

    assert codes() == ["evaluation_missing"]
    taken(people)
    assert codes() == []
    evaluations.add_question(contract=people.draft, actor=people.referent, title="Et après ?")
    assert codes() == ["evaluation_without_criteria"]


def test_two_people_who_set_it_up_at_once(people):
    said = {"contract": people.draft, "actor": people.referent}
    made = evaluations.set_up_evaluation(**said, purpose="Décider de la suite")
    with pytest.raises(Stale):
        evaluations.set_up_evaluation(**said, purpose="Autre chose")
    evaluations.set_up_evaluation(**said, version=made.version, purpose="Décider")
    with pytest.raises(Stale):
        evaluations.set_up_evaluation(**said, version=made.version, purpose="Trop tard")
    assert Evaluation.objects.get().purpose == "Décider"
    assert [line.changes["purpose"][1] for line in journal(made)] == ["Décider de la suite", "Décider"]


def test_a_row_of_another_contract_is_refused(people):
    mine, other = taken(people)[0], ContractFactory()
    elsewhere = evaluations.add_source(contract=other, actor=None, title="Ailleurs")
    with pytest.raises(Invalid, match="pas de ce contrat"):
        evaluations.add_criterion(
            contract=people.draft, actor=people.referent, question=mine, title="Un", sources=[elsewhere]
        )


def test_what_was_judged_is_not_removed_by_mistake(people):
    question = taken(people, "parcours")[0]
    criterion, action = question.criteria.first(), ActionFactory(axis=AxisFactory(contract=people.draft))
    judge(people, (criterion, action, "fully", ""))
    with pytest.raises(Refused):
        evaluations.remove_question(row=question, actor=people.referent)
    judge(people, (criterion, action, "", "", 1))
    evaluations.remove_question(row=question, actor=people.referent)


# --- Grid -------------------------------------------------------------------------------------------
def judge(people, *cells):
    save_judgements(contract=people.draft, actor=people.referent, said=[Said(*cell) for cell in cells])


def test_the_grid_is_filled_and_emptied_on_its_page(client, people):
    question = taken(people, "parcours")[0]
    first, *_ = criteria = list(question.criteria.all())
    action = ActionFactory(axis=AxisFactory(contract=people.draft), title="Ouvrir un lieu")
    client.force_login(people.coordinator)
    page = client.get(url("grid", people.draft, question.pk)).content.decode()
    assert "Ouvrir un lieu" in page and all(each.title in page for each in criteria)
    data = {f"f{action.pk}-value{first.pk}": "mostly", f"f{action.pk}-comment{first.pk}": "Deux communes sur trois"}
    assert client.post(url("grid", people.draft, question.pk), data).status_code == 302
    row = Judgement.objects.get()
    assert (row.value, row.comment, row.criterion) == ("mostly", "Deux communes sur trois", first)
    assert journal(row).get().actor == people.coordinator
    emptied = {f"f{action.pk}-version{first.pk}": row.version, f"f{action.pk}-value{first.pk}": ""}
    assert client.post(url("grid", people.draft, question.pk), emptied).status_code == 302
    assert not Judgement.objects.exists()


def test_two_people_fill_one_cell(client, people):
    question = taken(people, "parcours")[0]
    criterion = question.criteria.first()
    action = ActionFactory(axis=AxisFactory(contract=people.draft))
    judge(people, (criterion, action, "fully", "Le sien"))
    client.force_login(people.coordinator)
    key = f"f{action.pk}-{{}}{criterion.pk}".format
    data = {key("value"): "none", key("comment"): "Le mien"}
    answer = client.post(url("grid", people.draft, question.pk), data)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Le sien" in page and "Le mien" in page
    assert Judgement.objects.get().comment == "Le sien"
    assert client.post(url("grid", people.draft, question.pk), {**data, key("version"): 1}).status_code == 302
    assert Judgement.objects.get().comment == "Le mien"


def test_one_stale_cell_refuses_the_whole_grid(people):
    first, second, *_ = taken(people, "parcours")[0].criteria.all()
    action = ActionFactory(axis=AxisFactory(contract=people.draft))
    judge(people, (first, action, "fully", ""))
    with pytest.raises(JudgementsRefused) as refused:
        judge(people, (first, action, "none", "", 7), (second, action, "none", ""))
    assert list(refused.value.refusals) == [(first.pk, action.pk)]
    assert Judgement.objects.count() == 1


def test_the_grid_asks_the_same_queries_for_1_and_30_fiches(client, people, django_assert_num_queries):
    question = taken(people)[0]
    axis = AxisFactory(contract=people.draft)
    ActionFactory(axis=axis)
    client.force_login(people.coordinator)
    for wanted in (1, 30):
        while people.draft.actions.count() < wanted:
            ActionFactory(axis=axis)
        with django_assert_num_queries(15):
            client.get(url("grid", people.draft, question.pk))


def test_who_reads_the_contract_reads_the_grid_and_writes_nothing(client, people):
    question = taken(people)[0]
    action = ActionFactory(axis=AxisFactory(contract=people.draft))
    judge(people, (question.criteria.first(), action, "fully", "Très suivi"))
    client.force_login(people.reader)
    page = client.get(url("grid", people.draft, question.pk)).content.decode()
    assert "Pleinement" in page and "Très suivi" in page and "<select" not in page
    assert client.post(url("grid", people.draft, question.pk), {}).status_code == 403


# --- Interviews and quotes ----------------------------------------------------------------------------
def heard(people, **fields):
    said = {"audience": "inhabitants", "on": today(), "person_name": "Jeanne Durand", "notes": "Elle a parlé de Nyons."}
    made = interviews.add_interview(contract=people.draft, actor=people.referent, today=today(), **said | fields)
    return made


def agree(people, interview, consent="given"):
    said = {"consent": consent, "on": today(), "way": "written", "today": today()}
    return interviews.note_consent(row=interview, actor=people.referent, **said)


def quoted(people, interview, original="Mme Durand m’a aidée.", **fields):
    return interviews.add_quote(interview=interview, actor=people.referent, original=original, **fields)


def test_nothing_is_quoted_without_a_consent(people):
    interview = heard(people)
    quote = quoted(people, interview)
    with pytest.raises(Refused, match="Sans consentement"):
        interviews.confirm_quote(row=quote, actor=people.referent)
    interview = agree(people, interview)
    assert interview.consent_noted_by == people.referent
    interviews.confirm_quote(row=quote, actor=people.referent)
    assert list(Quote.objects.shown()) == [quote]
    agree(people, interview, "refused")
    assert not Quote.objects.shown().exists()


def test_a_consent_says_when_and_how(people):
    interview = heard(people)
    with pytest.raises(Invalid):
        interviews.note_consent(row=interview, actor=people.referent, consent="given", on=None, way="", today=today())
    with pytest.raises(Invalid):
        interviews.note_consent(
            row=interview,
            actor=people.referent,
            consent="given",
            on=today() + timedelta(days=1),
            way="oral",
            today=today(),
        )


def test_other_words_are_read_again(people):
    interview = agree(people, heard(people))
    quote = interviews.confirm_quote(row=quoted(people, interview), actor=people.referent)
    changed = interviews.edit_quote(row=quote, actor=people.referent, version=quote.version, text="On m’a aidée.")
    assert changed.confirmed_at is None and not Quote.objects.shown().exists()
    with pytest.raises(Stale):
        interviews.confirm_quote(row=changed, actor=people.referent, version=quote.version)


def test_the_known_names_are_masked(people):
    people.draft.ars_referent_name = "Anne Lefèvre"
    people.draft.save()
    post = add_post(contract=people.draft, actor=people.referent, title="Santé", holder_name="Zoé Partie")
    change_holder(post, actor=people.referent, left_on=date(2026, 1, 1), since=date(2026, 1, 2), holder_name="Léo Venu")
    names = names_of([people.draft])
    assert without_names("Zoé Partie puis Léo Venu", names) == "[personne] puis [personne]"
    said = "Mme Le Goff et anne lefevre sont venues vers midi (06 12 34 56 78)."
    assert without_names(said, names) == "Mme [personne] et [personne] sont venues vers midi ([coordonnées])."


def test_campaigns_and_interviews_know_the_same_names(people):
    heard(people, person_name="Ana Dit")
    scheme = Scheme.objects.create(
        kind="cpts", name="CPTS", coordinator_name="Ida Soin", territory=Territory.objects.create(name="CPTS")
    )
    SchemeLinkFactory(contract=people.draft, registered=scheme)
    FollowUp.objects.create(contract=people.draft, text="Écrire", owner_name="Ugo Fait")
    FollowUp.objects.create(contract=people.signed, text="Écrire", owner_name="Eve Ailleurs")
    near, every = people_named([people.draft]), people_named()
    assert {"Ana Dit", "Ida Soin", "Ugo Fait"} <= near < every
    assert "Eve Ailleurs" in every - near


def test_a_quote_is_proposed_without_its_names(people):
    quote = quoted(people, heard(people), "Mme Durand m’a aidée.")
    assert quote.text == "Mme [personne] m’a aidée."


def test_who_only_reads_sees_the_confirmed_quotes_and_nothing_else(client, people):
    interview = agree(people, heard(people))
    interviews.confirm_quote(row=quoted(people, interview), actor=people.referent)
    quoted(people, interview, "Mme Durand, encore.")
    client.force_login(people.reader)
    page = client.get(url("sources", people.draft)).content.decode()
    assert "Mme [personne] m’a aidée." in page
    for hidden in ("Durand", "encore", "Nyons"):
        assert hidden not in page
    assert client.get(url("interview", people.draft, interview.pk)).status_code == 403


def test_the_journal_and_the_file_say_nothing_of_who_spoke(client, people):
    from contracts.exchange import export_contract

    interview = agree(people, heard(people))
    quoted(people, interview, "Mme Durand m’a aidée.")
    told = str(list(Change.objects.filter(scope=people.draft.pk).values_list("changes", "object_repr")))
    assert "interview" in str(list(Change.objects.values_list("content_type__model", flat=True)))
    assert "Durand" not in told and "aidée" not in told and "Nyons" not in told
    assert "Durand" not in str(export_contract(people.draft)) and "aidée" not in str(export_contract(people.draft))


def test_the_answers_follow_the_guide_of_the_region(client, people):
    bank.complete_guide(
        region=people.region, audience="inhabitants", actor=people.siege, questions=["Et la mobilité ?"]
    )
    interview = heard(people)
    client.force_login(people.coordinator)
    page = client.get(url("interview_answers", people.draft, interview.pk)).content.decode()
    assert "Et la mobilité ?" in page and "Que faudrait-il faire en premier" in page
    data = {"version": interview.version, "answer4": "Un bus le jeudi"}
    assert client.post(url("interview_answers", people.draft, interview.pk), data).status_code == 302
    assert Interview.objects.get().answers == [{"question": "Et la mobilité ?", "answer": "Un bus le jeudi"}]
    answer = client.post(url("interview_answers", people.draft, interview.pk), {**data, "answer4": "Deux bus"})
    assert answer.status_code == 400 and "Quelqu’un d’autre" in answer.content.decode()


def test_an_interview_goes_with_all_that_was_said(people):
    interview = heard(people)
    quoted(people, interview)
    interviews.remove_interview(row=interview, actor=people.referent, today=today(), version=interview.version)
    assert not people.draft.evaluation_sources.exists() and not Quote.objects.exists()


# --- Recommendations ------------------------------------------------------------------------------------
def recommend(people, contract=None, **fields):
    contract = contract or people.draft
    return recommendations.add_recommendation(
        contract=contract, actor=people.referent, text="Payer les habitants de leur temps", **fields
    )


def answered(people, row, answer="accepted", **fields):
    said = {"answer": answer, "answered_by": "COPIL", "answered_on": today(), "today": today()}
    return recommendations.answer_recommendation(row=row, actor=people.referent, **said | fields)


def test_an_answer_says_who_when_and_why(people):
    row = recommend(people)
    for wrong in ({"answered_by": " "}, {"answered_on": None}, {"answer": "refused"}, {"answer": "?"}):
        with pytest.raises(Invalid):
            answered(people, row, **wrong)
    row = answered(people, row, "postponed", answer_reason="Budget voté")
    assert (row.answer, row.answer_reason, row.answered_by) == ("postponed", "Budget voté", "COPIL")
    with pytest.raises(Refused):
        recommendations.follow_recommendation(row=row, actor=people.referent, progress="done", today=today())
    with pytest.raises(Refused):
        recommendations.remove_recommendation(row=row, actor=people.referent)
    assert journal(row).last().changes["answer"] == ["", "postponed"]


def test_the_page_of_the_answer_proposes_today(client, people):
    row = recommend(people, addressed_to="La commune")
    client.force_login(people.referent)
    page = url("recommendation_answer", people.draft, row.pk)
    assert f'value="{today().isoformat()}"' in client.get(page).content.decode()
    data = {"version": row.version, "answer": "accepted", "answered_by": "le COPIL", "answered_on": today().isoformat()}
    assert client.post(page, data).status_code == 302
    row.refresh_from_db()
    assert (row.answer, row.answered_on) == ("accepted", today())
    assert "Pour\xa0: La commune" in client.get(url("conclusions", people.draft)).content.decode()


def test_it_is_followed_by_the_person_it_was_given_to_until_it_is_done(client, people):
    row = answered(people, recommend(people, owner=people.partner, due_on=today() - timedelta(days=2)))
    reasons = list(asked(today(), person=Person(people.partner.email)))
    assert len(reasons) == 1 and "Payer les habitants" in reasons[0].sentence
    assert list(asked(today(), scope=people.signed.pk)) == []
    client.force_login(people.reader)
    assert client.get(url("recommendation_follow", people.draft, row.pk)).status_code == 403
    client.force_login(people.partner)
    data = {"version": row.version, "progress": "done", "done_on": today().isoformat(), "proof": "Délibération 12"}
    assert client.post(url("recommendation_follow", people.draft, row.pk), data).status_code == 302
    row.refresh_from_db()
    assert (row.progress, row.proof, row.done_on) == ("done", "Délibération 12", today())
    assert list(asked(today())) == []
    answer = client.post(url("recommendation_follow", people.draft, row.pk), {**data, "proof": "Autre"})
    assert answer.status_code == 409 and "Délibération 12" in answer.content.decode()


def test_the_next_generation_takes_up_what_was_accepted(client, people):
    done = answered(people, recommend(people, people.signed))
    recommendations.follow_recommendation(
        row=done, actor=people.referent, progress="done", done_on=today(), today=today()
    )
    row = answered(people, recommend(people, people.signed))
    with pytest.raises(Invalid):
        recommendations.take_up(contract=people.draft, recommendation=row, actor=people.referent)
    Predecessor.objects.create(contract=people.draft, known=people.signed, label=people.signed.reference)
    client.force_login(people.referent)
    page = client.get(url("conclusions", people.draft)).content.decode()
    assert page.count("Reprendre ici") == 1
    assert client.post(url("recommendation_take_up", people.draft, row.pk)).status_code == 302
    here = Recommendation.objects.get(contract=people.draft)
    assert (here.inherited_from, here.answer, here.progress) == (row, "accepted", "to_do")
    assert "Reprendre ici" not in client.get(url("conclusions", people.draft)).content.decode()
    with pytest.raises(Refused):
        recommendations.take_up(contract=people.draft, recommendation=row, actor=people.referent)


def test_the_list_of_recommendations_is_filtered_in_a_constant_number_of_queries(
    client, people, django_assert_num_queries
):
    client.force_login(people.coordinator)
    recommend(people)
    with django_assert_num_queries(16):
        client.get(url("conclusions", people.draft))
    for _ in range(29):
        recommend(people)
    with django_assert_num_queries(16):
        page = client.get(url("conclusions", people.draft), {"etat": "unanswered"}).content.decode()
    assert "30 recommandations" in page.replace("\xa0", " ")
    assert (
        "Aucune recommandation ne répond"
        in client.get(url("conclusions", people.draft), {"etat": "late"}).content.decode()
    )


# --- Bank ------------------------------------------------------------------------------------------------
def test_the_bank_of_a_region_begins_with_the_usual_questions(client, people):
    client.force_login(people.siege)
    page = client.get(reverse("evaluation:bank", args=[people.region.pk])).content.decode()
    assert "inégalités sociales et territoriales" in page and "Universalisme proportionné" in page
    data = {"title": "Le contrat tient-il ?", "criteria": "Pilotage\nMoyens"}
    assert client.post(reverse("evaluation:bank_question_add", args=[people.region.pk]), data).status_code == 302
    codes = list(BankQuestion.objects.values_list("code", flat=True))
    assert codes == ["inegalites", "parcours", "le-contrat-tient-il"]
    row = BankQuestion.objects.get(code="parcours")
    bank.retire_bank_question(row=row, actor=people.siege)
    assert [entry.code for entry in bank.bank_of(people.region)] == ["inegalites", "le-contrat-tient-il"]
    with pytest.raises(Forbidden):
        bank.save_bank_question(region=people.region, actor=people.referent, title="Non", criteria=["Un"])
    with pytest.raises(Stale):
        bank.save_bank_question(region=people.region, actor=people.siege, row=row, version=1, title="Vieux")

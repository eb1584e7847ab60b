"""The reviews on their pages: prepared, written by two at once, passed, printed, asked for a whole territory."""

import html
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import Document
from core import reminders
from core.job_model import Job
from evaluation.models import RegionReviews, Review, ReviewBatch
from evaluation.services import reviews
from governance.models import Body, Decision
from tests.evaluation.test_figures import plan_of
from tests.evaluation.test_reviews import TODAY
from tests.factories.actions import ActionFactory
from tests.factories.contracts import ContractFactory, with_role, world
from tests.support.jobs import do_jobs

YEAR = timezone.localdate().year


@pytest.fixture
def people(db):
    people = world()
    plan_of(people.draft)
    return people


@pytest.fixture
def review(people):
    made, _job = reviews.prepare_review(contract=people.draft, year=2026, actor=people.coordinator, today=TODAY)
    do_jobs()
    made.refresh_from_db()
    return made


@pytest.fixture
def enter(client):
    def enter(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


def address(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def test_one_press_prepares_the_review_and_leads_to_it(people, enter):
    ref = people.draft.reference
    page = enter(people.coordinator).get(address("reviews", ref))
    assert "Préparer le bilan" in page.content.decode()
    answer = enter(people.coordinator).post(address("review_prepare", ref), {"year": YEAR})
    job = Job.objects.get(kind="review")
    assert answer["Location"] == reverse("core:job", args=[job.pk])
    do_jobs()
    review = Review.objects.get()
    page = html.unescape(enter(people.coordinator).get(review.get_absolute_url()).content.decode())
    for words in ("L’année et celle d’avant", "Ce qui a été fait, fiche par fiche", "Écrire l’analyse"):
        assert words in page
    assert Document.objects.get(kind="review").title == f"Bilan {YEAR} (PDF)"
    assert enter(people.coordinator).post(address("review_prepare", ref), {"year": "x"}).status_code == 400
    assert enter(people.elected).post(address("review_prepare", ref), {"year": YEAR}).status_code == 403


def test_a_text_typed_by_two_shows_both(people, enter, review):
    url = address("review_text", people.draft.reference, review.pk, "summary")
    assert enter(people.coordinator).post(url, {"text": "<p>Un</p>", "version": 1}).status_code == 302
    answer = enter(people.referent).post(url, {"text": "<p>Deux</p>", "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Un" in page and "Deux" in page
    assert review.texts.get(section="summary").text == "<p>Un</p>"
    assert enter(people.coordinator).get(url.replace("summary", "autre")).status_code == 404


def test_from_the_coordination_to_the_ars_to_the_copil(people, enter, review):
    def passage(user, target, **data):
        return enter(user).post(address("review_passage", people.draft.reference, review.pk, target), data)

    assert passage(people.coordinator, "submitted").status_code == 302
    assert passage(people.referent, "returned", remarks="").status_code == 400
    assert passage(people.referent, "returned", remarks="Dites l’argent.").status_code == 302
    page = html.unescape(enter(people.coordinator).get(review.get_absolute_url()).content.decode())
    assert "Dites l’argent." in page and "Transmettre de nouveau" in page
    assert passage(people.coordinator, "submitted").status_code == 302
    assert passage(people.referent, "accepted").status_code == 302
    copil = Body.objects.create(contract=people.draft, kind="copil")
    facts = {"contract": people.draft, "on": TODAY, "text": "Valider le bilan"}
    decision = Decision.objects.create(number=4, body=copil, **facts)
    aside = Decision.objects.create(number=5, **facts)
    assert passage(people.coordinator, "validated", decision=aside.pk).status_code == 400
    assert passage(people.coordinator, "validated", decision="").status_code == 400
    assert passage(people.coordinator, "validated", decision=decision.pk).status_code == 302
    review.refresh_from_db()
    page = enter(people.reader).get(review.get_absolute_url()).content.decode()
    assert review.frozen.sha256 in page and "Écrire l’analyse" not in page
    assert passage(people.coordinator, "submitted").status_code == 409


def test_a_passage_is_made_on_the_review_that_was_seen(people, enter, review):
    """Somebody reads the figures anew between the page and the button: she who confirms is told, and reads again."""
    url = address("review_passage", people.draft.reference, review.pk, "submitted")
    page = enter(people.coordinator).get(review.get_absolute_url()).content.decode()
    assert f'{url}?vu={review.version}"' in page
    seen = review.version
    reviews.keep_snapshot(review=review, content=reviews.read_figures(review, today=TODAY), actor=people.referent)
    assert f'name="version" value="{seen}"' in enter(people.coordinator).get(f"{url}?vu={seen}").content.decode()
    answer = enter(people.coordinator).post(url, {"version": seen})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 409 and "Relisez le bilan" in page and str(people.referent) in page
    assert f'name="version" value="{seen + 1}"' in page
    review.refresh_from_db()
    assert review.state == "prepared" and not review.passages.exists()
    assert enter(people.coordinator).post(url, {"version": seen + 1}).status_code == 302


def test_two_of_the_ars_answer_at_once_and_the_remarks_of_the_second_are_given_back(people, enter, review):
    review = reviews.pass_review(review, "submitted", actor=people.coordinator)
    url = address("review_passage", people.draft.reference, review.pk, "returned")
    reviews.pass_review(review, "accepted", actor=people.referent)
    answer = enter(people.referent).post(url, {"remarks": "Dites l’argent.", "version": review.version})
    assert answer.status_code == 409 and "Dites l’argent." in html.unescape(answer.content.decode())


def test_the_sections_are_chosen_on_the_page(people, enter, review):
    url = address("review_sections", people.draft.reference, review.pk)
    assert enter(people.coordinator).get(url).status_code == 200
    assert enter(people.coordinator).post(url, {"sections": ["money"], "version": review.version}).status_code == 302
    assert enter(people.coordinator).post(url, {"sections": ["done"], "version": review.version}).status_code == 409
    review.refresh_from_db()
    assert review.sections == ["money"]


def test_the_pages_take_as_many_queries_for_one_fiche_as_for_thirty(people, enter, review, django_assert_num_queries):
    client = enter(people.coordinator)
    client.get(review.get_absolute_url())
    for fiches in (0, 30):
        for _ in range(fiches):
            ActionFactory(axis=people.draft.axes.first())
        reviews.keep_snapshot(review=review, content=reviews.read_figures(review, today=TODAY), actor=None)
        with django_assert_num_queries(16):
            client.get(review.get_absolute_url())
        with django_assert_num_queries(11):
            client.get(address("reviews", people.draft.reference))


def test_a_review_is_removed_before_it_is_handed_in(people, enter, review):
    url = address("review_remove", people.draft.reference, review.pk)
    assert enter(people.coordinator).get(url).status_code == 200
    assert enter(people.coordinator).post(url, {"version": review.version}).status_code == 302
    assert not Review.objects.exists()


def test_all_reviews_of_a_departement_are_followed_on_one_page(people, enter):
    client = enter(people.referent)
    type(people.signed).objects.filter(pk=people.signed.pk).update(stage="in_force")
    assert client.get(address("review_batches")).status_code == 200
    answer = client.post(address("review_batch_ask"), {"year": YEAR, "place": f"departement-{people.drome.pk}"})
    batch = ReviewBatch.objects.get()
    assert answer["Location"] == batch.get_absolute_url()
    page = client.get(batch.get_absolute_url()).content.decode()
    assert "en attente" in page and "hx-get" in page
    do_jobs()
    page = client.get(batch.get_absolute_url()).content.decode()
    assert "1\xa0bilan prêt sur 1" in page and "every 3s" not in page
    assert enter(people.siege).get(batch.get_absolute_url()).status_code == 404
    assert enter(people.coordinator).get(address("review_batches")).status_code == 403


def test_the_siege_says_when_reviews_are_due_and_coordinators_are_reminded(people, enter):
    contract = ContractFactory(stage="in_force", signed_on=date(2024, 1, 1))
    with_role(contract, "coordinator")
    url = address("region_reviews", people.region.pk)
    assert enter(people.siege).post(url, {"month_due": 2, "version": 1}).status_code == 302
    assert RegionReviews.objects.get().month_due == 2
    assert enter(people.siege).post(url, {"month_due": 4, "version": 9}).status_code == 409
    assert enter(people.referent).get(url).status_code == 403

    def due(on, **narrow):
        return [reason for reason in reminders.reasons(on, **narrow) if "Le bilan" in reason.sentence]

    assert due(date(2026, 1, 31)) == []
    told = due(date(2026, 2, 1))
    assert [reason.sentence for reason in told] == ["Le bilan 2025 est à transmettre à l’ARS."]
    assert "Il aurait dû l’être." in due(date(2026, 3, 1))[0].sentence
    assert due(date(2026, 2, 1), email=told[0].email.upper()) == told
    assert due(date(2026, 2, 1), email=people.referent.email) == []
    Review.objects.create(contract=contract, year=2025, state="submitted")
    assert due(date(2026, 3, 1)) == []


def test_reviews_are_read_by_rest(people, enter, review):
    client = enter(people.reader)
    said = client.get("/api/v1/reviews/", {"contract": people.draft.reference}).json()["results"]
    assert [(each["year"], each["state"], each["sha256"]) for each in said] == [(2026, "prepared", None)]
    row = client.get(f"/api/v1/reviews/{review.pk}/")
    assert row.json()["snapshot"]["year"] == 2026 and row["ETag"]
    assert enter(people.stranger).get(f"/api/v1/reviews/{review.pk}/").status_code == 404

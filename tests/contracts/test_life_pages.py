"""The pages of a contract's life, walked as people do."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from contracts.enums import Stage
from contracts.models import Agreement, Comment, Contract, Document
from contracts.services import amendments, documents, negotiation
from core.errors import Forbidden, Frozen, Invalid, Refused
from tests.factories.accounts import OrganisationFactory
from tests.factories.contracts import AmendmentFactory, SignatoryFactory, world

pytestmark = pytest.mark.django_db
PAGES = ["lifecycle", "negotiation", "signature", "amendments", "documents", "journal"]


@pytest.fixture
def people():
    return world()


def url(name, contract, *args):
    return reverse(f"contracts:{name}", args=[contract.reference, *args])


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_read_by_those_who_see_the_contract(client, people, name):
    for who, status in (("referent", 200), ("reader", 200), ("stranger", 404)):
        client.force_login(getattr(people, who))
        assert client.get(url(name, people.draft)).status_code == status


def test_the_page_of_stages_says_what_is_missing_and_where(client, people):
    client.force_login(people.referent)
    page = client.get(url("lifecycle", people.draft)).content.decode()
    assert "Bloquant" in page and url("negotiation", people.draft) + "#accords" in page
    assert "Envoyer en consultation" in page


def test_a_passage_from_the_page(client, people):
    client.force_login(people.referent)
    address = url("passage", people.draft, Stage.DIAGNOSIS)
    assert "Revenir au diagnostic" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 400
    assert client.post(address, {"reason": "Compléter"}, follow=True).status_code == 200
    assert Contract.objects.get(pk=people.draft.pk).stage == Stage.DIAGNOSIS
    assert "Compléter" in client.get(url("lifecycle", people.draft)).content.decode()
    # The page that somebody else still has before them.
    assert client.post(address, {"reason": "Encore"}).status_code == 409


def test_a_passage_that_lacks_something_is_refused_with_the_list(client, people):
    client.force_login(people.referent)
    answer = client.post(url("passage", people.draft, Stage.CONSULTATION))
    assert answer.status_code == 409 and "accord" in answer.content.decode()


def test_a_reader_does_not_pass(client, people):
    client.force_login(people.reader)
    assert client.post(url("passage", people.draft, Stage.DIAGNOSIS), {"reason": "x"}).status_code == 403


def test_agreements_and_comments(client, people):
    client.force_login(people.coordinator)
    assert client.post(url("agree", people.draft, "ars")).status_code == 403
    client.post(url("agree", people.draft, "carrier"))
    assert client.post(url("agree", people.draft, "carrier")).status_code == 409
    assert Agreement.objects.get(contract=people.draft).by == people.coordinator
    client.post(url("negotiation", people.draft), {"anchor": "plan", "text": "L’axe 2 est trop large."})
    thread = Comment.objects.get(contract=people.draft)
    client.force_login(people.siege)
    client.post(url("comment_answer", people.draft, thread.pk), {"text": "D’accord."})
    client.post(url("comment_close", people.draft, thread.pk))
    thread.refresh_from_db()
    assert thread.closed_by == people.siege and thread.answers.get().text == "D’accord."
    page = client.get(url("negotiation", people.draft)).content.decode()
    assert "Axes et objectifs" in page and "Clos" in page
    client.force_login(people.reader)
    assert client.post(url("negotiation", people.draft), {"text": "Moi aussi"}).status_code == 403


def test_opinions(client, people):
    client.force_login(people.referent)
    organisation = OrganisationFactory()
    data = {"organisation": organisation.pk, "asked_on": "2026-05-01", "outcome": "favourable"}
    refused = client.post(url("opinion_add", people.draft), data)
    assert refused.status_code == 400 and "rendu" in refused.content.decode()
    client.post(url("opinion_add", people.draft), {**data, "given_on": "2026-05-20"})
    opinion = people.draft.opinions.get()
    stale = {**data, "given_on": "2026-05-21", "version": opinion.version}
    negotiation.change_opinion(opinion=opinion, actor=people.coordinator, text="Avec réserve", outcome="reserved")
    answer = client.post(url("opinion", people.draft, opinion.pk), {**stale, "outcome": "unfavourable"})
    assert answer.status_code == 409 and "Camille Coordinatrice" in answer.content.decode()


def test_amendments(client, people):
    client.force_login(people.referent)
    add = url("amendment_add", people.signed)
    assert 'value="1"' in client.get(add).content.decode()
    refused = client.post(add, {"number": 1, "kinds": ["prorogation"]})
    assert refused.status_code == 400 and "nouvelle fin" in refused.content.decode()
    data = {"number": 1, "kinds": ["prorogation"], "new_ends_on": "2031-12-31", "signed_on": "2026-06-01"}
    client.post(add, data)
    assert Contract.objects.get(pk=people.signed.pk).effective_ends_on == date(2031, 12, 31)
    assert "31\u00a0décembre 2031" in client.get(url("amendments", people.signed)).content.decode()
    assert client.post(add, data).status_code == 400
    with pytest.raises(Refused):
        amendments.add_amendment(contract=people.draft, actor=people.referent, number=1, kinds=["other"])
    with pytest.raises(Forbidden):
        amendments.add_amendment(contract=people.signed, actor=people.coordinator, number=2, kinds=["other"])


def test_an_amendment_with_its_scan_does_not_change(people):
    row = AmendmentFactory(contract=people.signed, kinds=["other"])
    scan = SimpleUploadedFile("avenant.pdf", b"%PDF-1.7")
    amendments.change_amendment(amendment=row, actor=people.referent, scan=scan)
    row.refresh_from_db()
    with pytest.raises(Frozen):
        amendments.change_amendment(amendment=row, actor=people.referent, kinds=["clauses"])
    with pytest.raises(Invalid):
        amendments.change_amendment(amendment=row, actor=people.referent, kinds=[])


def test_the_scan_of_an_amendment_proves_and_nothing_of_a_refused_one_stays(people):
    row = AmendmentFactory(contract=people.signed, number=1, kinds=["other"])
    bad = SimpleUploadedFile("avenant.docx", b"PK")
    with pytest.raises(Invalid, match="type accepté"):
        amendments.change_amendment(amendment=row, actor=people.referent, scan=bad)
    scan = SimpleUploadedFile("avenant.pdf", b"%PDF-1.7")
    with pytest.raises(Invalid, match="déjà ce numéro"):
        amendments.add_amendment(contract=people.signed, actor=people.referent, number=1, kinds=["other"], scan=scan)
    assert not Document.objects.filter(contract=people.signed).exists()
    kept = amendments.change_amendment(amendment=row, actor=people.referent, scan=scan).scan
    with pytest.raises(Refused, match="fait foi"):
        documents.withdraw_document(document=kept, reason="Non", actor=people.coordinator)
    other = SimpleUploadedFile("autre.pdf", b"%PDF-1.6")
    amendments.change_amendment(amendment=row, actor=people.referent, scan=other)
    documents.withdraw_document(document=kept, reason="Ce n’était pas le bon scan", actor=people.coordinator)


def test_documents_from_the_page(client, people):
    client.force_login(people.coordinator)
    file = SimpleUploadedFile("../../délibération n° 3.pdf", b"%PDF-1.7")
    client.post(url("document_deposit", people.draft), {"file": file, "kind": "deliberation"})
    document = Document.objects.get(contract=people.draft)
    answer = client.get(url("document", people.draft, document.pk))
    assert answer["X-Content-Type-Options"] == "nosniff" and "attachment" in answer["Content-Disposition"]
    assert ".." not in document.file.name and "/" not in document.name
    bad = SimpleUploadedFile("page.html", b"<script>")
    assert client.post(url("document_deposit", people.draft), {"file": bad, "kind": "annex"}).status_code == 400
    client.post(url("document_withdraw", people.draft, document.pk), {"reason": "Erreur"})
    assert "Erreur" in client.get(url("documents", people.draft)).content.decode()
    client.force_login(people.stranger)
    assert client.get(url("document", people.draft, document.pk)).status_code == 404
    client.force_login(people.reader)
    assert client.post(url("document_withdraw", people.draft, document.pk), {"reason": "x"}).status_code == 403


def test_the_journal_tells_in_french_and_filters(client, people):
    client.force_login(people.referent)
    negotiation.ask_opinion(contract=people.draft, actor=people.referent, organisation=OrganisationFactory(name="CTS"))
    page = client.get(url("journal", people.draft)).content.decode()
    assert "Ajout\u00a0: avis" in page and "Rachid Référent" in page
    assert "CTS" in client.get(url("journal", people.draft), {"part": "negotiation"}).content.decode()
    assert "Rien au journal" in client.get(url("journal", people.draft), {"part": "amendments"}).content.decode()
    assert "CTS" not in client.get(url("journal", people.draft), {"until": "2020-01-01"}).content.decode()
    assert "CTS" in client.get(url("journal", people.draft), {"person": people.referent.pk}).content.decode()


@pytest.mark.parametrize("name", ["journal", "documents", "negotiation", "amendments"])
def test_the_number_of_queries_does_not_follow_the_rows(client, people, name):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def fill(number):
        for index in range(number):
            negotiation.comment(contract=people.signed, text=f"Remarque {index}", actor=people.referent)
            AmendmentFactory(contract=people.signed, kinds=["other"], number=people.signed.amendments.count() + 1)
            Document.objects.create(
                contract=people.signed, kind="annex", title="Annexe", name="a.pdf", size=1, created_by=people.referent
            )
            SignatoryFactory(contract=people.draft)

    client.force_login(people.referent)
    fill(1)
    client.get(url(name, people.signed))
    with CaptureQueriesContext(connection) as one:
        client.get(url(name, people.signed))
    fill(29)
    with CaptureQueriesContext(connection) as thirty:
        client.get(url(name, people.signed))
    # The journal names rows of fewer kinds once old lines have left its first page.
    assert len(thirty) <= len(one) <= 30


def test_the_negotiation_of_a_signed_contract_is_read_as_past(client, people):
    negotiation.ask_opinion(contract=people.signed, actor=people.referent, organisation=OrganisationFactory())
    people.signed.agreements.create(side="ars", by=people.referent)
    client.force_login(people.referent)
    signed = client.get(url("negotiation", people.signed)).content.decode()
    draft = client.get(url("negotiation", people.draft)).content.decode()
    for words in ("part ensuite en consultation", "Demander un avis", "En attente", "Attendu", "sur le projet"):
        assert words not in signed
    assert "part ensuite en consultation" in draft and "Demander un avis" in draft and "En attente" in draft
    assert "Accord donné" in signed and "Non rendu" in signed and "Ajouter un avis" in signed

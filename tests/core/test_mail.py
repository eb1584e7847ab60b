"""Mails leave with the transaction, are never fatal, and are readable in demonstration only."""

import smtplib

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.urls import reverse

from core.mail import build_mail, kept_mails, send_mail_template
from governance.calendar import calendar_part


@pytest.fixture
def one_template(settings, tmp_path):
    """A mail of our own, so that the wording of the real ones stays free."""
    folder = tmp_path / "mails"
    folder.mkdir()
    (folder / "essai.subject.txt").write_text("Bonjour\n{{ name }}\n")
    (folder / "essai.txt").write_text("Suivez {{ site_url }}/lien/ABC\n")
    (folder / "essai.html").write_text("<p>Bonjour {{ name }}</p>")
    engine = {**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}
    settings.TEMPLATES = [engine]


@pytest.mark.django_db
def test_a_mail_leaves_only_when_the_transaction_holds(one_template, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        send_mail_template(to="lea@exemple.fr", template="essai", context={"name": "<Léa>"})
    assert mail.outbox == []
    callbacks[0]()
    message = mail.outbox[0]
    assert message.subject == "Bonjour <Léa>"
    assert "/lien/ABC" in message.body
    html, kind = message.alternatives[0]
    assert kind == "text/html"
    assert "<p>Bonjour &lt;Léa&gt;</p>" in html


@pytest.mark.django_db
def test_a_dead_mail_server_does_not_undo_what_was_done(
    one_template, monkeypatch, caplog, django_capture_on_commit_callbacks
):
    def dead(*args):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", dead)
    with django_capture_on_commit_callbacks(execute=True):
        send_mail_template(to="lea@exemple.fr", template="essai", context={"name": "Léa"})
    assert "could not be sent" in caplog.text


@pytest.fixture
def kept(settings, tmp_path, one_template):
    settings.KEPT_MAILS_DIR = tmp_path / "kept"
    settings.DEMO_MODE = True
    message = build_mail(to="lea@exemple.fr", template="essai", context={"name": "Léa"})
    get_connection("core.mail.KeptMailBackend").send_messages([message])
    return kept_mails()[0]


def test_a_kept_mail_gives_back_its_parts(kept):
    assert (kept.to, kept.subject) == ("lea@exemple.fr", "Bonjour Léa")
    assert "/lien/ABC" in kept.text


@pytest.mark.django_db
def test_kept_mails_are_read_without_an_account_and_their_links_can_be_followed(client, kept):
    assert "Bonjour Léa" in client.get(reverse("core:kept_mails")).text
    page = client.get(reverse("core:kept_mail", args=[kept.name])).text
    assert 'href="http://localhost:8000/lien/ABC"' in page
    assert "rien n’est envoyé" in page


@pytest.mark.django_db
def test_what_a_kept_mail_carries_is_opened_as_a_file(client, settings, kept):
    message = build_mail(to="lea@exemple.fr", template="essai", context={"name": "Léa"})
    message.attach(calendar_part("BEGIN:VCALENDAR\r\nSUMMARY:Comité d’été".encode(), "request"))
    get_connection("core.mail.KeptMailBackend").send_messages([message])
    mail_ = kept_mails()[0]
    where = reverse("core:kept_mail_file", args=[mail_.name, 0])
    assert where in client.get(reverse("core:kept_mail", args=[mail_.name])).text
    answer = client.get(where)
    assert "Comité d’été" in b"".join(answer.streaming_content).decode()
    assert answer["Content-Disposition"] == 'attachment; filename="seance.ics"'
    assert answer["Content-Type"].startswith("text/calendar")
    assert client.get(reverse("core:kept_mail_file", args=[mail_.name, 1])).status_code == 404
    settings.DEMO_MODE = False
    assert client.get(where).status_code == 404


@pytest.mark.django_db
def test_outside_demonstration_there_is_no_such_page(client, kept, settings):
    settings.DEMO_MODE = False
    assert client.get(reverse("core:kept_mails")).status_code == 404
    assert client.get(reverse("core:kept_mail", args=[kept.name])).status_code == 404


@pytest.mark.parametrize("name", ["..%2F..%2Fmanage", "nothing", "20260101T000000000000-aaaaaaaa"])
@pytest.mark.django_db
def test_a_strange_name_finds_nothing(client, settings, tmp_path, name):
    settings.DEMO_MODE, settings.KEPT_MAILS_DIR = True, tmp_path
    assert client.get(f"/courriels/{name}/").status_code == 404

"""Mails from templates, sent once the transaction holds; and, in demonstration, kept to be read on a page."""

import datetime
import email
import html
import logging
import re
import uuid
from dataclasses import dataclass
from email import policy
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

logger = logging.getLogger(__name__)

_KEPT_NAME = re.compile(r"^\d{8}T\d{12}-[0-9a-f]{8}$")


def send_mail_template(*, to, template, context=None, attachments=()):
    """Send templates/mails/<template>.{subject.txt,txt,html} when the transaction commits.

    The .html file holds paragraphs only: the frame around them is `mails/_frame.html`. A mail server that does not
    answer is journalled and never undoes what the person did. `attachments` are `(name, content, type)`.
    """
    message = build_mail(to=to, template=template, context=context, attachments=attachments)
    transaction.on_commit(partial(_send, message))
    return message


def build_mail(*, to, template, context=None, attachments=()):
    recipients = [to] if isinstance(to, str) else list(to)
    context = {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "demo_mode": settings.DEMO_MODE,
        **(context or {}),
    }
    # Templates escape for HTML; a subject is plain text on one line.
    subject = " ".join(html.unescape(render_to_string(f"mails/{template}.subject.txt", context)).split())
    text = render_to_string("mails/_frame.txt", {**context, "body": render_to_string(f"mails/{template}.txt", context)})
    body = render_to_string(f"mails/{template}.html", context)
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, recipients)
    message.attach_alternative(
        render_to_string("mails/_frame.html", {**context, "subject": subject, "body": body}), "text/html"
    )
    for name, content, content_type in attachments:
        message.attach(name, content, content_type)
    return message


def _send(message):
    try:
        message.send()
    except Exception:
        logger.exception("A mail could not be sent: %s", message.subject)


class MailsLeft(Exception):
    """Some mails of a job did not leave; those that did are not sent again."""


class EachMail:
    """`with EachMail() as mails: … if mails.send(make): …`: one refused address keeps no other mail from leaving.

    At the end raises `MailsLeft` where some stayed, so that the job tries them again and says so.
    """

    def __init__(self):
        self.failed = 0

    def __enter__(self):
        return self

    def send(self, make) -> bool:
        try:
            # Of its own, so that a question refused while it is made undoes nothing around it.
            with transaction.atomic():
                make().send()
        except Exception:
            logger.exception("A mail could not be sent")
            self.failed += 1
            return False
        return True

    def send_once(self, waiting, pk, make):
        """Send what the row `pk` of `waiting` promises, and date it `sent_at`; not where it has left meanwhile, nor
        while another job is at it: two jobs may hold the same promise, and nobody is written to twice.
        """
        with transaction.atomic():
            promise = waiting.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
            if promise is not None and self.send(partial(make, promise)):
                promise.sent_at = timezone.now()
                promise.save(update_fields=["sent_at"])

    def __exit__(self, kind, *_):
        if kind is None and self.failed:
            words = "courriel n’a pas pu partir" if self.failed == 1 else "courriels n’ont pas pu partir"
            raise MailsLeft(f"{self.failed}\u00a0{words}\u00a0: vérifiez les adresses.")


# --- Demonstration: mails are kept, not sent --------------------------------------------------
class KeptMailBackend(BaseEmailBackend):
    def send_messages(self, messages):
        folder = kept_folder()
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            name = f"{timezone.now():%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
            (folder / f"{name}.eml").write_bytes(message.message().as_bytes())
        return len(messages)


@dataclass(frozen=True)
class KeptMail:
    name: str
    at: datetime.datetime
    to: str
    subject: str
    text: str
    attachments: tuple


def kept_folder():
    return Path(getattr(settings, "KEPT_MAILS_DIR", settings.BASE_DIR / "var" / "mails"))


def kept_mails(limit=200):
    """The newest first."""
    paths = sorted(kept_folder().glob("*.eml"), reverse=True)[:limit]
    return [mail for path in paths if (mail := kept_mail(path.stem))]


def kept_mail(name):
    """One kept mail by its name, or None."""
    message = _kept_message(name)
    if message is None:
        return None
    body = message.get_body(preferencelist=("plain",))
    at = datetime.datetime.strptime(name.split("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=datetime.UTC)
    files = tuple(part.get_filename() or "" for part in message.iter_attachments())
    return KeptMail(name, at, str(message["to"]), str(message["subject"]), body.get_content() if body else "", files)


def kept_attachment(name, rank) -> tuple[str, bytes] | None:
    """(file name, content) of the attachment at `rank` of a kept mail, or None."""
    message = _kept_message(name)
    parts = list(message.iter_attachments()) if message else []
    if rank >= len(parts):
        return None
    return parts[rank].get_filename() or "piece-jointe", parts[rank].get_payload(decode=True)


def _kept_message(name):
    """The name comes from an address, so its form is checked."""
    path = kept_folder() / f"{name}.eml"
    if not _KEPT_NAME.match(name) or not path.is_file():
        return None
    return email.message_from_bytes(path.read_bytes(), policy=policy.default)

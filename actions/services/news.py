"""News from partners: asked by one mail a person, answered without an account; `.news_reading` approves."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.enums import NewsState
from actions.models import Action, Indicator, NewsLink, NewsMail, NewsRequest
from actions.permissions import writes_contract
from contracts.models import Contract
from contracts.writing import add, edit, hold
from core.errors import Forbidden, Invalid, Refused
from core.history import Channel, acting
from core.jobs import request_job
from core.mail import EachMail, build_mail
from core.versioned import lock

from .fiches import allowed

VALID_FOR = timedelta(days=30)
KIND = "news_mails"
NOT_YOURS = "Les nouvelles d’une fiche se demandent par ceux qui écrivent son contrat."


# --- asking --------------------------------------------------------------------------------------
@dataclass
class Person:
    """Somebody to ask: her fiches, and those of them that already wait for her answer."""

    email: str
    name: str
    actions: list[Action] = field(default_factory=list)
    already: list[Action] = field(default_factory=list)


def people_to_ask(actions) -> tuple[list[Person], list[Action]]:
    """(people, fiches without an address): each lead person once, with all her fiches among `actions`."""
    people: dict[str, Person] = {}
    without = []
    asked = _already_asked(actions)
    for action in actions:
        found = [(email, row) for row in action.person_parts.all() if (email := _address_of(row))]
        if not found:
            without.append(action)
        for email, row in found:
            person = people.setdefault(email, Person(email, row.name))
            (person.already if (action.pk, email) in asked else person.actions).append(action)
    return sorted(people.values(), key=lambda person: person.name or person.email), without


def _address_of(row) -> str:
    """Lead people only; the account's address is the one that is read."""
    if row.part != "lead":
        return ""
    address = (row.user.email if row.user_id else row.email).strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def _already_asked(actions) -> set[tuple[int, str]]:
    waiting = NewsRequest.objects.answerable().filter(action__in=actions, link__in=NewsLink.objects.open())
    return set(waiting.values_list("action_id", "link__email"))


@transaction.atomic
def ask_for_news(*, actions, actor, emails=None, message="", at=None) -> list[NewsLink]:
    """Ask the lead people of `actions` (only those of `emails`, where given): one mail each, whatever the contracts.

    A fiche that already waits for the same person is not asked again; a person who holds an open link keeps it, and
    finds the new fiches there. Raises `Forbidden`, and `Refused` where there is nobody to ask.
    """
    at = at or timezone.now()
    for action in actions:
        if not writes_contract(actor, action):
            raise Forbidden(NOT_YOURS)
    _hold_contracts(actions)
    people = [p for p in people_to_ask(actions)[0] if p.actions and (emails is None or p.email in emails)]
    if not people:
        raise Refused("Personne à qui demander\xa0: ajoutez l’adresse d’une personne pilote, ou attendez les réponses.")
    # By address: two contracts that ask the same people at once take their links in one order.
    mails = [_ask(person, actor, message.strip(), at) for person in sorted(people, key=lambda each: each.email)]
    promise(mails, actor)
    return [mail.link for mail in mails]


def promise(mails, actor):
    """One job that sends what has not left."""
    keys = [mail.pk for mail in mails]
    request_job(kind=KIND, params={"mails": keys}, key=",".join(map(str, keys)), actor=actor)


def _hold_contracts(actions):
    """Two people who ask at once would each find that nobody has asked yet."""
    wanted = {action.contract_id for action in actions}
    list(Contract.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk").values_list("pk"))


def _ask(person, actor, message, at) -> NewsMail:
    link = link_of(person, at)
    mail = NewsMail.objects.create(link=link, message=message, asked_by=actor)
    with acting(actor):
        for action in person.actions:
            facts = {"action": action, "link": link, "mail": mail, "asked_by": actor, "asked_at": at}
            facts["indicator"] = _figure_due(action, timezone.localdate(at))
            add(NewsRequest, contract=action.contract, actor=actor, **facts)
    return mail


def link_of(person, at) -> NewsLink:
    """The one she holds, valid for longer; or a new one, which another contract may be making at this moment."""
    link = _held_link(person.email)
    if link is not None and link.expires_at <= at:
        _close_expired(link, at)
        link = None
    if link is None:
        try:
            with transaction.atomic():
                return NewsLink.objects.create(email=person.email, name=person.name, expires_at=at + VALID_FOR)
        except IntegrityError:
            link = _held_link(person.email)
    link.expires_at = at + VALID_FOR
    link.save(update_fields=["expires_at"])
    return link


def _held_link(email):
    return NewsLink.objects.filter(email=email, revoked_at__isnull=True).select_for_update(of=("self",)).first()


def _close_expired(link, at):
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    for old in link.requests.waiting():
        edit(old, actor=None, may=allowed, state=NewsState.WITHDRAWN)


def _figure_due(action, today) -> Indicator | None:
    """One figure is asked with the rest, where one is awaited: two minutes do not hold more."""
    return Indicator.objects.filter(action=action).due_on(today).order_by("position", "pk").first()


def send_news_mails(keys, *, progress=lambda *_: None):
    """Send what was promised by asking, or by returning an answer.

    A mail that has left is passed over, so that a retry sends no second.
    """
    waiting = list(NewsMail.objects.waiting().filter(pk__in=keys).select_related("link", "asked_by"))
    with EachMail() as mails:
        for n, mail in enumerate(waiting):
            progress(100 * n // len(waiting), f"Courriel {n + 1} sur {len(waiting)}")
            requests = list(requests_of(mail).waiting()) if mail.link.is_open else []
            if not requests or mails.send(partial(_made, mail, requests)):
                mail.sent_at = timezone.now()
                mail.save(update_fields=["sent_at"])


def requests_of(asked):
    """Those of a link, or of one mail."""
    related = ("action__axis", "contract", "asked_by", "indicator")
    return asked.requests.select_related(*related).order_by("contract_id", "action__position", "id")


def _made(mail, requests):
    """The mail that returns an answer is about that one alone."""
    if requests[0].state == NewsState.REFUSED:
        context = {"link": mail.link, "request": requests[0], "actor": mail.asked_by}
        return build_mail(to=mail.link.email, template="news_returned", context=context)
    context = {"link": mail.link, "requests": requests, "message": mail.message, "asked_by": mail.asked_by}
    return build_mail(to=mail.link.email, template="news_request", context=context)


# --- withdrawing ---------------------------------------------------------------------------------
@transaction.atomic
def withdraw_request(request, *, actor, version=None):
    """Ask no more: the fiche leaves the person's page."""
    refuse_settled(request, NewsState.WAITING, NewsState.REFUSED, NewsState.ANSWERED)
    return edit(request, actor=actor, version=version, state=NewsState.WITHDRAWN)


@transaction.atomic
def revoke_link(link, *, actor, at=None):
    """The link opens nothing any more (wrong address, mail forwarded), asked by who writes all that it opens."""
    at = at or timezone.now()
    requests = list(requests_of(link).answerable())
    mine = [writes_contract(actor, request.action) for request in requests]
    if not any(mine):
        raise Forbidden(NOT_YOURS)
    if not all(mine):
        raise Refused(f"{link} répond aussi pour d’autres contrats\xa0: retirez plutôt vos demandes, une à une.")
    link.revoked_at = at
    link.save(update_fields=["revoked_at"])
    for request in requests:
        edit(request, actor=actor, may=allowed, state=NewsState.WITHDRAWN)
    return link


# --- answering, without an account ----------------------------------------------------------------
@transaction.atomic
def answer_request(request, *, status, done="", blocks="", next_step="", next_on=None, value=None, at=None):
    """What the person says of one fiche. Nothing of the fiche changes before it is approved.

    Raises `Refused` where it was approved or withdrawn meanwhile, `Invalid` where nothing is said.
    """
    refuse_settled(request, NewsState.WAITING, NewsState.REFUSED, NewsState.ANSWERED)
    at = at or timezone.now()
    said = {"status": status, "done": done, "blocks": blocks, "next_step": next_step, "next_on": next_on}
    changes = bool(status) and status != request.action.status
    if not (done or blocks or next_step or next_on or value is not None or changes):
        raise Invalid(fields={"done": ["Dites au moins un mot de ce qui a été fait, ou changez l’état de la fiche."]})
    if next_on and not next_step:
        raise Invalid(fields={"next_step": ["Dites ce qui est prévu à cette date."]})
    if request.indicator_id:
        said["value"] = value
    with acting(None, Channel.LINK):
        before = request.action.status
        return edit(
            request, actor=None, may=allowed, **said, status_before=before, answered_at=at, state=NewsState.ANSWERED
        )


def refuse_settled(request, *states):
    """Held and locked first: two people, or the partner and the coordinator, come one after the other."""
    hold(request.contract)
    if lock(request).state not in states:
        raise Refused("Cette demande n’est plus ouverte\xa0: elle a été approuvée ou retirée entre-temps.")

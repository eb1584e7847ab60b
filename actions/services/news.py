"""News from partners: asked by one mail a person, answered without an account, approved by the coordinator."""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from actions.enums import NewsState
from actions.models import Action, Indicator, NewsLink, NewsRequest
from actions.permissions import writes_contract
from contracts.models import Contract
from contracts.writing import add, edit, hold, refuse_unless
from core.errors import Forbidden, Invalid, Refused
from core.history import Channel, acting
from core.jobs import request_job
from core.mail import EachMail, build_mail, send_mail_template
from core.versioned import lock

from .fiches import allowed, edit_action
from .rows import add_factor, add_measure, add_note, add_step

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
    links = [_ask(person, actor, at) for person in people]
    key = f"{at.isoformat()}:{','.join(str(link.pk) for link in links)}"
    request_job(
        kind=KIND, params={"links": [link.pk for link in links], "message": message.strip()}, key=key, actor=actor
    )
    return links


def _hold_contracts(actions):
    """Two people who ask at once would each find that nobody has asked yet."""
    wanted = {action.contract_id for action in actions}
    list(Contract.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk").values_list("pk"))


def _ask(person, actor, at) -> NewsLink:
    link = NewsLink.objects.open(at).filter(email=person.email).select_for_update(of=("self",)).first()
    if link is None:
        _close_what_expired(person.email, at)
        link = NewsLink.objects.create(email=person.email, name=person.name, expires_at=at + VALID_FOR)
    else:
        link.expires_at, link.sent_at = at + VALID_FOR, None
        link.save(update_fields=["expires_at", "sent_at"])
    with acting(actor):
        for action in person.actions:
            facts = {"action": action, "link": link, "asked_by": actor, "asked_at": at}
            facts["indicator"] = _figure_due(action, timezone.localdate(at))
            add(NewsRequest, contract=action.contract, actor=actor, **facts)
    return link


def _figure_due(action, today) -> Indicator | None:
    """One figure is asked with the rest, where one is awaited: two minutes do not hold more."""
    return Indicator.objects.filter(action=action).due_on(today).order_by("position", "pk").first()


def _close_what_expired(email, at):
    for old in NewsRequest.objects.waiting().filter(link__email=email).exclude(link__in=NewsLink.objects.open(at)):
        edit(old, actor=None, may=allowed, state=NewsState.WITHDRAWN)


def send_news_mails(links, *, message, asked_by=None, progress=lambda *_: None):
    """Send what `ask_for_news` promised; a link whose mail has left is passed over, so that a retry sends no second."""
    waiting = list(NewsLink.objects.open().filter(pk__in=links, sent_at__isnull=True))
    with EachMail() as mails:
        for n, link in enumerate(waiting):
            progress(100 * n // len(waiting), f"Courriel {n + 1} sur {len(waiting)}")
            requests = list(requests_of(link).waiting())
            if not requests or mails.send(partial(_mail, link, requests, message, asked_by)):
                link.sent_at = timezone.now()
                link.save(update_fields=["sent_at"])


def requests_of(link):
    related = ("action__axis", "contract", "asked_by", "indicator")
    return link.requests.select_related(*related).order_by("contract_id", "action__position", "id")


def _mail(link, requests, message, asked_by):
    context = {"link": link, "requests": requests, "message": message, "asked_by": asked_by}
    return build_mail(to=link.email, template="news_request", context=context)


# --- withdrawing ---------------------------------------------------------------------------------
@transaction.atomic
def withdraw_request(request, *, actor, version=None):
    """Ask no more: the fiche leaves the person's page."""
    _refuse_settled(request, NewsState.WAITING, NewsState.REFUSED, NewsState.ANSWERED)
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
    _refuse_settled(request, NewsState.WAITING, NewsState.REFUSED, NewsState.ANSWERED)
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


def _refuse_settled(request, *states):
    """Held and locked first: two people, or the partner and the coordinator, come one after the other."""
    hold(request.contract)
    if lock(request).state not in states:
        raise Refused("Cette demande n’est plus ouverte\xa0: elle a été approuvée ou retirée entre-temps.")


# --- approving -----------------------------------------------------------------------------------
@transaction.atomic
def approve_answer(request, *, actor, version=None, at=None):
    """Make the answer news of the fiche: its status, a dated note, a step, a value. One transaction."""
    refuse_unless(writes_contract, actor, request.action, NOT_YOURS)
    _refuse_settled(request, NewsState.ANSWERED)
    at = at or timezone.now()
    decided = {"state": NewsState.APPROVED, "decided_by": actor, "decided_at": at, "word": ""}
    with acting(actor):
        approved = edit(request, actor=actor, version=version, **decided)
        _apply(approved, actor)
    return approved


def _apply(answer, actor):
    action, day = answer.action, timezone.localdate(answer.answered_at)
    if answer.changes_status:
        edit_action(action=action, actor=actor, status=answer.status)
    if answer.done:
        add_note(action=action, actor=actor, text=answer.done, on=day, author=str(answer.link))
    if answer.blocks:
        # The partner says what blocks in her words; the coordinator classes it when she knows better.
        add_factor(action=action, actor=actor, kind="obstacle", about="other", text=answer.blocks, since=day)
    if answer.next_step:
        add_step(action=action, actor=actor, title=answer.next_step, due_on=answer.next_on)
    if answer.indicator_id and answer.value is not None:
        comment = f"Donnée par {answer.link}"
        add_measure(indicator=answer.indicator, actor=actor, on=day, value=answer.value, comment=comment)


@transaction.atomic
def return_answer(request, *, actor, word, version=None, at=None):
    """Not approved: the person receives the word, and her page is open again for this fiche."""
    refuse_unless(writes_contract, actor, request.action, NOT_YOURS)
    _refuse_settled(request, NewsState.ANSWERED)
    if not word.strip():
        raise Invalid(fields={"word": ["Dites à la personne ce qui ne va pas."]})
    decided = {"state": NewsState.REFUSED, "decided_by": actor, "decided_at": at or timezone.now()}
    returned = edit(request, actor=actor, version=version, word=word.strip(), **decided)
    NewsLink.objects.filter(pk=request.link_id).update(expires_at=(at or timezone.now()) + VALID_FOR)
    request.link.refresh_from_db()
    context = {"link": request.link, "request": returned, "actor": actor}
    send_mail_template(to=request.link.email, template="news_returned", context=context)
    return returned

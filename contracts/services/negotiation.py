"""The draft is discussed: dated comments on any part, opinions asked and given, agreements before the consultation."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from contracts.discussion import ANCHORS, kind_named
from contracts.enums import DRAFT_STAGES, Side, Stage
from contracts.models import Agreement, Comment, Opinion
from contracts.permissions import can_agree_for_ars, can_agree_for_carrier, can_comment
from contracts.writing import add, edit, hold, refuse_unless, remove
from core.errors import Invalid, Refused
from core.history import acting

WHO_AGREES = {Side.ARS: can_agree_for_ars, Side.CARRIER: can_agree_for_carrier}
BEFORE_CONSULTATION = (Stage.INITIATIVE, Stage.DIAGNOSIS, Stage.DRAFTING)
NOT_YOURS = "Vous pouvez lire cette négociation, mais pas y prendre part."


@transaction.atomic
def comment(*, contract, text, actor, anchor="", target_id=None, parent=None):
    """A dated remark on a part of the draft or on one of its rows (`target_id`), or an answer to one."""
    if not text.strip():
        raise Invalid(fields={"text": ["Écrivez votre commentaire."]})
    if parent is not None:
        parent = parent.parent or parent
        if parent.contract_id != contract.pk:
            raise Invalid("Ce commentaire n’est pas de ce contrat.")
        anchor, target_id = parent.anchor, parent.target_id
    else:
        _check_subject(contract, anchor, target_id)
    return add(
        Comment,
        contract=contract,
        actor=actor,
        may=can_comment,
        author=actor,
        text=text.strip(),
        anchor=anchor,
        target_id=target_id,
        parent=parent,
    )


def _check_subject(contract, anchor, target_id):
    kind = kind_named(anchor)
    if kind is None and (anchor not in ANCHORS or target_id is not None):
        raise Invalid(fields={"anchor": ["Cette partie n’existe pas."]})
    if kind is not None and not kind.rows(contract).filter(pk=target_id).exists():
        raise Invalid(fields={"anchor": ["Ce dont parle ce commentaire n’est pas, ou plus, dans ce contrat."]})


def close_comment(*, comment, actor, version=None, at=None):
    """Close a remark; one that is already closed is refused, so that two people do not think they both did."""
    if comment.closed_at:
        raise Refused("Ce commentaire est déjà clos.")
    return edit(
        comment,
        actor=actor,
        version=version,
        may=can_comment,
        closed_at=at or timezone.now(),
        closed_by=actor,
    )


def reopen_comment(*, comment, actor, version=None):
    if not comment.closed_at:
        raise Refused("Ce commentaire est déjà ouvert.")
    return edit(comment, actor=actor, version=version, may=can_comment, closed_at=None, closed_by=None)


@transaction.atomic
def agree(*, contract, side, actor):
    """The agreement of a named person of one side to send the draft out for consultation.

    Two sides are two people: whoever holds both roles agrees for one of them.
    """
    refuse_unless(WHO_AGREES[Side(side)], actor, contract, "Cet accord n’est pas de votre rôle.")
    held = hold(contract)
    if held.stage not in DRAFT_STAGES:
        raise Refused("Ce contrat n’est plus en préparation.")
    if held.agreements.filter(voided_at__isnull=True, by=actor).exclude(side=side).exists():
        raise Refused("Vous avez donné l’accord de l’autre côté\xa0: celui-ci revient à une autre personne.")
    with acting(actor):
        try:
            with transaction.atomic():
                return Agreement.objects.create(contract=held, side=side, by=actor)
        except IntegrityError as error:
            raise Refused("L’accord de ce côté est déjà donné.") from error


@transaction.atomic
def withdraw_agreement(*, contract, side, actor):
    """Given by mistake: whoever gave it takes it back, while the draft has not gone out on it. Both are journalled."""
    refuse_unless(WHO_AGREES[Side(side)], actor, contract, "Cet accord n’est pas de votre rôle.")
    held = hold(contract)
    if held.stage not in BEFORE_CONSULTATION:
        raise Refused("Le projet est parti en consultation\xa0: revenir à l’élaboration annule les accords.")
    given = held.agreements.select_for_update().filter(side=side, voided_at__isnull=True).first()
    if given is None:
        raise Refused("Aucun accord n’est donné de ce côté.")
    if given.by != actor:
        raise Refused("Cet accord est celui d’une autre personne\xa0: elle seule le retire.")
    with acting(actor):
        given.voided_at = timezone.now()
        given.save(update_fields=["voided_at"])
    return given


def ask_opinion(*, contract, actor, **fields):
    _check_dates(fields)
    return add(Opinion, contract=contract, actor=actor, **fields)


def change_opinion(*, opinion, actor, version=None, **fields):
    """Dates, outcome, text. Raises `Stale` where somebody saved meanwhile."""
    known = {"asked_on": opinion.asked_on, "given_on": opinion.given_on, "outcome": opinion.outcome}
    _check_dates({**known, **fields})
    return edit(opinion, actor=actor, version=version, **fields)


def remove_opinion(*, opinion, actor, version=None):
    remove(opinion, actor=actor, version=version)


def _check_dates(fields):
    asked, given = fields.get("asked_on"), fields.get("given_on")
    if asked and given and given < asked:
        raise Invalid(fields={"given_on": ["L’avis est rendu avant d’être demandé."]})
    if fields.get("outcome") and not given:
        raise Invalid(fields={"given_on": ["Dites quand cet avis a été rendu."]})

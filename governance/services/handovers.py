"""A hand-over: opened when somebody leaves, completed by her answers, handed over, read."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from contracts import writing
from contracts.enums import DocumentKind
from contracts.holding import candidates
from core.errors import Forbidden, Invalid, Refused
from core.history import Change, acting
from core.versioned import lock
from governance.enums import HandoverKind
from governance.models import Handover, HandoverAnswer
from governance.permissions import can_read_handover, is_successor
from governance.sheets.handover import of_handover

from .sharing import governance_of_region
from .sheets import keep_sheet, request_sheet

KIND = "handover_kit"
QUESTIONS = (
    "Quelles relations demandent du soin, et pourquoi\xa0?",
    "Qu’est-ce qui a été promis de vive voix et n’est écrit nulle part\xa0?",
    "Quelles fiches risquent de s’arrêter sans vous, et que faire dans le premier mois\xa0?",
    "Qui débloque une situation, et comment obtenir une réponse\xa0?",
    "Quels sujets sont sensibles, à ne pas aborder sans préparation\xa0?",
    "Où sont les fichiers, les listes et les accès qui ne sont pas sur la plateforme\xa0?",
    "Quels moments de l’année ne faut-il pas manquer\xa0?",
    "Qu’auriez-vous aimé savoir en arrivant\xa0?",
)
#: Where the contract names them.
NAMED = {HandoverKind.ELECTED: "elected_referent", HandoverKind.ARS: "ars_referent"}
#: So long after another name was written, the kit is that of the one before.
JUST = timedelta(days=90)
HANDED = "Ce dossier est remis\xa0: il ne change plus."
DROPPED = "Ce dossier est abandonné\xa0: il ne change plus."
NOT_THE_SUCCESSOR = "Seule la personne qui prend la suite dit qu’elle a lu le dossier."


@transaction.atomic
def open_handover(*, contract, actor, kind, post=None) -> Handover:
    """The hand-over that is open for this post or this role, or a new one with its questions."""
    writing.refuse_unless(writing.can_write, actor, contract)
    held = writing.hold(contract)
    if post is not None and (post.contract_id != held.pk or kind != HandoverKind.COORDINATOR):
        raise Invalid("Ce poste n’est pas de ce contrat.")
    if known := Handover.objects.filter(contract=held, kind=kind, post=post).open().first():
        return known
    made = writing.add(Handover, contract=held, actor=actor, kind=kind, post=post, **_leaver(held, kind, post))
    asked = [*QUESTIONS, *governance_of_region(contract.region).handover_questions]
    for place, question in enumerate(asked, start=1):
        facts = {"handover": made, "question": question, "position": place}
        writing.add(HandoverAnswer, contract=held, actor=actor, **facts)
    return made


def _leaver(contract, kind, post) -> dict:
    if post is not None:
        return {"leaver_name": post.holder_name, "leaver_email": post.holder_email, "leaves_on": post.until}
    if kind not in NAMED:
        return {}
    name, email = (f"{NAMED[kind]}_{part}" for part in ("name", "email"))
    here = {"leaver_name": getattr(contract, name), "leaver_email": getattr(contract, email)}
    return _just_left(contract, name, email, here["leaver_email"]) or here


def _just_left(contract, name, email, now) -> dict:
    """Where somebody else is named there since a short while: the one before leaves, the one named comes."""
    lines = Change.objects.get_for_object(contract).filter(changes__has_key=name)
    line = lines.filter(timestamp__gte=timezone.now() - JUST).order_by("-timestamp", "-pk").first()
    before, after = line.changes[name] if line else ("", "")
    if not line or before in ("", "None") or after in ("", "None"):
        return {}
    left = line.changes.get(email, ["", ""])[0]
    successor = candidates(contract).filter(email__iexact=now).first() if now else None
    return {
        "leaver_name": before,
        "leaver_email": "" if left == "None" else left,
        "leaves_on": timezone.localdate(line.timestamp),
        "successor": successor,
    }


@transaction.atomic
def edit_handover(handover, *, actor, version=None, **fields):
    writing.hold(handover.contract)
    _refuse_settled(handover)
    return writing.edit(handover, actor=actor, version=version, **fields)


@transaction.atomic
def answer_question(answer, *, actor, text, version=None):
    """The contract is held first: an answer and the handing over come one after the other."""
    writing.hold(answer.contract)
    _refuse_settled(answer.handover)
    return writing.edit(answer, actor=actor, version=version, text=text.strip())


def _refuse_settled(handover):
    if not (current := Handover.objects.get(pk=handover.pk)).settled_on:
        return
    raise Refused(HANDED if current.handed else DROPPED)


@transaction.atomic
def hand_over(handover, *, actor, today, version=None) -> Handover:
    """Frozen as it is today: its PDF is asked for, and the successor is shown it until she says « lu »."""
    writing.refuse_unless(writing.can_write, actor, handover.contract)
    writing.hold(handover.contract)
    _refuse_settled(lock(handover, version=version))
    current = writing.edit(handover, actor=actor, version=version, handed_on=today, handed_by=actor)
    request_kit(current, actor=actor, today=today, final=True)
    return current


@transaction.atomic
def drop_handover(handover, *, actor, reason, today, version=None) -> Handover:
    """Nothing has to be handed over, or it was opened by mistake: listed with the reason, and asked for no more."""
    writing.refuse_unless(writing.can_write, actor, handover.contract)
    if not reason.strip():
        raise Invalid(fields={"reason": ["Dites pourquoi aucun dossier n’est remis."]})
    writing.hold(handover.contract)
    _refuse_settled(lock(handover, version=version))
    said = {"dropped_on": today, "dropped_reason": reason.strip()}
    return writing.edit(handover, actor=actor, version=version, **said)


def request_kit(handover, *, actor, today, final=False):
    """The job that prints the kit as it stands; only the final one is kept among the documents."""
    if actor is not None and not can_read_handover(actor, handover):
        raise Forbidden(writing.NOT_YOURS)
    return request_sheet(
        kind=KIND,
        contract=handover.contract,
        template="governance/pdf/handover.html",
        document_kind=DocumentKind.HANDOVER,
        title=f"Dossier de passation – {handover.leaver_name or handover.get_kind_display()}"[:300],
        name=f"passation-{handover.pk}-{today:%Y-%m-%d}.pdf",
        sheet=of_handover(handover, today=today),
        actor=actor,
        today=today,
        handover=handover.pk,
        final=final,
    )


def keep_kit(job):
    """When it was handed over, among the documents; before, the file of the job is enough."""
    if job.params["final"]:
        Handover.objects.filter(pk=job.params["handover"]).update(document=keep_sheet(job))


def may_read_job(user, job) -> bool:
    handover = Handover.objects.visible_to(user).filter(pk=job.params["handover"]).first()
    return handover is not None and can_read_handover(user, handover)


def page_of_job(job):
    """Where its PDF is now kept; one asked for before is read on the page of the job alone."""
    if not job.params["final"]:
        return ""
    return Handover.objects.select_related("contract").get(pk=job.params["handover"]).get_absolute_url()


@transaction.atomic
def mark_read(handover, *, actor, today) -> Handover:
    writing.hold(handover.contract)
    current = lock(handover)
    if not current.handed:
        raise Refused("Ce dossier n’est pas encore remis.")
    if not is_successor(actor, current):
        raise Forbidden(NOT_THE_SUCCESSOR)
    if current.read_on:
        return current
    with acting(actor):
        return writing.edit(current, actor=None, read_on=today, successor=actor)

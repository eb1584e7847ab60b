"""The life of a meeting, as one table. Nothing leaves the platform before it is convened; closing locks its minutes."""

from contracts.permissions import can_write
from core.errors import Missing
from core.lifecycle import Lifecycle, Transition
from governance.enums import MeetingState

S = MeetingState


def table(may_write, to_convene, to_close) -> Lifecycle:
    """The life of any meeting, of a contract or of a territory: who may, and what is missing, are each one's own."""
    return Lifecycle(
        [
            Transition(S.PREPARED, S.CONVENED, "Convoquer", may_write, to_convene),
            Transition(S.PREPARED, S.HELD, "Ouvrir sans convocation", may_write, to_hold),
            Transition(S.PREPARED, S.CANCELLED, "Annuler la séance", may_write, needs_reason=True),
            Transition(S.CONVENED, S.HELD, "Ouvrir la séance", may_write, to_hold),
            Transition(S.CONVENED, S.CANCELLED, "Annuler la séance", may_write, needs_reason=True),
            Transition(S.HELD, S.CLOSED, "Clore la séance", may_write, to_close),
        ]
    )


def to_send(meeting, addresses, *, today, nobody):
    """A day to come, an hour, an agenda and somebody to invite; advice on those without an address."""
    if meeting.on < today:
        yield Missing("La date de la séance est passée.", where=meeting.place_of("meeting_edit"), code="past")
    if meeting.begins_at is None:
        sentence = "L’heure de début manque\xa0: elle va dans les agendas."
        yield Missing(sentence, where=meeting.place_of("meeting_edit"), code="hour")
    if not meeting.items.exists():
        yield Missing("L’ordre du jour est vide.", where=meeting.place_of("item_add"), code="agenda")
    if unreachable := sum(not address for address in addresses):
        words = "personne n’a" if unreachable == 1 else "personnes n’ont"
        sentence = f"{unreachable}\xa0{words} pas d’adresse\xa0: la convocation ne leur parviendra pas."
        yield Missing(sentence, where=meeting.place_of_people(), code="address", blocking=False)
    if not addresses:
        yield Missing(nobody, where=meeting.place_of_people(), code="nobody")


def to_hold(meeting, *, today):
    """On the day itself, or after it."""
    if meeting.on > today:
        sentence = "La séance est à venir\xa0: elle s’ouvre le jour même."
        yield Missing(sentence, where=meeting.place_of("meeting_edit"), code="early")


def to_lock(meeting, *, written):
    """Advice on presences that are not noted, and on empty minutes."""
    if meeting.attendances.filter(presence="").exists():
        where = meeting.place_of(meeting.PRESENCES)
        yield Missing("Des présences ne sont pas notées.", where=where, code="presence", blocking=False)
    if not (meeting.minutes or written or meeting.decisions.exists()):
        sentence = "Le compte rendu est vide, et aucune décision n’est notée."
        yield Missing(sentence, where=meeting.place_of("minutes"), code="minutes", blocking=False)


# --- the meetings of a contract --------------------------------------------------------------------
def may_write(user, meeting):
    """Whoever writes the contract."""
    return can_write(user, meeting.contract)


def to_convene(meeting, *, today):
    """A day to come, an hour, an agenda and somebody to invite; advice on those without an address."""
    addresses = list(meeting.attendances.values_list("email", flat=True))
    nobody = "Personne n’est invité\xa0: l’instance n’a pas de siège à cette date."
    yield from to_send(meeting, addresses, today=today, nobody=nobody)


def to_close(meeting, *, today):
    """Advice on presences that are not noted, and on empty minutes."""
    yield from to_lock(meeting, written=meeting.items.exclude(notes="").exists())


LIFECYCLE = table(may_write, to_convene, to_close)

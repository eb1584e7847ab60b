"""What waits for the members of a network: an answer to a convocation, a follow-up that was given to them."""

from django.db.models import F, Value

from core.reminders import Reason
from core.wording import cut, day

from .enums import MeetingState
from .models import Network, NetworkAnswerLink, NetworkFollowUp

#: Of a follow-up: whose account it was given to, and what it says.
ASKED = {
    "link": Value(0),
    "nonce": Value(""),
    "row": F("follow_ups"),
    "told_email": F("follow_ups__owner__email"),
    "told_name": F("follow_ups__owner__display_name"),
    "text": F("follow_ups__text"),
    "term": F("follow_ups__due_on"),
}
#: Of a convocation: its link, and who is invited.
INVITED = {
    "link": F("meetings__attendances__links"),
    "nonce": F("meetings__attendances__links__nonce"),
    "row": F("meetings__attendances"),
    "told_email": Value(""),
    "told_name": F("meetings__attendances__name"),
    "text": Value(""),
    "term": F("meetings__on"),
}


def of_networks(today, *, person=None, scope=None):
    """To each account, what she was asked; the mail only says what is late. A network is of no contract.

    To one person, on her home page alone: the convocation left by its own mail, with the same link.
    """
    if scope is not None:
        return
    rows = _told(_asking(person), ASKED)
    if person:
        rows = rows.union(_told(_convoking(today, person), INVITED), all=True)
    for network in rows.order_by(F("term").asc(nulls_last=True), "row"):
        yield _convocation(network, person) if network.link else _follow_up(network, today)


def _asking(person):
    asked = NetworkFollowUp.objects.pending().filter(owner__is_active=True)
    return Network.objects.filter(follow_ups__in=asked.filter(owner=person.account_id) if person else asked)


def _convoking(today, person):
    links = NetworkAnswerLink.objects.open().filter(email__iexact=person.email, attendance__answer="")
    links = links.filter(attendance__meeting__state=MeetingState.CONVENED, attendance__meeting__on__gte=today)
    return Network.objects.filter(meetings__attendances__links__in=links)


def _told(networks, said):
    """A row for each thing that waits, in the same columns."""
    return networks.annotate(**said).for_lists().order_by()


def _follow_up(network, today):
    when = f"pour le {day(network.term)}\xa0: " if network.term else ": "
    return Reason(
        network.told_email,
        network.told_name or network.told_email,
        f"À faire {when}{cut(network.text, 160)}",
        NetworkFollowUp(pk=network.row, network=network).get_absolute_url(),
        None,
        str(network),
        key=f"network_follow_up:{network.row}",
        term=network.term,
        mailed=network.term is not None and network.term < today,
    )


def _convocation(network, person):
    return Reason(
        person.email,
        network.told_name,
        f"Venez-vous\xa0? {network}, séance du {day(network.term)}.",
        NetworkAnswerLink(pk=network.link, nonce=network.nonce).get_absolute_url(),
        None,
        str(network),
        personal=True,
        key=f"network_convocation:{network.row}",
        term=network.term,
        mailed=False,
    )

"""The meetings of a person, as her calendar subscribes to them."""

from django.db import transaction
from django.db.models import Prefetch

from accounts.tokens import hashed, new_secret
from governance.calendar import calendar_of, event_of
from governance.models import AgendaItem, CalendarAddress, Meeting, NetworkMeeting

NAME = "Mes séances (contrats locaux de santé)"


@transaction.atomic
def make_address(*, user) -> str:
    """The token, which is never readable again; the former address opens nothing any more."""
    token = new_secret()
    CalendarAddress.objects.update_or_create(user=user, defaults={"token_hash": hashed(token)})
    return token


def withdraw_address(*, user):
    CalendarAddress.objects.filter(user=user).delete()


def owner_of(token):
    """The account of an address that is open, or None."""
    rows = CalendarAddress.objects.filter(token_hash=hashed(token), user__is_active=True)
    found = rows.select_related("user").first()
    return found.user if found else None


def calendar_for(user, *, today) -> bytes:
    """Known by the same identifiers as the convocations, so that nobody has a meeting twice."""
    items = Prefetch("items", AgendaItem.objects.order_by("position", "id"))
    meetings = Meeting.objects.of_person(user, today).select_related("body", "contract").prefetch_related(items)
    of_networks = NetworkMeeting.objects.of_person(user, today).for_lists().prefetch_related("items")
    found = [*meetings.order_by("on", "id"), *of_networks.order_by("on", "id")]
    return calendar_of([event_of(meeting, items=meeting.items.all()) for meeting in found], name=NAME)

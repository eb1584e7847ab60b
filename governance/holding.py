"""What a person holds in the governance: follow-ups that wait, a post, seats."""

from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone

from accounts.holdings import Holding, account_at, at_address_of
from contracts import writing
from contracts.holding import on_living_contracts

from .models import CoordinationPost, FollowUp, Network, NetworkFollowUp, Seat
from .services.coordination import change_holder
from .services.network_follow_ups import edit_follow_up


def _here(row):
    return reverse("governance:bodies", args=[row.contract.reference])


def follow_ups(people, by=None):
    """Given to the account, or to its address alone."""
    mine = Q(owner__in=people) | Q(owner__isnull=True, _address__in=people.values("email"))
    rows = FollowUp.objects.pending().annotate(_address=Lower("owner_email")).filter(mine)
    return on_living_contracts(rows.annotate(account_id=Coalesce("owner_id", account_at("_address", people))), by)


def follow_up_held(row) -> Holding:
    url = reverse("governance:follow_ups", args=[row.contract.reference]) + f"#suite-{row.pk}"
    return Holding(f"suite-{row.pk}", row.account_id, "Suite à donner", str(row), row.contract, row, url)


def give_follow_up(row, to, today):
    writing.edit(row, actor=None, owner=to, owner_name="", owner_email="")


def posts(people, by=None):
    held = CoordinationPost.objects.filter(Q(until__isnull=True) | Q(until__gte=timezone.localdate()))
    return on_living_contracts(at_address_of(people, held, "holder_email"), by)


def post_held(row) -> Holding:
    return Holding(f"poste-{row.pk}", row.account_id, "Poste", str(row), row.contract, row, _here(row))


def give_post(post, to, today):
    """The one who leaves stays among the former holders."""
    last = min(post.until or today, today)
    if post.since and last < post.since:
        last = post.since
    person = {"holder_name": str(to), "holder_role": to.function, "holder_email": to.email}
    change_holder(post, actor=None, left_on=last, since=last + timedelta(days=1), **person)


#: How a seat that runs today is held, and the word for it.
SEAT_PARTS = {"holder": "Siège", "substitute": "Suppléance"}


def seats(part, people, by=None):
    found = at_address_of(people, Seat.objects.held_on(timezone.localdate()), f"{part}_email")
    return on_living_contracts(found, by).select_related("contract__territory", "body", "organisation")


def seat_held(part, row) -> Holding:
    label = f"{row.body}, {row.organisation}"
    return Holding(f"{part}-{row.pk}", row.account_id, SEAT_PARTS[part], label, row.contract, row, _here(row))


def give_seat(part, row, to, today):
    said = {"name": str(to), "role": to.function, "email": to.email}
    writing.edit(row, actor=None, **{f"{part}_{name}": value for name, value in said.items()})


def network_follow_ups(people, by=None):
    rows = NetworkFollowUp.objects.pending().filter(owner__in=people).annotate(account_id=F("owner_id"))
    if by is not None:
        roles = by.roles
        held = Q(department__in=roles.department_codes) | Q(department__region__in=roles.region_codes)
        rows = rows.filter(network__in=Network.objects.filter(held | Q(region__in=roles.region_codes)))
    return rows.for_lists()


def network_follow_up_held(row) -> Holding:
    what, url = "Suite à donner", row.get_absolute_url()
    return Holding(f"reseau-{row.pk}", row.account_id, what, str(row), row.network, row, url)


def give_network_follow_up(row, to, today):
    edit_follow_up(row, actor=None, owner=to, owner_name="")

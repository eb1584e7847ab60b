"""What a person holds in the governance: follow-ups that wait, a post, seats."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.holdings import Holding
from contracts import writing
from contracts.holding import on_living_contracts

from .models import CoordinationPost, FollowUp, Seat
from .services.coordination import change_holder


def _emails(people) -> dict[str, int]:
    return {user.email.lower(): user.pk for user in people}


def _here(row):
    return reverse("governance:bodies", args=[row.contract.reference])


def follow_ups(people):
    emails = _emails(people)
    mine = Q(owner__in=people) | Q(owner__isnull=True, owner_email__in=emails)
    for row in on_living_contracts(FollowUp.objects.pending().filter(mine)):
        holder = row.owner_id or emails[row.owner_email.lower()]
        url = reverse("governance:follow_ups", args=[row.contract.reference]) + f"#suite-{row.pk}"
        yield Holding(f"suite-{row.pk}", holder, "Suite à donner", str(row), row.contract, row, url)


def give_follow_up(row, to, today):
    writing.edit(row, actor=None, owner=to, owner_name="", owner_email="")


def posts(people):
    emails, today = _emails(people), timezone.localdate()
    rows = CoordinationPost.objects.filter(holder_email__in=emails).filter(Q(until__isnull=True) | Q(until__gte=today))
    for row in on_living_contracts(rows):
        holder = emails[row.holder_email.lower()]
        yield Holding(f"poste-{row.pk}", holder, "Poste", str(row), row.contract, row, _here(row))


def give_post(post, to, today):
    """The one who leaves stays among the former holders."""
    last = min(post.until or today, today)
    if post.since and last < post.since:
        last = post.since
    person = {"holder_name": str(to), "holder_role": to.function, "holder_email": to.email}
    change_holder(post, actor=None, left_on=last, since=last + timedelta(days=1), **person)


def seats(people):
    """As holder or as substitute, of seats that run today."""
    emails = _emails(people)
    rows = Seat.objects.held_on(timezone.localdate())
    for part, word in (("holder", "Siège"), ("substitute", "Suppléance")):
        found = on_living_contracts(rows.filter(**{f"{part}_email__in": emails}))
        for row in found.select_related("contract__territory", "body", "organisation"):
            holder = emails[getattr(row, f"{part}_email").lower()]
            label = f"{row.body}, {row.organisation}"
            yield Holding(f"{part}-{row.pk}", holder, word, label, row.contract, (row, part), _here(row))


def give_seat(held, to, today):
    row, part = held
    said = {"name": str(to), "role": to.function, "email": to.email}
    writing.edit(row, actor=None, **{f"{part}_{name}": value for name, value in said.items()})

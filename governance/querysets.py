"""What the page of governance reads, in a constant number of queries."""

from django.db.models import Prefetch

from .models import Meeting, PostFunding, Seat


def bodies_of(contract):
    seats = Prefetch("seats", Seat.objects.select_related("organisation"))
    meetings = Prefetch("meetings", Meeting.objects.order_by("-held_on", "-id"))
    return contract.bodies.prefetch_related(seats, meetings, "chairs")


def posts_of(contract):
    fundings = Prefetch("fundings", PostFunding.objects.select_related("funder").order_by("-year", "position", "id"))
    return contract.coordination_posts.prefetch_related(fundings, "shares")


def is_vacant(post, day) -> bool:
    """Nobody is named, or the last holder's time is over."""
    return not post.holder_name or bool(post.until and post.until < day)

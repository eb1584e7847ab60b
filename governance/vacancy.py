"""Whether a post of coordination is vacant, and since when; asked of rows in hand, one query at most a post."""

from datetime import timedelta


def is_vacant(post, day) -> bool:
    """Nobody named holds it on `day`: the same rule as `PostQuerySet.vacant_on`."""
    return not any(_runs(each, day) for each in _holders(post))


def vacant_since(post, day):
    """The day after the last holder left; None where the post is held, or where nobody is known to have held it."""
    if not is_vacant(post, day):
        return None
    gone = [each.until for each in _holders(post) if each.until and each.until < day]
    return max(gone) + timedelta(days=1) if gone else None


def _holders(post):
    """Whoever is named now, then those of before."""
    now = [post] if post.holder_name else []
    return [*now, *post.former_holders.all()] if post.pk else now


def _runs(holder, day) -> bool:
    return (holder.since is None or holder.since <= day) and (holder.until is None or holder.until >= day)

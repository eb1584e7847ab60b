"""The journal of one fiche: its own lines and those of its rows."""

from core.models import Change


def changes_of(action):
    """Newest first. Each row carries the fiche's id in its journal line, even after it was removed."""
    lines = Change.objects.filter(scope=action.contract_id, additional_data__action=action.pk)
    return lines.select_related("actor", "content_type").order_by("-timestamp", "-id")


def last_author(action):
    """(who, when) of the last change; who is "" where nobody is named."""
    last = changes_of(action).first()
    return (str(last.actor) if last and last.actor else "", last.timestamp if last else action.updated_at)

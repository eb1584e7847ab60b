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


def told(line) -> dict:
    """A journal line in the page's words."""
    words = {0: "Ajout", 1: "Modification", 2: "Retrait", 3: "Lecture"}
    model = line.content_type.model_class() if line.content_type else None
    thing = model._meta.verbose_name if model else "élément"
    return {
        "at": line.timestamp,
        "who": str(line.actor) if line.actor else "la plateforme",
        "channel": line.get_channel_display(),
        "what": f"{words[line.action]}\xa0: {thing}" + (f" «\xa0{line.object_repr}\xa0»" if line.object_repr else ""),
        "fields": [] if line.action == 2 else [_field(label, change) for label, change in _changes(line)],
    }


#: Said by the line itself, or of no use to a reader.
HIDDEN = {"contract", "action", "id", "position", "search", "indicator"}


def _changes(line):
    shown = line.changes_display_dict
    model = line.content_type.model_class() if line.content_type else None
    names = {str(field.verbose_name): field.name for field in model._meta.fields} if model else {}
    return [(label, change) for label, change in shown.items() if names.get(label.lower(), label) not in HIDDEN]


def _field(label, change):
    if isinstance(change, dict):
        added = ", ".join(change.get("objects", []))
        return {"label": label, "before": "", "after": added}
    before, after = ("" if each in ("None", "[]", None) else each for each in change)
    return {"label": label, "before": before, "after": after}

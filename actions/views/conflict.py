"""Two people changed one fiche: what crosses is shown field by field, what does not is kept on both sides."""

from datetime import date

from actions.journal import last_author
from core import richtext, wording
from core.forms import RichTextField


def conflict_of(form, action) -> dict:
    """For `components/conflict.html`: the fields that both changed, her text and the other's."""
    by, at = last_author(action)
    crossing = [name for name in form.touched() if name in form.moved()] if form.seen_prints() else form.touched()
    return {"by": by, "at": at, "fields": [_side_by_side(form, name) for name in crossing]}


def _side_by_side(form, name):
    field = form.fields[name]
    told = {"mine": form.cleaned_data[name], "theirs": form.now[name]}
    raw = field.prepare_value(form.now[name])
    return {
        "name": name,
        "label": field.label,
        **{side: said(field, value) for side, value in told.items()},
        "was": form.sent(name),
        "raw": raw if isinstance(raw, str) else str(raw or ""),
        # What a script cannot put in the field is settled when the form comes back.
        "by_server": isinstance(raw, list) or not isinstance(form.cleaned_data[name], str | tuple | date | None),
    }


def said(field, value) -> str:
    """The value of a field in words."""
    if isinstance(field, RichTextField):
        return richtext.to_text(value if "<" in (value or "") else richtext.from_text(value))
    choices = dict(_flat(getattr(field, "choices", [])) if isinstance(value, str) else [])
    if isinstance(value, str):
        return str(choices.get(value, value)) if value else ""
    if isinstance(value, tuple):
        return str(value[1] or value[0])
    if isinstance(value, list) or hasattr(value, "all"):
        return "\n".join(_item(field, each) for each in value)
    if hasattr(value, "strftime"):
        return wording.day(value)
    return "" if value is None else str(value)


def _item(field, value):
    if isinstance(value, dict):
        return " ; ".join(str(part) for key, part in value.items() if part and key != "user")
    labels = dict(_flat(getattr(field, "choices", []))) if isinstance(value, str) else {}
    return str(labels.get(value, value))


def _flat(choices):
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield key, label


def merged(form, action, version):
    """The form to show again: her text where she wrote, the other's where only the other did; on the new version."""
    touched = set(form.touched())
    data = form.data.copy()
    shown = type(form)(action=action, places=form.may_place)
    for name in form.values_now():
        if name not in touched and not form.fields[name].disabled:
            value = form.fields[name].prepare_value(shown.initial[name])
            values = value if isinstance(value, list | tuple) else ["" if value is None else value]
            data.setlist(name, [str(getattr(each, "pk", each)) for each in values])
        data.pop(f"conflict-{name}", None)
    data["version"], data["seen"] = version, shown.initial["seen"]
    again = type(form)(data, action=action, places=form.may_place)
    again.is_valid()
    return again

"""Two people edited one thing: the second keeps her text, sees the other's, who and when, field by field."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.forms import CheckboxInput, SelectMultiple

from core import richtext, wording
from core.form_fields import _Combobox
from core.history import Change


def conflict_for(form, stale, labels=None, theirs=None, before=None) -> dict:
    """What `components/conflict.html` shows, for a bound and valid `DsfrModelForm` and the `Stale` of its service.

    Only what both changed is asked; what the other alone changed is taken into the form. The form then stands on the
    new version. `labels` overrides those of the fields; `theirs` gives the values that are not attributes of the row,
    `before` what they were when the page was opened. A field with `in_words(value)` says its own values.
    """
    current = stale.current
    lines = changes_since(current, form.seen_version)
    before = {**_before(lines), **{name: _as_journal(value) for name, value in (before or {}).items()}}
    form.accept_version(current.version)
    shown = []
    for name, mine in form.cleaned_data.items():
        if name == "version":
            continue
        other = theirs[name] if theirs and name in theirs else _value(current, name)
        if _key(mine) == _key(other) or _shown(form, name, mine) == _shown(form, name, other):
            continue
        if name in before and before[name] == _as_journal(mine):
            _take(form, name, other)
        else:
            shown.append(_field(form, name, mine, other, labels or {}))
    last = lines[0] if lines else None
    return {
        "by": wording.name_of(last.actor) if last and last.actor else "",
        "at": last.timestamp if last else current.updated_at,
        "fields": shown,
    }


def values_to_save(form) -> dict:
    """`form.changed_values()` without the fields for which the other's text was chosen and left as it was."""
    return {name: value for name, value in form.changed_values().items() if not left_to_other(form, name)}


def changes_since(row, version) -> list[Change]:
    """The journal lines that made `row` what it is now from `version`, the last one first."""
    lines = Change.objects.filter(
        content_type=ContentType.objects.get_for_model(type(row)),
        object_pk=str(row.pk),
        action=Change.Action.UPDATE,
    )
    newer = max(1, row.version - (version or row.version))
    return list(lines.select_related("actor").order_by("-timestamp", "-pk")[:newer])


def left_to_other(form, name) -> bool:
    """The other's value was chosen for this field, and the field was not typed in since."""
    key = form.add_prefix(name)
    chosen = form.data.get(f"conflict-{name}") == "theirs"
    return chosen and _raw_of(form, key) == form.data.get(f"conflict-{name}-was", "")


def _raw_of(form, key):
    return ",".join(form.data.getlist(key)) if hasattr(form.data, "getlist") else str(form.data.get(key, ""))


def _field(form, name, mine, other, labels):
    raw = form.fields[name].prepare_value(other)
    return {
        "name": name,
        "label": labels.get(name) or form[name].label,
        "mine": _shown(form, name, mine),
        "theirs": _shown(form, name, other),
        "was": _raw_of(form, form.add_prefix(name)),
        "raw": "" if raw is None or isinstance(raw, list) else str(raw),
        # What a script cannot put in the field is settled when the form comes back.
        "by_server": isinstance(form.fields[name].widget, _Combobox | CheckboxInput | SelectMultiple),
    }


def _before(lines):
    """The value of each field before the first of these lines, as the journal writes it."""
    return {name: values[0] for line in lines for name, values in line.changes.items() if isinstance(values, list)}


def _value(row, name):
    field = row._meta.get_field(name)
    return list(getattr(row, name).all()) if field.many_to_many else getattr(row, name)


def _key(value):
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, list | tuple | models.QuerySet):
        return sorted(_key(each) for each in value)
    return "" if value is None else str(value)


def _as_journal(value):
    return str(value.pk) if isinstance(value, models.Model) else str(value)


def _take(form, name, other):
    """Put the other's value in the bound form, as a browser would have sent it."""
    key, field = form.add_prefix(name), form.fields[name]
    raw = field.prepare_value(other)
    if isinstance(other, list | tuple) and isinstance(raw, list):
        form.data.setlist(key, [str(field.prepare_value(each)) for each in other])
    elif other is False or raw is None:
        form.data.pop(key, None)
    else:
        form.data[key] = raw.isoformat() if isinstance(raw, date) else str(raw)


def _shown(form, name, value):
    """The value in words."""
    if in_words := getattr(form.fields[name], "in_words", None):
        return in_words(value)
    choices = dict(form.fields[name].choices) if _has_fixed_choices(form.fields[name]) else {}
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return wording.day(value)
    if isinstance(value, list | tuple | models.QuerySet):
        return "\n".join(str(choices.get(each, each)) for each in value)
    text = str(choices.get(value, "" if value is None else value))
    return richtext.to_text(text) if text.startswith("<") else text


def _has_fixed_choices(field):
    return hasattr(field, "choices") and not hasattr(field, "queryset")

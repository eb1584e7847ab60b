"""The journal of a contract in the page's words: who changed what, when, through which door, from what to what."""

import json
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db import models

from accounts.models import User
from contracts.discussion import anchor_words
from contracts.models import Comment
from core import wording
from core.models import Change

#: The parts that a journal line may be of (`journal_part` of the models), as the page names them.
PARTS = {
    "approach": "Démarche",
    "contract": "Identité du contrat",
    "territory": "Périmètre",
    "texts": "Textes",
    "diagnosis": "Constats",
    "themes": "Thématiques socles",
    "schemes": "Articulation",
    "axes": "Axes et objectifs",
    "actions": "Fiches actions",
    "indicators": "Indicateurs",
    "money": "Conventions",
    "signatories": "Signataires et engagements",
    "governance": "Gouvernance et coordination",
    "evaluation": "Évaluation",
    "campaign": "Campagnes",
    "roles": "Personnes",
    "negotiation": "Négociation",
    "lifecycle": "Étapes",
    "amendments": "Avenants",
    "documents": "Documents",
}
ACTIONS = {0: "Ajout", 1: "Modification", 2: "Retrait", 3: "Lecture"}
#: Said by the line itself, or of no use to a reader.
HIDDEN = {
    "contract",
    "action",
    "signatory",
    "id",
    "position",
    "search",
    "territory",
    "stage",
    "frozen_by",
    "created_by",
    "author",
    "target_id",
    "settings",
    "uid",
    "sequence",
}
#: The fields whose codes are not choices of the model, as words.
CODES = {(Comment, "anchor"): anchor_words}
#: Where the model's own name of a field is not a word of the page.
LABELS = {
    "actor": "auteur du passage",
    "answer": "réponse",
    "axis": "axe",
    "body": "instance",
    "by": "par",
    "campaign": "campagne",
    "closed_by": "clos par",
    "content_type": "type de fichier",
    "contracts": "contrats",
    "funder": "financeur",
    "handover": "passation",
    "indicator": "indicateur",
    "invited_by": "invité par",
    "item": "point de l’ordre du jour",
    "known": "contrat connu ici",
    "meeting": "séance",
    "objective": "objectif",
    "organizer": "qui convoque",
    "parent": "en réponse à",
    "period": "période",
    "post": "poste",
    "place": "lieu",
    "previous": "campagne de l’an passé",
    "region": "région",
    "seat": "siège",
    "user": "personne",
    "withdrawn_by": "retiré par",
}
LONG = 160


def lines_of(contract, *, part="", person=None, since=None, until=None):
    """The lines of a contract, newest first, narrowed to a part, a person, a span of days."""
    lines = Change.objects.filter(scope=contract.pk)
    if part:
        lines = lines.filter(part=part)
    if person:
        lines = lines.filter(actor=person)
    if since:
        lines = lines.filter(timestamp__date__gte=since)
    if until:
        lines = lines.filter(timestamp__date__lte=until)
    return lines.select_related("actor", "content_type").order_by("-timestamp", "-id")


def lines_about(row):
    """The lines of one row, newest first, whether it has a contract or not."""
    kind = ContentType.objects.get_for_model(type(row))
    lines = Change.objects.filter(content_type=kind, object_pk=str(row.pk))
    return lines.select_related("actor", "content_type").order_by("-timestamp", "-id")


def people_of(contract):
    """Those who wrote in the journal of the contract, by name."""
    writers = Change.objects.filter(scope=contract.pk, actor__isnull=False).values("actor")
    return User.objects.filter(pk__in=writers).order_by("display_name", "pk")


def tell(lines) -> list[dict]:
    """The lines in the page's words: `at`, `who`, `channel`, `part`, `what`, `fields` (label, before, after, long).

    The rows that foreign keys name are read together, one query a model, whatever the number of lines.
    """
    lines = list(lines)
    names = _names_of_related(lines)
    return [_told(line, names) for line in lines]


def _told(line, names):
    model = _model(line)
    what = f"{ACTIONS[line.action]}\xa0: {model._meta.verbose_name if model else 'élément'}"
    return {
        "at": line.timestamp,
        "who": str(line.actor) if line.actor else (line.actor_email or "la plateforme"),
        "channel": line.get_channel_display(),
        "part": PARTS.get(line.part, ""),
        "what": f"{what} «\xa0{line.object_repr}\xa0»" if line.object_repr else what,
        "fields": _fields(line, names) if line.action != 2 else [],
    }


def _fields(line, names) -> list[dict]:
    """What was empty and stays so, as most fields of a new row, is not told."""
    fields = [_field(field, change, names) for field, change in _changes(line)]
    return [field for field in fields if field["before"] or field["after"]]


def _model(line):
    return line.content_type.model_class() if line.content_type else None


def _changes(line):
    """(field, change) of each field worth telling; one that left the model, or that it tells no more, is not."""
    model = _model(line)
    untold = {*HIDDEN, *getattr(model, "untold", ())}
    known = {field.name: field for field in (*model._meta.fields, *model._meta.many_to_many)} if model else {}
    for name, change in (line.changes or {}).items():
        if name in known and name not in untold:
            yield known[name], change


def _names_of_related(lines) -> dict:
    """{(model, pk as text): words} of every row that a foreign key of these lines names."""
    wanted: dict[type[models.Model], set[str]] = {}
    for line in lines:
        for field, change in _changes(line):
            if field.many_to_one and isinstance(change, list):
                wanted.setdefault(field.related_model, set()).update(v for v in change if _said(v))
    return {
        (model, str(row.pk)): str(row)
        for model, keys in wanted.items()
        for row in model._base_manager.filter(pk__in=keys)
    }


def _said(value):
    return value not in ("None", "[]", "", None)


def label_of(field) -> str:
    """The model's own name of a field, unless it is none: Django then makes one of the identifier, in English."""
    named = str(field.verbose_name)
    return LABELS.get(field.name, named) if named == field.name.replace("_", " ") else named


def _field(field, change, names):
    label = label_of(field)
    if isinstance(change, dict):
        return {"label": label, "before": "", "after": ", ".join(change.get("objects", [])), "long": False}
    before, after = (_words(field, value, names) for value in change)
    return {"label": label, "before": before, "after": after, "long": max(len(before), len(after)) > LONG}


def _words(field, value, names) -> str:
    """The value as people read it: the label of a choice, the name of a row, a French date, yes or no."""
    if not _said(value):
        return ""
    if told := CODES.get((field.model, field.name)):
        return told(value)
    if field.many_to_one:
        return names.get((field.related_model, str(value)), f"n°\xa0{value}")
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return {"True": "oui", "False": "non"}.get(value, value)
    if kind in ("DateField", "DateTimeField"):
        return _day(value)
    if kind == "JSONField":
        return _listed(field, value)
    return str(dict(field.flatchoices).get(value, value))


def _listed(field, value) -> str:
    """A JSON list as words; a model names in `json_choices` the codes of its lists."""
    try:
        kept = json.loads(value)
    except ValueError:
        return value
    labels = dict(getattr(field.model, "json_choices", {}).get(field.name, []))
    return ", ".join(str(labels.get(each, each)) for each in _leaves(kept))


def _leaves(kept):
    """The texts of a list or of nested goals, in their order."""
    if isinstance(kept, dict):
        kept = [kept.get(name) for name in kept]
    if not isinstance(kept, list):
        kept = [] if kept is None else [kept]
        yield from kept
        return
    for each in kept:
        yield from _leaves(each)


def _day(value):
    try:
        return wording.day(date.fromisoformat(value[:10]))
    except ValueError:
        return value

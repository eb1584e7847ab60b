"""The journal: who changed what, when, through which door, from what to what.

django-auditlog compares the fields at each `save()`; this module adds what it cannot know: the contract concerned
(`scope`), its part, and the door (`channel`). `update()` and `bulk_*` are seen by nobody: rows made in bulk are told
by `journal_created` and `journal_changed`.
"""

import contextlib
from contextvars import ContextVar
from dataclasses import dataclass

from auditlog.models import AbstractLogEntry
from auditlog.registry import auditlog
from django.db import models


class Channel(models.TextChoices):
    PAGE = "page", "page"
    API = "api", "API"
    IMPORT = "import", "import"
    JOB = "job", "tâche de fond"
    COMMAND = "command", "commande"
    LINK = "link", "lien reçu par courriel"
    SHEET = "sheet", "tableur"


@dataclass(frozen=True)
class Acting:
    actor: object = None
    channel: str = Channel.COMMAND


_acting: ContextVar[Acting | None] = ContextVar("acting", default=None)


@contextlib.contextmanager
def acting(actor=None, channel=None):
    """Everything saved inside is journalled as done by `actor` through `channel`.

    Nested calls keep the outer channel, so that a service called by an import says « import ».
    """
    outer = _acting.get()
    now = Acting(actor or (outer.actor if outer else None), channel or (outer.channel if outer else Channel.COMMAND))
    token = _acting.set(now)
    try:
        yield now
    finally:
        _acting.reset(token)


class Change(AbstractLogEntry):
    """One journal line. `scope` is the contract's id, kept as a number so that `core` need not know contracts."""

    scope = models.BigIntegerField("contrat", null=True, db_index=True)
    part = models.CharField("partie", max_length=40, blank=True)
    channel = models.CharField("par", max_length=10, choices=Channel.choices, default=Channel.COMMAND)

    class Meta(AbstractLogEntry.Meta):
        abstract = False
        verbose_name = "ligne du journal"
        verbose_name_plural = "journal"
        indexes = [models.Index(fields=["scope", "-timestamp"], name="core_change_scope_time")]

    def save(self, *args, **kwargs):
        data = self.additional_data or {}
        self.scope = self.scope or data.get("scope")
        self.part = self.part or data.get("part", "")
        if self._state.adding and (now := _acting.get()):
            self.channel = now.channel
            if getattr(now.actor, "pk", None) and not self.actor_id:
                self.actor, self.actor_email = now.actor, now.actor.email
        super().save(*args, **kwargs)


class Journalled(models.Model):
    """A row whose changes are journalled under a contract. Subclasses set `journal_part`."""

    journal_part = ""

    class Meta:
        abstract = True

    def journal_scope(self):
        """The id of the contract that this row belongs to."""
        return getattr(self, "contract_id", None)

    def get_additional_data(self):
        return {"scope": self.journal_scope(), "part": self.journal_part}


NOT_TOLD = ("version", "created_at", "updated_at")
#: What the journal says in place of words that its readers may not read.
RESERVED = "(réservé)"


def journalled(*models_, exclude=NOT_TOLD):
    """Register models with the journal. Call it from `AppConfig.ready()`.

    A model names its own `untold` fields, and its `reserved` ones: that they changed is told, not their words.
    """
    for model in models_:
        names = {field.name for field in model._meta.get_fields()}
        m2m = {field.name for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created}
        untold = names & {*exclude, *getattr(model, "untold", ())}
        reserved = {"mask_fields": list(getattr(model, "reserved", ())), "mask_callable": "core.history.unsaid"}
        auditlog.register(model, exclude_fields=sorted(untold), m2m_fields=m2m, **reserved)


def unsaid(value) -> str:
    return RESERVED if value not in ("", "None") else value


def journal_created(rows, *, summary=None):
    """The lines for rows that `bulk_create` made: one « créé » a row, without its fields, in few queries.

    `summary` maps a row to the fields worth telling (`{name: value}`); by default none.
    """
    _journal(
        (row, Change.Action.CREATE, {name: ["None", str(v)] for name, v in (summary(row) if summary else {}).items()})
        for row in rows
    )


def journal_changed(pairs):
    """The lines for rows that `bulk_update` changed, from (as it was, as it is): what differs, as `save` tells it."""
    from auditlog.diff import model_instance_diff

    told = ((after, Change.Action.UPDATE, model_instance_diff(before, after)) for before, after in pairs)
    _journal((row, action, changes) for row, action, changes in told if changes)


def _journal(entries):
    from django.contrib.contenttypes.models import ContentType

    now = _acting.get() or Acting()
    actor = now.actor if getattr(now.actor, "pk", None) else None
    lines = []
    for row, action, changes in entries:
        data = row.get_additional_data()
        lines.append(
            Change(
                content_type=ContentType.objects.get_for_model(type(row)),
                object_pk=str(row.pk),
                object_id=row.pk if isinstance(row.pk, int) else None,
                object_repr=str(row)[:300],
                action=action,
                changes=changes,
                actor=actor,
                actor_email=getattr(actor, "email", None),
                additional_data=data,
                scope=data.get("scope"),
                part=data.get("part", ""),
                channel=now.channel,
            )
        )
    Change.objects.bulk_create(lines, batch_size=500)

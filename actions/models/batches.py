"""A change made to several fiches at once, kept so that it can be put back."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

UNDO_WITHIN = timedelta(hours=24)


class ActionBatch(models.Model):
    """Who changed what on which fiches, from what to what.

    `changes`: a list of {"action": id, "title", "version": the one it had right after, "given": what puts it back,
    "before" and "after": in words}. The journal of each fiche tells the change itself; this row only serves to undo.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.CASCADE, related_name="action_batches")
    label = models.CharField("changement", max_length=300)
    changes = models.JSONField("fiches changées", default=list)
    made_at = models.DateTimeField("fait le", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField("annulé le", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "changement groupé de fiches"
        verbose_name_plural = "changements groupés de fiches"
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return self.label

    @property
    def undo_until(self):
        return self.made_at + UNDO_WITHIN

    @property
    def can_be_undone(self) -> bool:
        return self.undone_at is None and timezone.now() < self.undo_until

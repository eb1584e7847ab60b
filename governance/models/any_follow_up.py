"""What is asked of somebody, for a contract or for a network: by when, done with its proof, or dropped."""

from django.db import models
from django.db.models import Q

from core.wording import cut


class AnyFollowUp(models.Model):
    text = models.TextField("à faire")
    owner_name = models.CharField("qui", max_length=200, blank=True)
    due_on = models.DateField("pour le", null=True, blank=True)
    done_on = models.DateField("fait le", null=True, blank=True)
    done_by = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="dit fait par"
    )
    proof = models.TextField("preuve", blank=True)
    dropped_reason = models.TextField("abandonné parce que", blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return cut(self.text)

    @property
    def open(self) -> bool:
        return self.done_on is None and not self.dropped_reason

    def late_on(self, day) -> bool:
        return self.open and self.due_on is not None and self.due_on < day


def done_or_dropped(name):
    return models.CheckConstraint(
        name=name,
        condition=Q(done_on__isnull=True) | Q(dropped_reason=""),
        violation_error_message="Une suite est faite ou abandonnée, pas les deux.",
    )

"""The private address by which a person's calendar reads her meetings."""

from django.conf import settings
from django.db import models


class CalendarAddress(models.Model):
    """One a person; only the hash of its token is kept. Made again, the former one opens nothing."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_address")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("créée le", auto_now=True)

    class Meta:
        verbose_name = "adresse d’agenda"
        verbose_name_plural = "adresses d’agenda"

    def __str__(self):
        return f"Agenda de {self.user}"

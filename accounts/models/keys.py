"""Keys of the REST interface: shown once, kept hashed."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.enums import KeyScope


class ApiKeyQuerySet(models.QuerySet):
    def valid(self, *, at=None):
        at = at or timezone.now()
        return self.filter(revoked_at__isnull=True).filter(
            models.Q(expires_at__isnull=True) | models.Q(expires_at__gt=at)
        )


class ApiKey(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(
        "nom",
        max_length=100,
        help_text="À quoi sert cette clé, par exemple «\xa0SI de l’ARS\xa0».",
    )
    prefix = models.CharField("début", max_length=12, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    scope = models.CharField("étendue", max_length=10, choices=KeyScope.choices, default=KeyScope.SIGNED)
    read_only = models.BooleanField("lecture seule", default=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    last_used_at = models.DateTimeField("dernier usage", null=True, blank=True)
    expires_at = models.DateTimeField("valable jusqu’au", null=True, blank=True)
    revoked_at = models.DateTimeField("révoquée le", null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "clé d’API"
        verbose_name_plural = "clés d’API"
        ordering = ["-created_at", "-id"]

    def __str__(self):
        return self.name

    @property
    def signed_only(self) -> bool:
        return self.scope == KeyScope.SIGNED

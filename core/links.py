"""A link that lets somebody without an account do one thing: signed, expiring, revocable, of one purpose.

An app inherits `SignedLink`, says its `purpose` (the salt of the signature) and what the link is about. The token
holds the row's key and its nonce: a link changed, revoked or expired opens nothing, and no other purpose reads it.
"""

import secrets

from django.core import signing
from django.db import models
from django.utils import timezone


def nonce():
    return secrets.token_urlsafe(12)


class SignedLinkQuerySet(models.QuerySet):
    def open(self, at=None):
        return self.filter(revoked_at__isnull=True, expires_at__gt=at or timezone.now())

    def of_token(self, token):
        """The open link of a token that we signed, or None."""
        try:
            pk, known = signing.Signer(salt=self.model.purpose).unsign_object(token)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return self.open().filter(pk=pk, nonce=known).first()

    def revoke(self, at=None) -> int:
        return self.filter(revoked_at__isnull=True).update(revoked_at=at or timezone.now())


class SignedLink(models.Model):
    purpose = ""

    nonce = models.CharField(max_length=32, default=nonce, editable=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    expires_at = models.DateTimeField("valable jusqu’au")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    objects = SignedLinkQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def token(self) -> str:
        return signing.Signer(salt=self.purpose).sign_object([self.pk, self.nonce])

"""Who asks by REST: a key in « Authorization: Bearer », or the session of a page."""

import hmac
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from rest_framework import authentication, permissions
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from .models import ApiKey
from .tokens import hashed

REFUSED = "Cette clé n’est pas ou plus valable."


class ApiKeyAuthentication(authentication.BaseAuthentication):
    """`request.auth` is then the key, so that visibility may be narrowed to signed contracts."""

    keyword = "Bearer"

    def authenticate(self, request):
        scheme, _, text = authentication.get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        key = find_key(text.strip().decode("ascii", "replace"))
        if key is None:
            raise AuthenticationFailed(REFUSED)
        if key.read_only and request.method not in permissions.SAFE_METHODS:
            raise PermissionDenied("Cette clé est en lecture seule.")
        _mark_used(key)
        return key.user, key

    def authenticate_header(self, request):
        return 'Bearer realm="api"'


class SessionAuthentication(authentication.SessionAuthentication):
    """As DRF's, but who is not signed in hears 401, not 403."""

    def authenticate_header(self, request):
        return 'Bearer realm="api"'


def find_key(text, *, at=None) -> ApiKey | None:
    """The valid key of an active person; compared in constant time."""
    _, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    if not (prefix and secret) or "\x00" in text:
        return None
    key = ApiKey.objects.valid(at=at).filter(prefix=prefix, user__is_active=True).select_related("user").first()
    return key if key and hmac.compare_digest(key.secret_hash, hashed(secret)) else None


def _mark_used(key, *, at=None):
    """At most one write a minute, whatever the number of requests."""
    at = at or timezone.now()
    fresh = at - timedelta(minutes=1)
    if key.last_used_at is None or key.last_used_at < fresh:
        ApiKey.objects.filter(Q(last_used_at=None) | Q(last_used_at__lt=fresh), pk=key.pk).update(last_used_at=at)

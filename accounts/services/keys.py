"""Keys of the REST interface, made and revoked by their owner."""

import secrets

from django.db import transaction
from django.utils import timezone

from accounts.enums import KeyScope
from accounts.models import ApiKey
from accounts.tokens import hashed, new_secret
from core.errors import Forbidden
from core.versioned import validated

SIGN = "cls"


@transaction.atomic
def create_api_key(*, user, name, scope=KeyScope.SIGNED, read_only=True, expires_at=None) -> tuple[ApiKey, str]:
    """The key's row and its text, which is never readable again: « cls_<prefix>_<secret> »."""
    prefix, secret = secrets.token_hex(4), new_secret()
    key = ApiKey(
        user=user,
        name=name.strip(),
        prefix=prefix,
        secret_hash=hashed(secret),
        scope=scope,
        read_only=read_only,
        expires_at=expires_at,
    )
    validated(key)
    key.save()
    return key, f"{SIGN}_{prefix}_{secret}"


@transaction.atomic
def revoke_api_key(*, key, actor, at=None):
    if key.user_id != actor.pk:
        raise Forbidden("Cette clé n’est pas la vôtre.")
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at or timezone.now())
    key.refresh_from_db()
    return key

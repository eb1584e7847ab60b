"""Secrets that leave the site once and come back: links of invitations, API keys. Only their hash is kept."""

import hashlib
import secrets


def new_secret() -> str:
    """256 random bits, safe in an address."""
    return secrets.token_urlsafe(32)


def hashed(secret) -> str:
    """A plain SHA-256 is enough for a random secret: there is nothing to guess, so nothing to slow down."""
    return hashlib.sha256(str(secret).encode()).hexdigest()

"""Slowing down those who guess: by account (axes), by machine over many accounts, by address for mails.

Counters live in the cache: losing them costs nothing but a little patience.
"""

import math
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from django.utils import timezone

from .tokens import hashed

LOGIN_FAILURES_PER_IP = 40
LOGIN_WINDOW = 15 * 60
MAILS_PER_ADDRESS = 3
MAIL_WINDOW = 60 * 60


def client_ip(request) -> str:
    """The machine that asks. Behind N proxies of ours (`TRUSTED_PROXIES`), the N-th address from the right."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    trusted = getattr(settings, "TRUSTED_PROXIES", 0)
    if trusted and len(forwarded) >= trusted:
        return forwarded[-trusted]
    return request.META.get("REMOTE_ADDR", "")


def count(name, who, *, window) -> int:
    """Add one to the counter of `who`, which forgets all `window` seconds after its first count."""
    key = _key(name, who)
    if cache.add(key, 1, window):
        return 1
    try:
        return cache.incr(key)
    except ValueError:
        # It ran out between the two lines.
        cache.set(key, 1, window)
        return 1


def counted(name, who) -> int:
    return cache.get(_key(name, who), 0)


def _key(name, who):
    # Hashed: an address may hold characters that a cache refuses, and has no business being readable there.
    return f"throttle-{name}-{hashed(who)}"


def login_blocked(request) -> bool:
    return counted("login", client_ip(request)) >= LOGIN_FAILURES_PER_IP


def count_login_failure(request):
    count("login", client_ip(request), window=LOGIN_WINDOW)


def may_mail(address) -> bool:
    """Counts one mail to this address; false once it had its share of the hour."""
    return count("mail", address, window=MAIL_WINDOW) <= MAILS_PER_ADDRESS


def locked_out(request, response=None, credentials=None, *args, **kwargs):
    """The page of somebody who failed too often: when to try again, and what else to do."""
    minutes = math.ceil(settings.AXES_COOLOFF_TIME * 60)
    context = {"minutes": minutes, "again_at": timezone.now() + timedelta(minutes=minutes)}
    answer = render(request, "accounts/locked_out.html", context, status=429)
    answer["Retry-After"] = str(minutes * 60)
    return answer

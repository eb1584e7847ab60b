"""Base settings, relaxed where a test must not depend on the operator's environment."""

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent.parent
REDIS_WAS_GIVEN = bool(os.environ.get("REDIS_URL"))
_defaults = {
    "SECRET_KEY": "only-for-development-and-tests-never-in-production-0123456789",
    "ALLOWED_HOSTS": "*",
    "SITE_URL": "http://localhost:8000",
    "DATABASE_URL": f"sqlite:///{_ROOT}/var/cls.sqlite3",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "memorymail://",
}
_missing = {name: value for name, value in _defaults.items() if not os.environ.get(name)}
os.environ.update(_missing)

from .base import *  # noqa: E402, F403
from .base import BASE_DIR, DATABASES, REDIS_URL, STORAGES, env  # noqa: E402

# A child process must not take our defaults for the wishes of the operator.
for _name in _missing:
    del os.environ[_name]

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# Read by a test that asks for it: a page must ask the same queries whenever it is opened.
ACRONYMS_SECONDS = 0
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = "memory://"
CELERY_IMPORTS = env.list("TEST_IMPORTS", default=[])  # the kinds of jobs that only tests know
# Set by tests/support/worker.py for the workers it starts: a space of their own in the shared Redis.
if _prefix := env.str("TEST_BROKER_PREFIX", default=""):
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {"global_keyprefix": _prefix}
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": _prefix,
        }
    }

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # With Django's defaults four writers meet "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 0
(BASE_DIR / "var").mkdir(exist_ok=True)

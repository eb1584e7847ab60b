"""Base settings, relaxed where a test must not depend on the operator's environment."""

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent.parent
for _name, _value in {
    "SECRET_KEY": "only-for-development-and-tests-never-in-production-0123456789",
    "ALLOWED_HOSTS": "*",
    "SITE_URL": "http://localhost:8000",
    "DATABASE_URL": f"sqlite:///{_ROOT}/var/cls.sqlite3",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "memorymail://",
}.items():
    os.environ.setdefault(_name, _value)

from .base import *  # noqa: E402, F403
from .base import BASE_DIR, DATABASES, STORAGES  # noqa: E402

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = "memory://"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # With Django's defaults four writers meet "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = 0
(BASE_DIR / "var").mkdir(exist_ok=True)

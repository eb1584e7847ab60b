"""Embedded development: SQLite, no Redis, mails kept in files and readable on a page."""

from pathlib import Path

from .test import *  # noqa: F403
from .test import BASE_DIR, MEDIA_ROOT, REDIS_URL, REDIS_WAS_GIVEN, env

DEBUG = env.bool("DEBUG", default=True)
DEMO_MODE = True
ACRONYMS_SECONDS = 300
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
EMAIL_BACKEND = "core.mail.KeptMailBackend"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": BASE_DIR / "var" / "cache",
    }
}
# The broker only wakes the worker; folders do as well as a server for one machine.
CELERY_BROKER_URL = "filesystem://localhost"
_broker = Path(env.str("BROKER_FOLDER", default=str(BASE_DIR / "var" / "broker")))
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "data_folder_in": str(_broker),
    "data_folder_out": str(_broker),
    "control_folder": f"{_broker}-control",
}
if REDIS_WAS_GIVEN:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {}
for _folder in (_broker, Path(f"{_broker}-control"), BASE_DIR / "var" / "cache", Path(MEDIA_ROOT)):
    _folder.mkdir(parents=True, exist_ok=True)

"""Where the demonstration is written: one JSON file a subject, in data/demo/."""

import json

from django.conf import settings


def content(name) -> bytes:
    return (settings.DATA_DIR / "demo" / name).read_bytes()


def read(name):
    return json.loads(content(name))

"""What left under the old shape of news: several links a person, the moment of the last mail on the link itself.

Migrations 0013 and 0014 of `actions` leave one link a person and one mail a link. Run in a process of its own, on a
database of its own, so that the tables are those of that time.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

BEFORE, AFTER = ("actions", "0012_news_mails"), ("actions", "0014_one_link_a_person_always")
STORY = """
import json
from datetime import timedelta
import django
django.setup()
from django.db import connection, IntegrityError
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

def to(*target):
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return MigrationExecutor(connection).loader.project_state([target]).apps.get_model

model = to(*BEFORE)
now = timezone.now()
region = model("territories", "Region").objects.create(code="84", name="Essai")
place = model("territories", "Territory").objects.create(name="Essai", region=region)
contract = model("contracts", "Contract").objects.create(title="Essai", reference="CLS-1", territory=place)
axis = model("contracts", "Axis").objects.create(contract=contract, title="Axe")
fiches = [model("actions", "Action").objects.create(contract=contract, axis=axis, title=t) for t in "ABC"]
Link, Request = model("actions", "NewsLink"), model("actions", "NewsRequest")

def link(email, days, nonce, sent=True):
    facts = {"nonce": nonce, "sent_at": now - timedelta(days=1) if sent else None}
    return Link.objects.create(email=email, expires_at=now + timedelta(days=days), **facts)

def ask(of, fiche, state):
    return Request.objects.create(link=of, action=fiches[fiche], contract=contract, state=state).pk

long, short = link("lea@exemple.fr", 90, "long"), link("lea@exemple.fr", 10, "short")
alone = link("paul@exemple.fr", 20, "alone", sent=False)
asked = {
    "twice": [ask(long, 0, "waiting"), ask(short, 0, "waiting")],
    "short alone": ask(short, 1, "answered"),
    "settled": ask(short, 2, "accepted"),
    "paul": ask(alone, 0, "waiting"),
}
model = to(*AFTER)
Link, Request = model("actions", "NewsLink"), model("actions", "NewsRequest")
told = lambda pk: [*Request.objects.filter(pk=pk).values_list("link__nonce", "state")[0]]
print(json.dumps({
    "open": sorted(Link.objects.filter(revoked_at=None).values_list("nonce", flat=True)),
    "mails": sorted(model("actions", "NewsMail").objects.values_list("link__nonce", flat=True)),
    "of a mail": Request.objects.filter(mail__isnull=False).count(),
    **{name: [told(pk) for pk in pks] if isinstance(pks, list) else told(pks) for name, pks in asked.items()},
}))
try:
    Link.objects.create(email="lea@exemple.fr", expires_at=now)
except IntegrityError:
    print("once")
"""


def test_the_links_of_one_person_become_one_and_nothing_asked_is_lost():
    env = {**os.environ, "DATABASE_URL": "sqlite://:memory:", "DJANGO_SETTINGS_MODULE": "cls_platform.settings.test"}
    story = f"BEFORE, AFTER = {BEFORE!r}, {AFTER!r}\n{STORY}"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", story], env=env, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    *_noise, told, once = done.stdout.strip().splitlines()
    assert json.loads(told) == {
        "open": ["alone", "long"],
        "mails": ["long", "short"],
        "of a mail": 4,
        "twice": [["long", "waiting"], ["short", "withdrawn"]],
        "short alone": ["long", "answered"],
        "settled": ["short", "accepted"],
        "paul": ["alone", "waiting"],
    }
    assert once == "once", "The database lets nobody hold two links"

"""Brings the site's database up to date and fills it the first time; run by scripts/run.py before it serves."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cls_platform.settings.dev")

import django  # noqa: E402

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command, get_commands  # noqa: E402


def say(sentence):
    print(f"→ {sentence}", flush=True)


def is_empty(label):
    return not apps.get_model(label)._base_manager.exists()


def main():
    call_command("migrate", interactive=False, verbosity=0)
    if "import_cog" in get_commands() and is_empty("territories.Commune"):
        say("Premier démarrage : communes, EPCI, départements et régions")
        call_command("import_cog")
    if "demo" in get_commands():
        if is_empty("accounts.User"):
            say("Premier démarrage : données de démonstration (fictives)")
            call_command("demo")
        else:
            call_command("demo", "--accounts")


if __name__ == "__main__":
    main()

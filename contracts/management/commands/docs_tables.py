"""`docs_tables`: writes the pages of docs/ that are made from the code."""

from django.conf import settings
from django.core.management.base import BaseCommand

from contracts.tables import PAGES


class Command(BaseCommand):
    help = "Écrit docs/lifecycles.md et docs/permissions.md d’après le code."

    def handle(self, **options):
        for name, write in PAGES.items():
            (settings.BASE_DIR / "docs" / name).write_text(write(), encoding="utf-8")
            self.stdout.write(f"Écrit\xa0: docs/{name}")

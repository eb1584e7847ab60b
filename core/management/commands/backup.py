from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core import backup
from core.backup.databases import CopyFailed


class Command(BaseCommand):
    help = "Sauvegarde la base et les fichiers déposés dans une archive datée."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("-o", "--output", help="chemin de l’archive (par défaut : var/backups/cls-DATE.tar.gz)")

    def handle(self, *args, output=None, **options):
        at = timezone.localtime()
        path = Path(output) if output else settings.BASE_DIR / "var" / "backups" / backup.default_name(at)
        try:
            count = backup.write(path, at=at)
        except CopyFailed as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Sauvegarde : {path} ({path.stat().st_size // 1024 + 1} Kio, {count} fichiers déposés)")

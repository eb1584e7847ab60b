from django.core.management.base import BaseCommand, CommandError

from core import backup
from core.backup.databases import CopyFailed


class Command(BaseCommand):
    help = "Rétablit une archive de sauvegarde : remplace la base de DATABASE_URL et les fichiers déposés."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FICHIER")

    def handle(self, *args, file, **options):
        try:
            manifest = backup.read(file)
        except (backup.NotOurs, CopyFailed) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"Rétabli : sauvegarde du {manifest['made_at']}, {manifest['media']} fichiers déposés")

from django.core.management.base import BaseCommand, CommandError

from core.errors import ServiceError
from territories.models import PriorityKind
from territories.priority_loading import load_priority_places


class Command(BaseCommand):
    help = "Charge une liste officielle de lieux prioritaires (QPV, ou FRR par --kind frr) publiée en CSV."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FICHIER.csv")
        parser.add_argument("--kind", choices=PriorityKind.values, default=PriorityKind.QPV)

    def handle(self, *args, file, kind, **options):
        try:
            loaded = load_priority_places(file, kind=kind)
        except (ServiceError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Lieux prioritaires\xa0: {loaded.made} créés, {loaded.changed} mis à jour.")
        if loaded.unknown:
            self.stdout.write(f"Communes inconnues du référentiel, non repris\xa0: {', '.join(loaded.unknown[:20])}.")

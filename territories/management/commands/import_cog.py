from time import monotonic

from django.core.management.base import BaseCommand, CommandError

from core.errors import ServiceError
from territories.loading import load_reference, shipped_file


class Command(BaseCommand):
    help = "Charge ou met à jour communes, EPCI, départements et régions (par défaut : le fichier livré)."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", metavar="FICHIER", help="cog-*.json.gz ou .json")

    def handle(self, *args, files, **options):
        try:
            for path in files or [shipped_file()]:
                start = monotonic()
                self.report(load_reference(path), monotonic() - start)
        except ServiceError as error:
            raise CommandError(str(error)) from error

    def report(self, loaded, seconds):
        self.stdout.write(
            f"Référentiel {loaded.millesime}\xa0: {loaded.regions} régions, {loaded.departments} départements, "
            f"{loaded.epci} EPCI et EPT, {loaded.communes} communes, {loaded.former} anciens codes ({seconds:.1f} s)."
        )
        if loaded.inactive or loaded.dissolved:
            self.stdout.write(
                f"N’existent plus et sont gardés\xa0: {loaded.inactive} communes, {loaded.dissolved} EPCI."
            )

"""`manage.py national_dataset`: many fictional contracts over the whole country, to measure the platform."""

import time

from django.core.management.base import BaseCommand, CommandError

from cls_platform import national
from territories.models import Commune


class Command(BaseCommand):
    help = "Crée N contrats fictifs, d’environ vingt fiches, sur les vrais EPCI de tous les départements."

    def add_arguments(self, parser):
        parser.add_argument("--contracts", type=int, required=True, metavar="N", help="nombre de contrats à ajouter")
        parser.add_argument("--seed", type=int, default=1, help="même graine, mêmes données")

    def handle(self, *, contracts, seed, verbosity, **options):
        if contracts < 1:
            raise CommandError("Demandez au moins un contrat.")
        if not Commune.objects.exists():
            raise CommandError("Chargez d’abord les territoires\u00a0: manage.py import_cog.")
        begun = time.monotonic()
        tell = self._tell if verbosity else (lambda done: None)
        total = national.build(contracts, seed=seed, tell=tell)
        took = time.monotonic() - begun
        added = "1 contrat ajouté" if contracts == 1 else f"{contracts} contrats ajoutés"
        self.stdout.write(f"{added} ({total} en tout) en {took:.0f} s.")

    def _tell(self, done):
        self.stdout.write(f"  {done} contrats…")

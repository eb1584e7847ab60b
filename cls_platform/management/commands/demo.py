"""`manage.py demo`: the fictional contracts and people with which one tries the site."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cls_platform.demo import PASSWORD, fill, known_accounts
from territories.models import Commune

NOT_HERE = (
    "Les données de démonstration ne se chargent pas ici : leurs comptes ont un mot de passe connu de tous. "
    "Elles demandent le mode démonstration (cls_platform.settings.dev)."
)


class Command(BaseCommand):
    help = "Crée des contrats fictifs et un compte par rôle (mode démonstration seulement)."

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="rappelle les comptes, sans rien écrire")

    def handle(self, *, accounts, verbosity, **options):
        if not settings.DEMO_MODE:
            raise CommandError(NOT_HERE)
        if not accounts:
            if not Commune.objects.exists():
                raise CommandError("Chargez d’abord les territoires : manage.py import_cog.")
            for contract in fill():
                self.stdout.write(f"  {contract.title} : {contract.get_stage_display()}")
        self._say_accounts()

    def _say_accounts(self):
        people = known_accounts()
        if not people:
            return
        wide = max(len(email) for email, _name, _what in people)
        self.stdout.write(f"\nComptes de démonstration (mot de passe de tous : {PASSWORD})")
        for email, name, what in people:
            self.stdout.write(f"  {email:<{wide}}  {name} – {what}")

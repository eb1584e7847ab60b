"""`import_contract FILE [--dry-run] [--as-draft]`: one contract in the exchange format."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from contracts.exchange import import_contract, parse, preview_import
from core.errors import Invalid


class Command(BaseCommand):
    help = "Lit un contrat au format cls-exchange/1, à son étape ou repris en brouillon."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien écrire")
        parser.add_argument("--as-draft", action="store_true", help="reprend le contrat comme un nouveau brouillon")

    def handle(self, *, file, dry_run, as_draft, **options):
        try:
            document = parse(file.read_bytes())
            if dry_run:
                result = preview_import(document, as_draft=as_draft)
            else:
                result = import_contract(document, as_draft=as_draft)
        except OSError as error:
            raise CommandError(f"Ce fichier ne peut pas être lu : {error.strerror}.") from error
        except Invalid as error:
            raise CommandError(_problems(error.fields or {"": error.sentences})) from error
        if result.problems:
            raise CommandError(_problems(result.problems))
        self.stdout.write(f"Référence : {result.reference}")
        for name, count in result.created.items():
            self.stdout.write(f"Créé : {count} {name}")
        for item in result.missing:
            self.stdout.write(f"{'Manque' if item.blocking else 'Conseil'} : {item.sentence}")
        for path, sentence in result.doubts:
            self.stdout.write(f"Doute : {path} : {sentence}")
        for each in result.alike:
            self.stdout.write(f"Doute : {each.path} : {each}")
        if dry_run:
            self.stdout.write("Rien n’a été écrit (--dry-run).")


def _problems(problems):
    lines = [f"{path} : {s}" if path else s for path, sentences in problems.items() for s in sentences]
    return "\n".join(["Rien n’a été importé.", *lines])

"""`import_plan REFERENCE FILE [--dry-run]`: a filled plan spreadsheet, ours or Territoires en Transitions'."""

from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError

from actions.enums import Reason
from actions.services.sheet_import import SheetRefused, import_sheet, preview_sheet
from actions.services.sheet_taking import Decision
from actions.spreadsheets.columns import FICHES
from contracts.models import Contract
from core.errors import ServiceError

#: As the interface of the command says them, whatever the count; its line of fiches has plain spaces too.
FICHE_WORDS = {"created": "créées", "changed": "modifiées", "unchanged": "inchangées"}
ROW_WORDS = {"created": "créés", "changed": "modifiés", "unchanged": "inchangés"}


class Command(BaseCommand):
    help = "Lit un plan d’actions (tableur de la plateforme ou de Territoires en Transitions) dans un contrat."

    def add_arguments(self, parser):
        parser.add_argument("reference")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="dit ce qui serait fait, sans rien écrire")
        parser.add_argument("--reason", choices=Reason.values, default="", help="motif, si le contrat est signé")
        parser.add_argument("--reason-text", default="", help="explication du motif, en une phrase")

    def handle(self, *, reference, file, dry_run, reason, reason_text, **options):
        contract = Contract.objects.filter(reference=reference).first()
        if contract is None:
            raise CommandError(f"Aucun contrat ne porte la référence {reference}.")
        decision = Decision(reason=reason, reason_text=reason_text)
        report = self._read(contract, file, decision, preview_sheet if dry_run else import_sheet)
        self._tell(report)
        if dry_run:
            self.stdout.write("Rien n’a été écrit (--dry-run).")

    def _read(self, contract, path, decision, service):
        try:
            with path.open("rb") as opened:
                report = service(contract=contract, file=File(opened), decision=decision)
            if report.problems:
                raise SheetRefused(report)
        except OSError as error:
            raise CommandError(f"Ce fichier ne peut pas être lu\xa0: {error.strerror}.") from error
        except ServiceError as error:
            raise CommandError("\n".join(["Rien n’a été importé.", *error.sentences])) from error
        return report

    def _tell(self, report):
        self.stdout.write(f"Fiches : {counted(report, FICHES.title, FICHE_WORDS)}")
        for sheet in report.counts:
            if sheet != FICHES.title:
                self.stdout.write(f"{sheet}\xa0: {counted(report, sheet, ROW_WORDS)}")
        for name in report.new_organisations:
            self.stdout.write(f"Organisation nouvelle\xa0: {name}")
        for each in report.alike:
            others = " ou ".join(other["label"] for other in each["others"])
            self.stdout.write(
                f"Doute\xa0: «\xa0{each['name']}\xa0» ressemble à {others}\xa0: est-ce la même organisation\xa0?"
            )
        for promise in report.promises:
            self.stdout.write(f"Motif demandé\xa0: {promise}")
        for each in report.refused:
            self.stdout.write(f"Refusé\xa0: {each['place']}\xa0: {each['sentence']}")
        for each in report.conflicts:
            self.stdout.write(
                f"Doute\xa0: {each['place']}\xa0: modifié entre-temps, «\xa0{each['theirs']}\xa0» est gardé."
            )
        for each in report.doubts:
            place = each["place"]
            self.stdout.write(
                f"Doute\xa0: {place}\xa0: {each['sentence']}" if place else f"Doute\xa0: {each['sentence']}"
            )


def counted(report, sheet, words) -> str:
    """« 29 créées, 0 modifiées, 0 inchangées »."""
    return ", ".join(f"{report.counted(sheet, what)} {word}" for what, word in words.items())

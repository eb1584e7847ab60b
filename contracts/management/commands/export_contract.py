"""`export_contract REFERENCE [-o FILE]`: one contract in the exchange format."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contracts.exchange import export_contract
from contracts.models import Contract


class Command(BaseCommand):
    help = "Écrit un contrat au format cls-exchange/1."

    def add_arguments(self, parser):
        parser.add_argument("reference")
        parser.add_argument("-o", "--output", type=Path)

    def handle(self, *, reference, output, **options):
        contract = Contract.objects.filter(reference=reference).first()
        if contract is None:
            raise CommandError(f"Aucun contrat n’a la référence « {reference} ».")
        text = json.dumps(export_contract(contract, at=timezone.now()), ensure_ascii=False, indent=1)
        if output:
            output.write_text(text + "\n", encoding="utf-8")
            self.stdout.write(f"Écrit : {output}")
        else:
            self.stdout.write(text)

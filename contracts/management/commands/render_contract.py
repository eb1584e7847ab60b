"""`render_contract REFERENCE [-o FILE]`: the contract's PDF, at once, without the worker."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from contracts.exchange import export_contract
from contracts.models import Contract
from contracts.pdf import contract_facts, render_contract_pdf


class Command(BaseCommand):
    help = "Écrit le PDF d’un contrat."

    def add_arguments(self, parser):
        parser.add_argument("reference")
        parser.add_argument("-o", "--output", type=Path)

    def handle(self, *, reference, output, **options):
        contract = Contract.objects.filter(reference=reference).first()
        if contract is None:
            raise CommandError(f"Aucun contrat n’a la référence «\xa0{reference}\xa0».")
        document, facts = export_contract(contract), contract_facts(contract)
        draft = not (contract.signed or contract.frozen)
        rendered = render_contract_pdf(document, facts, draft=draft, on=timezone.localdate())
        target = output or Path(f"{reference}.pdf")
        target.write_bytes(rendered.content)
        self.stdout.write(f"Écrit\xa0: {target} ({rendered.pages} pages)")
        for sentence in rendered.missing:
            self.stderr.write(sentence)

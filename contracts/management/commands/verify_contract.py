"""`verify_contract REFERENCE`: recomputes the fingerprints of what was signed; exit 1 when one differs."""

from django.core.management.base import BaseCommand, CommandError

from contracts.models import Contract
from contracts.parts import all_faults
from contracts.services.signature import verify


class Command(BaseCommand):
    help = "Vérifie que ce qui a été signé n’a pas changé."

    def add_arguments(self, parser):
        parser.add_argument("reference")

    def handle(self, *, reference, **options):
        contract = Contract.objects.filter(reference=reference).first()
        if contract is None:
            raise CommandError(f"Aucun contrat n’a la référence «\xa0{reference}\xa0».")
        signed = contract.signed_versions.exists()
        if faults := [*(verify(contract) if signed else []), *all_faults(contract)]:
            raise CommandError("\n".join(faults))
        if not signed:
            raise CommandError("Ce contrat n’a rien de signé ici\xa0: aucune empreinte à vérifier.")
        for document in contract.documents.filter(kind__in=("signed_text", "scan")).order_by("created_at"):
            self.stdout.write(f"{document.sha256}  {document.title}")
        self.stdout.write("Tout correspond à ce qui a été signé.")

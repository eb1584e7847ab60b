"""A convention as people write it."""

from django.urls import reverse_lazy

from accounts.models import Organisation
from actions.models import FundingAgreement
from core.forms import ComboboxMultipleField, DsfrModelForm, FrenchDateField

NEXT = "Pour une convention pluriannuelle, la prochaine échéance\xa0: le journal garde les précédentes."


class AgreementForm(DsfrModelForm):
    parties = ComboboxMultipleField(
        Organisation.objects.current(),
        label="Parties",
        help_text="Qui la signe.",
        url=reverse_lazy("accounts:organisation_lookup"),
        create_url=reverse_lazy("accounts:organisation_create"),
    )
    starts_on = FrenchDateField(label="Début", required=False)
    ends_on = FrenchDateField(label="Fin", required=False)
    accounts_due_on = FrenchDateField(label="Compte rendu financier attendu le", required=False, help_text=NEXT)
    accounts_received_on = FrenchDateField(label="Compte rendu financier reçu le", required=False)

    class Meta:
        model = FundingAgreement
        fields = [
            *("title", "reference", "parties", "span", "starts_on", "ends_on"),
            *("accounts_due_on", "accounts_received_on"),
        ]

    sections = [
        ("La convention", "", ["title", "reference", "parties"]),
        ("Durée", "", ["span", "starts_on", "ends_on"]),
        (
            "Compte rendu financier",
            "Ce que le financeur attend en retour.",
            ["accounts_due_on", "accounts_received_on"],
        ),
    ]

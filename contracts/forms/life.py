"""What people type about a contract's life: reasons, suspensions, signatures, files, opinions, avenants."""

from django import forms
from django.urls import reverse_lazy

from accounts.models import Organisation
from contracts.discussion import ANCHORS
from contracts.enums import AmendmentKind, DocumentKind, OpinionOutcome
from contracts.models import Amendment, Opinion, Signatory
from core.forms import ComboboxField, DsfrForm, DsfrModelForm, FrenchDateField

#: The kinds that a person may deposit; the others are made by the platform or by their own page.
DEPOSITED = [
    (kind.value, kind.label)
    for kind in (
        DocumentKind.ANNEX,
        DocumentKind.DELIBERATION,
        DocumentKind.OPINION,
        DocumentKind.AMENDMENT,
        DocumentKind.LOGO,
        DocumentKind.OTHER,
    )
]


def area(label, *, required=True, rows=3, help_text=""):
    return forms.CharField(
        label=label, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class ReasonForm(DsfrForm):
    reason = area("Raison", help_text="Elle est gardée avec le passage, dans le journal.")


class JustificationForm(DsfrForm):
    text = area("Justification", help_text="Elle porte votre nom et reste dans le journal.")


class SuspensionForm(DsfrForm):
    since = FrenchDateField(label="Depuis le")
    until = FrenchDateField(label="Jusqu’au", required=False, help_text="Laissez vide si elle dure encore.")
    reason = area("Raison", rows=2)


class EndSuspensionForm(DsfrForm):
    until = FrenchDateField(label="Jusqu’au")


class SignatureForm(DsfrModelForm):
    deliberated_on = FrenchDateField(label="Délibération", required=False)
    signed_on = FrenchDateField(label="Signature", required=False)

    class Meta:
        model = Signatory
        fields = ["deliberated_on", "deliberation_number", "signed_on"]


class ScanForm(DsfrForm):
    file = forms.FileField(
        label="Contrat signé numérisé",
        help_text="Un PDF. Son empreinte est conservée avec lui.",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )


class DocumentForm(DsfrForm):
    file = forms.FileField(label="Fichier", help_text="PDF, image, Word, Excel ou OpenDocument, 50 Mo au plus.")
    kind = forms.ChoiceField(
        label="Nature",
        choices=DEPOSITED,
        help_text="Un logo est une image PNG ou JPEG\xa0: il est imprimé sur la couverture du contrat.",
    )
    title = forms.CharField(
        label="Titre", required=False, max_length=300, help_text="Le nom du fichier, si vous n’écrivez rien."
    )
    dated_on = FrenchDateField(label="Date du document", required=False)


class NewVersionForm(DsfrForm):
    file = forms.FileField(label="Nouvelle version")


class WithdrawalForm(DsfrForm):
    reason = area("Raison du retrait", help_text="Le fichier et sa trace restent conservés.")


class CommentForm(DsfrForm):
    anchor = forms.ChoiceField(label="À propos de", choices=list(ANCHORS.items()), required=False)
    text = area("Commentaire")


class RowCommentForm(DsfrForm):
    text = area("Commentaire")


class OpinionForm(DsfrModelForm):
    organisation = ComboboxField(
        Organisation.objects.current(),
        label="Organisation",
        url=reverse_lazy("accounts:organisation_lookup"),
        create_url=reverse_lazy("accounts:organisation_create"),
        help_text="Écrivez ses premières lettres.",
    )
    asked_on = FrenchDateField(label="Demandé le", required=False)
    given_on = FrenchDateField(label="Rendu le", required=False)
    outcome = forms.ChoiceField(
        label="Sens", choices=[("", "Pas encore rendu"), *OpinionOutcome.choices], required=False
    )
    text = area("Texte de l’avis", required=False)

    class Meta:
        model = Opinion
        fields = ["organisation", "asked_on", "given_on", "outcome", "text"]


class AmendmentForm(DsfrModelForm):
    kinds = forms.MultipleChoiceField(
        label="Objets", choices=AmendmentKind.choices, widget=forms.CheckboxSelectMultiple
    )
    decided_on = FrenchDateField(label="Décidé le", required=False)
    signed_on = FrenchDateField(label="Signé le", required=False)
    new_ends_on = FrenchDateField(
        label="Nouvelle fin du contrat", required=False, help_text="Pour une prorogation : elle compte une fois signée."
    )
    scan = forms.FileField(
        label="Avenant signé numérisé",
        required=False,
        help_text="Un fichier PDF. Une fois joint, l’avenant ne change plus.",
    )

    class Meta:
        model = Amendment
        fields = ["number", "kinds", "summary", "decided_on", "signed_on", "new_ends_on"]
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

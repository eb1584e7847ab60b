"""What people type about the plan, the parties and the diagnosis."""

from django import forms
from django.db.models import Q
from django.urls import reverse_lazy

from accounts.models import Organisation
from contracts.enums import ThemeAnswer
from contracts.models import Axis, Commitment, Finding, Objective, Scheme, SchemeLink, Signatory
from core.forms import AmountField, ComboboxField, DsfrForm, DsfrModelForm, FrenchDateField, RichTextField

from .proposed import ProposedLinesField


def organisation_field(label, *, required=False, help_text="Écrivez ses premières lettres."):
    return ComboboxField(
        Organisation.objects.current(),
        label=label,
        required=required,
        help_text=help_text,
        url=reverse_lazy("accounts:organisation_lookup"),
        create_url=reverse_lazy("accounts:organisation_create"),
    )


class AxisForm(DsfrModelForm):
    description = RichTextField(label="Présentation", required=False)
    lead = organisation_field("Structure pilote")
    sections = [
        ("Titre", "", ["number", "title"]),
        ("Présentation", "", ["description", "lead"]),
        ("Nature", "", ["transversal", "mental_health"]),
    ]

    class Meta:
        model = Axis
        fields = ["number", "title", "description", "lead", "transversal", "mental_health"]


class ObjectiveForm(DsfrModelForm):
    prs_objectives = ProposedLinesField(label="Objectifs du PRS", required=False)

    class Meta:
        model = Objective
        fields = ["axis", "number", "title", "prs_objectives"]
        widgets = {"title": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, contract, proposals=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["axis"].queryset = contract.axes.all()
        self.fields["prs_objectives"].propose(proposals)


class SignatoryForm(DsfrModelForm):
    organisation = organisation_field("Organisation", required=True)
    deliberated_on = FrenchDateField(label="Date de délibération", required=False)
    signed_on = FrenchDateField(label="Date de signature", required=False)
    sections = [
        ("Organisation", "", ["organisation", "capacity"]),
        ("Représentation", "", ["representative_name", "representative_role", "representative_email"]),
        (
            "Délibération et signature",
            "Ce sont deux dates différentes.",
            ["deliberated_on", "deliberation_number", "signed_on"],
        ),
    ]

    class Meta:
        model = Signatory
        fields = [
            *("organisation", "capacity", "representative_name", "representative_role", "representative_email"),
            *("deliberated_on", "deliberation_number", "signed_on"),
        ]


class CommitmentForm(DsfrModelForm):
    due_on = FrenchDateField(label="Échéance", required=False)

    class Meta:
        model = Commitment
        fields = ["text", "due_on", "state", "proof"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "proof": forms.Textarea(attrs={"rows": 2})}


class FindingForm(DsfrModelForm):
    amount = AmountField(label="Montant", required=False, help_text="Pour des moyens existants.")
    funder = organisation_field("Financeur")

    class Meta:
        model = Finding
        fields = ["kind", "text", "source", "amount", "funder", "axes"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3}), "axes": forms.CheckboxSelectMultiple}

    def __init__(self, *args, contract, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["axes"].queryset = contract.axes.all()
        self.fields["axes"].help_text = "Les axes qui y répondent."


class ThemeForm(DsfrForm):
    answer = forms.ChoiceField(label="Réponse", choices=[("", "À dire"), *ThemeAnswer.choices], required=False)
    reason = forms.CharField(
        label="Raison",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Nécessaire pour ce qui est différé ou écarté.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SchemeForm(DsfrModelForm):
    registered = forms.ModelChoiceField(
        Scheme.objects.none(),
        label="Au registre des dispositifs",
        required=False,
        empty_label="Pas encore au registre",
        help_text="Son périmètre, son étape et sa coordination se lisent au registre.",
    )

    class Meta:
        model = SchemeLink
        fields = ["scheme", "name", "registered", "role", "who_does_what"]
        widgets = {"who_does_what": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, contract, **kwargs):
        super().__init__(*args, **kwargs)
        near = Q(pk__in=Scheme.objects.touching(contract.territory)) | Q(pk=self.instance.registered_id)
        self.fields["registered"].queryset = Scheme.objects.filter(near)

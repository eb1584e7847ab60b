"""The small forms of the rows of a fiche. Each names its fields; the service takes them as they are."""

from typing import Any

from django import forms

from accounts.models import Organisation
from actions.enums import ActionStatus
from actions.models import ActionSchemeLink, Factor, Funding, Indicator, Measure, Note, Step, YearProgress
from core.forms import AmountField, ComboboxField, DsfrModelForm, FrenchDateField

from .fiche import ORGANISATIONS


class AnyNumberField(AmountField):
    """A figure of an indicator: written as it is, with as many decimals as it has."""

    default_error_messages = {"invalid": "Écrivez un nombre, par exemple 12\u202f500,5."}

    def __init__(self, **kwargs):
        super().__init__(**{"max_digits": 18, "decimal_places": 4, "required": False, **kwargs})

    def prepare_value(self, value):
        if value is None or isinstance(value, str):
            return value
        return f"{value.normalize():f}".replace(".", ",")


class RowForm(DsfrModelForm):
    Meta: Any

    def for_service(self) -> dict:
        """All of a new row; of one that exists, see `contracts.views.conflict.values_to_save`."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class StepForm(RowForm):
    due_on = FrenchDateField(label="Échéance", required=False)
    done_on = FrenchDateField(label="Faite le", required=False)

    class Meta:
        model = Step
        fields = ["title", "due_on", "done_on"]


class YearForm(RowForm):
    class Meta:
        model = YearProgress
        fields = ["year", "status", "attainment", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        said = self.instance.status
        own = [] if said in ("", *ActionStatus.values) else [(said, said)]
        choices = [("", "Non précisé"), *ActionStatus.choices, *own]
        self.fields["status"] = forms.ChoiceField(label="Statut", choices=choices, required=False)
        self.fields["text"].widget.attrs["rows"] = 4


class FactorForm(RowForm):
    since = FrenchDateField(label="Depuis le", required=False)
    closed_on = FrenchDateField(
        label="Levé ou terminé le", required=False, help_text="Laissez vide tant que cela joue encore."
    )

    class Meta:
        model = Factor
        fields = ["kind", "about", "text", "since", "closed_on"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class FundingForm(RowForm):
    funder = ComboboxField(
        label="Financeur", **{**ORGANISATIONS, "required": True, "queryset": Organisation.objects.current()}
    )
    planned = AmountField(label="Prévu, en euros", required=False, min_value=0)
    granted = AmountField(label="Notifié, en euros", required=False, min_value=0)
    spent = AmountField(label="Réalisé, en euros", required=False, min_value=0)
    fte = AnyNumberField(label="Temps de travail, en ETP", decimal_places=2, max_digits=6, min_value=0)
    agreement_ends_on = FrenchDateField(label="Fin de la convention", required=False)

    class Meta:
        model = Funding
        fields = [
            *("funder", "year", "kind", "nature", "planned", "granted", "spent", "fte"),
            *("funding_agreement", "agreement", "agreement_ends_on"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agreements = self.instance.contract.funding_agreements.all()
        if agreements:
            self.fields["funding_agreement"].queryset = agreements
        else:
            del self.fields["funding_agreement"]

    sections = [
        ("Qui et quand", "", ["funder", "year", "kind", "nature"]),
        ("Combien", "Laissez vide ce qui n’est pas connu.", ["planned", "granted", "spent", "fte"]),
        (
            "Convention",
            "Celle que ce financement suit, et ce qu’il faut en dire.",
            ["funding_agreement", "agreement", "agreement_ends_on"],
        ),
    ]


class IndicatorForm(RowForm):
    baseline = AnyNumberField(label="Valeur de départ")
    target = AnyNumberField(label="Cible")
    responsible = ComboboxField(label="Qui l’apporte", **ORGANISATIONS)

    class Meta:
        model = Indicator
        fields = [
            *("title", "kind", "unit", "baseline", "target", "direction"),
            *("source", "frequency", "responsible", "data_scale"),
        ]

    sections = [
        ("Ce qui est mesuré", "", ["title", "kind", "unit"]),
        ("Où l’on va", "", ["baseline", "target", "direction"]),
        ("D’où vient la donnée", "", ["source", "frequency", "responsible", "data_scale"]),
    ]


class MeasureForm(RowForm):
    on = FrenchDateField(label="Date")
    value = AnyNumberField(label="Valeur", help_text="En chiffre\xa0; ou en mots ci-dessous.")

    class Meta:
        model = Measure
        fields = ["on", "value", "text", "comment"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "comment": forms.Textarea(attrs={"rows": 2})}


class NoteForm(RowForm):
    on = FrenchDateField(label="Date")

    class Meta:
        model = Note
        fields = ["on", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


class SchemeForm(RowForm):
    class Meta:
        model = ActionSchemeLink
        fields = ["scheme", "name", "role", "who_does_what"]
        widgets = {"who_does_what": forms.Textarea(attrs={"rows": 3})}

"""The forms of an evaluation: how it is led, its questions and criteria, what it rests on."""

from django import forms
from django.urls import reverse

from actions.models import Indicator
from core.forms import (
    ComboboxMultipleField,
    DsfrForm,
    DsfrModelForm,
    FrenchDateField,
    LinesField,
    RichTextField,
)
from evaluation.models import Criterion, Evaluation, EvaluationQuestion, Judgement, Source
from evaluation.terms import SWOT, Scale, SourceKind


def area(rows):
    return forms.Textarea(attrs={"rows": rows})


def fiches_field(contract, label="Fiches concernées", help_text="Écrivez un numéro, ou les premiers mots d’un titre."):
    url = reverse("governance:fiche_lookup", args=[contract.reference])
    return ComboboxMultipleField(contract.actions.all(), label=label, required=False, url=url, help_text=help_text)


class EvaluationForm(DsfrModelForm):
    due_on = FrenchDateField(label="Rapport attendu le", required=False)
    synthesis = RichTextField(label="Synthèse du rapport", required=False)

    class Meta:
        model = Evaluation
        fields = ["purpose", "conducted_by", "method", "due_on", "synthesis"]
        widgets = {"purpose": area(3), "method": area(3)}
        help_texts = {
            "purpose": "En une ou deux phrases\xa0: ce que l’évaluation doit permettre de décider.",
            "conducted_by": "La coordination, un prestataire, un observatoire régional de la santé…",
            "method": "Sur quoi elle s’appuie\xa0: grille, entretiens, questionnaires, indicateurs.",
        }

    sections = [
        ("Le cadrage", "", ["purpose", "conducted_by", "method", "due_on"]),
        ("La synthèse", "Elle ouvre le rapport.", ["synthesis"]),
    ]


class QuestionForm(DsfrModelForm):
    answer = RichTextField(label="Réponse à la question", required=False)

    class Meta:
        model = EvaluationQuestion
        fields = ["title", "help", "origin", "answer"]
        widgets = {"help": area(2)}
        help_texts = {"origin": "Banque de la région, projet régional de santé, demande du COPIL…"}


class CriterionForm(DsfrModelForm):
    class Meta:
        model = Criterion
        fields = ["title", "help", "indicators", "sources", "actions"]
        widgets = {"help": area(2), "sources": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        contract = self.instance.contract
        self.fields["actions"] = fiches_field(contract, help_text="Laissez vide pour toutes les fiches du contrat.")
        self.fields["indicators"] = ComboboxMultipleField(
            Indicator.objects.filter(contract=contract),
            label="Indicateurs",
            required=False,
            url=reverse("evaluation:indicator_lookup", args=[contract.reference]),
            help_text="Écrivez les premiers mots d’un intitulé.",
        )
        self.fields["sources"].queryset = contract.evaluation_sources.all()
        if not contract.evaluation_sources.exists():
            del self.fields["sources"]


class SourceForm(DsfrModelForm):
    on = FrenchDateField(label="Date", required=False)

    class Meta:
        model = Source
        fields = ["kind", "title", "details", "on", "document"]
        widgets = {"details": area(2)}
        help_texts = {"document": "S’il est déposé parmi les documents du contrat."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [pair for pair in SourceKind.choices if pair[0] != SourceKind.INTERVIEW]
        self.fields["document"].queryset = self.instance.contract.documents.filter(withdrawn_at=None)
        if hasattr(self.instance, "interview"):
            # It follows its interview.
            for name in ("kind", "on", "document"):
                del self.fields[name]


class SwotForm(DsfrModelForm):
    class Meta:
        model = EvaluationQuestion
        fields = list(SWOT)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in SWOT.items():
            self.fields[name] = LinesField(label=label, required=False, help_text="Une ligne par idée.")


class JudgementLineForm(DsfrForm):
    """One fiche: a judgement and a comment on each criterion of the question."""

    def __init__(self, data=None, *, criteria, rows, **kwargs):
        super().__init__(data, **kwargs)
        self.criteria, self.rows = criteria, rows
        for criterion in criteria:
            row = rows.get(criterion.pk) or Judgement()
            self.fields[f"value{criterion.pk}"] = forms.ChoiceField(
                choices=[("", "—"), *Scale.choices], required=False, initial=row.value
            )
            self.fields[f"comment{criterion.pk}"] = forms.CharField(
                required=False, initial=row.comment, widget=forms.TextInput
            )
            self.fields[f"version{criterion.pk}"] = forms.IntegerField(
                required=False, initial=row.version if row.pk else None, widget=forms.HiddenInput
            )

    def cells(self, criterion):
        return [self[f"value{criterion.pk}"], self[f"comment{criterion.pk}"]]

    def version_of(self, criterion):
        return self[f"version{criterion.pk}"]

    def changed(self, criterion) -> bool:
        return bool({f"value{criterion.pk}", f"comment{criterion.pk}"} & set(self.changed_data))

    def refusals(self) -> list[str]:
        return [str(each) for each in self.non_field_errors()] if self.is_bound else []

"""Campaigns, their questions and their contracts, as forms."""

from django import forms

from contracts.enums import Stage
from core.forms import DsfrForm, DsfrModelForm, FrenchDateField, LinesField
from evaluation.campaign_enums import LISTED, ColumnKind, Crossing, QuestionKind, ReplyState
from evaluation.models import Campaign, Question
from evaluation.models.campaigns import COLUMNS
from territories.models import Department, Region


class CampaignForm(DsfrModelForm):
    closes_on = FrenchDateField(label="À rendre pour le", required=False)
    crossed_by = forms.ChoiceField(
        label="Croisement publié",
        required=False,
        choices=[("", "Aucun croisement"), *Crossing.choices],
        help_text=Campaign._meta.get_field("crossed_by").help_text,
    )

    class Meta:
        model = Campaign
        fields = ["title", "year", "introduction", "closes_on", "crossed_by"]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[
            "introduction"
        ].help_text = "Ce que lit d’abord qui répond\xa0: pourquoi, pour qui, en combien de temps."
        self.fields["closes_on"].help_text = "Sans elle la campagne ne s’ouvre pas\xa0; elle se change ensuite."


class NewCampaignForm(CampaignForm):
    """With its place: the region of the siège, or the département of a référent."""

    place = forms.ChoiceField(label="Territoire")
    field_order = ["place", "title"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        regions = Region.objects.filter(pk__in=user.roles.region_codes)
        departments = Department.objects.filter(pk__in=user.roles.department_codes)
        self.places = {f"r{region.pk}": region for region in regions}
        self.places |= {f"d{department.pk}": department for department in departments.select_related("region")}
        self.fields["place"].choices = [(key, place.name) for key, place in self.places.items()]

    def given(self):
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("place", "version")}
        place = self.places[self.cleaned_data["place"]]
        if isinstance(place, Department):
            return {**data, "region": place.region, "department": place}
        return {**data, "region": place}


COMMON = ["text", "help", "example", "required"]
OF_KIND = {
    QuestionKind.SINGLE: ["choices", "blank_counts"],
    QuestionKind.MULTIPLE: ["choices", "blank_counts"],
    QuestionKind.SCALE: ["scale_max", "scale_low", "scale_high", "blank_counts"],
    QuestionKind.NUMBER: ["unit"],
    QuestionKind.TEXT: [],
    QuestionKind.TABLE: ["rows", "choices"],
}


class QuestionForm(DsfrModelForm):
    """Only what the kind of the question asks for. A table has a few columns, each with its name and its kind."""

    choices = LinesField(
        label="Choix proposés", required=False, help_text="Un par ligne, dans l’ordre où ils se lisent."
    )
    condition_answers = LinesField(
        label="Pour ces réponses",
        required=False,
        help_text="Une par ligne, écrites comme dans la question choisie. Laissez vide si elle est posée à tous.",
    )

    class Meta:
        model = Question
        fields = [
            *COMMON,
            "choices",
            "scale_max",
            "scale_low",
            "scale_high",
            "unit",
            "rows",
            "blank_counts",
            "condition",
        ]
        widgets = {
            "help": forms.Textarea(attrs={"rows": 2}),
            "example": forms.Textarea(attrs={"rows": 2}),
            "text": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args, kind, earlier, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        kept = [*COMMON, *OF_KIND[kind], "condition", "condition_answers", "version"]
        for name in [name for name in self.fields if name not in kept]:
            del self.fields[name]
        self.fields["condition"].queryset = earlier
        self.fields["condition"].empty_label = "Posée à tous"
        if not earlier:
            del self.fields["condition"], self.fields["condition_answers"]
        else:
            self.initial["condition_answers"] = self.instance.condition_answers
        if kind == QuestionKind.TABLE:
            self._add_columns()

    def _add_columns(self):
        self.fields["choices"].help_text = "Un par ligne, pour les colonnes «\xa0Choix de la liste\xa0»."
        self.fields["rows"].required = True
        known = [*self.instance.columns, *[{"label": "", "kind": ""}] * COLUMNS][:COLUMNS]
        for rank, column in enumerate(known, start=1):
            label = forms.CharField(label=f"Colonne {rank}", required=False, max_length=80, initial=column["label"])
            choices = [("", "Choisir"), *ColumnKind.choices]
            kind = forms.ChoiceField(label=f"Nature de la colonne {rank}", required=False, choices=choices)
            kind.initial = column["kind"]
            self.fields[f"column_{rank}"], self.fields[f"column_{rank}_kind"] = label, kind

    def clean(self):
        data = super().clean()
        for rank in range(1, COLUMNS + 1):
            if data.get(f"column_{rank}") and not data.get(f"column_{rank}_kind"):
                self.add_error(f"column_{rank}_kind", "Dites ce qu’on écrit dans cette colonne.")
        return data

    def _post_clean(self):
        """The service checks the whole row; here columns are not yet a field of it."""

    def given(self) -> dict:
        """The fields of the question, its columns put together."""
        names = [name for name in self.cleaned_data if not name.startswith("column_") and name != "version"]
        fields = {name: self.cleaned_data[name] for name in names}
        if self.kind == QuestionKind.TABLE:
            fields["columns"] = self.columns()
        return fields

    def columns(self):
        pairs = [
            (self.cleaned_data[f"column_{n}"], self.cleaned_data[f"column_{n}_kind"]) for n in range(1, COLUMNS + 1)
        ]
        return [{"label": label, "kind": kind} for label, kind in pairs if label]


def conditions_before(campaign, question=None):
    """The questions that a condition of `question` (a new one: the last) may look at."""
    found = campaign.questions.filter(kind__in=LISTED)
    if question is None:
        return found
    return found.filter(position__lt=question.position)


class ContractsFilter(DsfrForm):
    department = forms.ModelChoiceField(
        Department.objects.none(), label="Département", required=False, empty_label="Tous"
    )
    stage = forms.ChoiceField(label="Étape", required=False, choices=[("", "Toutes"), *Stage.choices])

    def __init__(self, data, *, campaign):
        super().__init__(data)
        self.fields["department"].queryset = Department.objects.filter(region=campaign.region_id)

    def narrow(self, contracts):
        data = self.cleaned_data if self.is_valid() else {}
        if department := data.get("department"):
            contracts = contracts.in_departments([department.pk])
        return contracts.filter(stage=data["stage"]) if data.get("stage") else contracts


class ReasonForm(DsfrForm):
    reason = forms.CharField(label="Raison", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class DuplicateForm(DsfrForm):
    year = forms.IntegerField(label="Année de la nouvelle campagne", min_value=2000, max_value=2100)


class PeopleForm(DsfrForm):
    """Who answers beside the coordinators."""

    people = forms.ModelMultipleChoiceField(
        None, label="Personnes", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people


class ProgressFilter(DsfrForm):
    state = forms.ChoiceField(
        label="Où en est la réponse", required=False, choices=[("", "Toutes"), *ReplyState.choices]
    )

    def narrow(self, replies):
        state = self.cleaned_data.get("state") if self.is_valid() else ""
        return replies.filter(state=state) if state else replies


class CrossForm(DsfrForm):
    question = forms.ModelChoiceField(Question.objects.none(), label="Question")
    by = forms.ChoiceField(label="Croiser avec")

    def __init__(self, data, *, questions, attributes):
        super().__init__(data)
        self.fields["question"].queryset = questions
        self.fields["by"].choices = [(attribute.code, attribute.label) for attribute in attributes]


class VerbatimForm(DsfrForm):
    more = LinesField(
        label="Autres mots à masquer",
        required=False,
        help_text="Un mot ou un groupe de mots par ligne\xa0: chaque endroit où il figure est masqué.",
    )

"""Interviews: who was heard, what was said, whether it may be quoted, and the quotes without their names."""

from django import forms

from core.forms import DsfrForm, DsfrModelForm, FrenchDateField
from evaluation.models import Interview, Quote

from .evaluations import area


class InterviewForm(DsfrModelForm):
    on = FrenchDateField(label="Date de l’entretien")

    class Meta:
        model = Interview
        fields = ["audience", "on", "person_name", "person_role", "conducted_by", "notes"]
        widgets = {"notes": area(8)}
        help_texts = {
            "person_name": "Lue des seules personnes qui écrivent l’évaluation\xa0; jamais exportée ni imprimée.",
            "notes": "Ce qui a été dit, en vrac. Ces notes ne sortent pas d’ici.",
        }

    sections = [
        ("L’entretien", "", ["audience", "on", "conducted_by"]),
        ("La personne", "Données personnelles.", ["person_name", "person_role"]),
        ("Les notes", "", ["notes"]),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # The source that stands for it is named by its audience.
            self.fields["audience"].disabled = True


CONSENT = (
    "Sans réponse notée, rien ne se cite. Elle peut le reprendre à tout moment\xa0: les rapports déjà faits qui la "
    "citent sont alors retirés des documents."
)


class ConsentForm(DsfrModelForm):
    consent_on = FrenchDateField(label="Recueilli le", required=False)

    class Meta:
        model = Interview
        fields = ["consent", "consent_on", "consent_way"]
        labels = {"consent": "La personne accepte-t-elle d’être citée, sans son nom\xa0?"}
        help_texts = {"consent": CONSENT}


class AnswersForm(DsfrForm):
    """The guide, question by question; a question of a former guide keeps its answer."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, interview, guide, **kwargs):
        super().__init__(data, initial={"version": interview.version}, **kwargs)
        known = {each["question"]: each["answer"] for each in interview.answers}
        self.questions = [*guide, *(question for question in known if question not in guide)]
        for place, question in enumerate(self.questions):
            self.fields[f"answer{place}"] = forms.CharField(
                label=question, required=False, initial=known.get(question, ""), widget=area(4)
            )

    def answers(self) -> list[dict]:
        said = [(question, self.cleaned_data[f"answer{place}"]) for place, question in enumerate(self.questions)]
        return [{"question": question, "answer": answer} for question, answer in said if answer.strip()]


class QuoteForm(DsfrModelForm):
    class Meta:
        model = Quote
        fields = ["original", "text", "question"]
        widgets = {"original": area(4), "text": area(4)}
        help_texts = {
            "original": "Mot pour mot. Lu des seules personnes qui écrivent l’évaluation.",
            "text": "Laissez vide\xa0: les noms connus du contrat seront masqués, et vous relirez avant de confirmer.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["question"].queryset = self.instance.contract.evaluation_questions.all()
        if self.instance.pk:
            self.fields["text"].help_text = "Relisez\xa0: un lieu, une fonction ou une date font parfois reconnaître."

"""Findings of the evaluation, recommendations, what is answered and what becomes of them."""

from django import forms

from core.forms import DsfrForm, DsfrModelForm, FrenchDateField
from evaluation.models import EvaluationFinding, Recommendation
from evaluation.terms import Answer
from governance.services.follow_ups import people_of

from .evaluations import area, fiches_field


def only_with_rows(form, **querysets):
    """A list without anything to choose is not asked."""
    for name, rows in querysets.items():
        form.fields[name].queryset = rows
        if not rows.exists():
            del form.fields[name]


class FindingForm(DsfrModelForm):
    class Meta:
        model = EvaluationFinding
        fields = ["text", "questions", "sources"]
        widgets = {
            "text": area(4),
            "questions": forms.CheckboxSelectMultiple,
            "sources": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        contract = self.instance.contract
        only_with_rows(self, questions=contract.evaluation_questions.all(), sources=contract.evaluation_sources.all())


class RecommendationForm(DsfrModelForm):
    due_on = FrenchDateField(label="Pour le", required=False)

    class Meta:
        model = Recommendation
        fields = ["text", "addressed_to", "findings", "actions", "owner", "owner_name", "due_on"]
        widgets = {"text": area(4), "findings": forms.CheckboxSelectMultiple}
        help_texts = {
            "owner": "Il la suit sur son rappel de la semaine, une fois acceptée et en retard.",
            "owner_name": "Pour une personne sans compte.",
        }

    sections = [
        ("La recommandation", "", ["text", "addressed_to", "findings", "actions"]),
        ("Qui s’en charge", "Si elle est acceptée.", ["owner", "owner_name", "due_on"]),
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        contract = self.instance.contract
        self.fields["actions"] = fiches_field(contract)
        self.fields["owner"].queryset = people_of(contract)
        only_with_rows(self, findings=contract.evaluation_findings.all())


class AnswerForm(DsfrModelForm):
    answered_on = FrenchDateField(label="Répondu le")
    answer = forms.ChoiceField(label="Réponse", choices=[("", "À choisir"), *Answer.choices])

    class Meta:
        model = Recommendation
        fields = ["answer", "answer_reason", "answered_by", "answered_on"]
        widgets = {"answer_reason": area(3)}
        help_texts = {
            "answer_reason": "Nécessaire si elle est refusée ou reportée.",
            "answered_by": "Une personne, ou une instance\xa0: « le COPIL ».",
        }


class FollowForm(DsfrModelForm):
    done_on = FrenchDateField(label="Faite le", required=False)

    class Meta:
        model = Recommendation
        fields = ["progress", "done_on", "proof"]
        widgets = {"proof": area(3)}
        help_texts = {"proof": "Délibération, convention, lien vers un document\xa0: ce qui montre que c’est fait."}


RECOMMENDATION_STATES = [
    ("unanswered", "Sans réponse"),
    ("pending", "Acceptées, à faire"),
    ("late", "En retard"),
    ("done", "Faites"),
    *((value, f"{label}s") for value, label in Answer.choices if value != Answer.ACCEPTED),
]


class RecommendationFilter(DsfrForm):
    """In the address."""

    etat = forms.ChoiceField(label="État", choices=[("", "Toutes"), *RECOMMENDATION_STATES], required=False)

    def state(self) -> str:
        return self.cleaned_data["etat"] if self.is_valid() else ""

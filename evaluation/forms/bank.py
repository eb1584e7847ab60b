"""The bank of questions of a region and what it adds to the interview guides."""

from core.forms import DsfrModelForm, LinesField
from evaluation.models import BankQuestion, RegionGuide

from .evaluations import area


class BankQuestionForm(DsfrModelForm):
    criteria = LinesField(label="Critères", help_text="Un critère par ligne.")

    class Meta:
        model = BankQuestion
        fields = ["title", "help", "criteria", "source"]
        widgets = {"help": area(2)}


class GuideForm(DsfrModelForm):
    questions = LinesField(label="Questions ajoutées", required=False, help_text="Une question par ligne.")

    class Meta:
        model = RegionGuide
        fields = ["questions"]

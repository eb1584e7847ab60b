"""What people type of a yearly review."""

from django import forms

from core.forms import DsfrForm, DsfrModelForm, RichTextField
from core.wording import cut
from evaluation.models import RegionReviews, Review, ReviewText
from evaluation.review_enums import ReviewSection
from governance.models import Decision

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


class YearForm(DsfrForm):
    year = forms.TypedChoiceField(label="Année", coerce=int)

    def __init__(self, data=None, *, today, first=None):
        super().__init__(data)
        years = range(today.year, min(first or today.year, today.year) - 1, -1)
        self.fields["year"].choices = [(year, str(year)) for year in years]


class TextForm(DsfrModelForm):
    text = RichTextField(label="Votre analyse", required=False)

    class Meta:
        model = ReviewText
        fields = ["text"]


class SectionsForm(DsfrModelForm):
    sections = forms.MultipleChoiceField(  # type: ignore[assignment]
        label="Rubriques",
        choices=ReviewSection.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Une rubrique retirée garde son texte.",
    )

    class Meta:
        model = Review
        fields = ["sections"]


class RemarksForm(DsfrForm):
    remarks = forms.CharField(label="Vos remarques", widget=forms.Textarea(attrs={"rows": 6}))


class ValidationForm(DsfrForm):
    decision = forms.ModelChoiceField(
        label="Décision du COPIL",
        queryset=Decision.objects.none(),
        help_text="Parmi les validations du COPIL au registre de ce contrat\xa0: notez-la d’abord si elle n’y est pas.",
    )

    def __init__(self, data=None, *, contract):
        super().__init__(data)
        found = Decision.objects.validations_by_copil().filter(contract=contract)
        self.fields["decision"].queryset = found.order_by("-number")
        self.fields["decision"].label_from_instance = lambda row: f"{row}\xa0: {cut(row.text, 100)}"


class RegionReviewsForm(DsfrModelForm):
    month_due = forms.TypedChoiceField(
        label="Le bilan de l’année passée est attendu avant la fin de",
        coerce=int,
        choices=list(enumerate(MONTHS, start=1)),
        help_text="Les coordinations sont rappelées chaque semaine à partir du 1er de ce mois.",
    )

    class Meta:
        model = RegionReviews
        fields = ["month_due"]

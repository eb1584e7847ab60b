"""The settings of a region, and its standard texts."""

from django import forms

from accounts.enums import OrganisationKind
from contracts.models import RegionSettings, StageHelp, StandardText
from core.forms import DsfrModelForm, FrenchDateField, LinesField, RichTextField


def _kinds_field(label, help_text):
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=OrganisationKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class RegionForm(DsfrModelForm):
    sections = [
        (
            "Règles",
            "Elles valent pour les contrats de la région, et se vérifient avant la signature.",
            ["usual_duration_years", "complete_fiches_before_signature", "framework_first", "axis_word"],
        ),
        ("Gouvernance", "L’alerte vient avant cette date, à la coordination et au référent.", ["first_copil_days"]),
        (
            "Évaluation",
            "L’évaluation consolidée compare les contrats par population de leur périmètre. "
            "D’origine\xa0: 20\u202f000 et 100\u202f000 habitants, bornes des tranches d’unités urbaines de l’Insee.",
            ["small_territory_below", "large_territory_from", "fewest_shown"],
        ),
        (
            "Santé dans la région",
            "",
            ["core_themes", "prs_objectives"],
        ),
        ("Signataires", "", ["expected_signatory_kinds", "deliberating_kinds"]),
        ("Documents", "", ["document_header", "logo", "remove_logo"]),
    ]
    core_themes = LinesField(
        label="Thématiques socles",
        required=False,
        help_text="Une par ligne. Avant la signature, chacune est couverte, différée ou écartée, avec une raison.",
    )
    prs_objectives = LinesField(
        label="Objectifs du projet régional de santé",
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Un par ligne. Les objectifs et les fiches d’un contrat s’y rattachent.",
    )
    expected_signatory_kinds = _kinds_field("Signataires attendus", "Leur absence est signalée, sans bloquer.")
    deliberating_kinds = _kinds_field("Qui délibère avant de signer", "Une date de délibération leur est demandée.")
    logo = forms.FileField(
        label="Logo",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text="PNG ou JPEG, de 2 Mo au plus.",
    )
    remove_logo = forms.BooleanField(label="Retirer le logo", required=False)

    class Meta:
        model = RegionSettings
        fields = [
            "usual_duration_years",
            "complete_fiches_before_signature",
            "framework_first",
            "first_copil_days",
            "small_territory_below",
            "large_territory_from",
            "fewest_shown",
            "axis_word",
            "prs_objectives",
            "expected_signatory_kinds",
            "deliberating_kinds",
            "document_header",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        settings = self.instance
        self.initial["core_themes"] = [theme.name for theme in settings.core_themes.all()] if settings.pk else []
        if settings.logo:
            self.fields["logo"].help_text += f" Actuel : {settings.logo.name.rsplit('/', 1)[-1]}."
        else:
            del self.fields["remove_logo"]

    def _is_value(self, name):
        return name != "remove_logo" and super()._is_value(name)

    def changed_values(self):
        values = super().changed_values()
        if self.cleaned_data.get("remove_logo"):
            values["logo"] = False
        return values


class StandardTextForm(DsfrModelForm):
    text = RichTextField(label="Texte")
    valid_from = FrenchDateField(label="Valable à partir du", required=False)
    valid_until = FrenchDateField(label="Valable jusqu’au", required=False)

    class Meta:
        model = StandardText
        fields = ["kind", "part", "number", "title", "text", "valid_from", "valid_until"]
        help_texts = {"part": "Pour un article : « Titre 1 », « Titre 2 »…"}

    def clean(self):
        data = super().clean()
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", "La fin de validité précède son début.")
        return data


class StageHelpForm(DsfrModelForm):
    text = RichTextField(
        label="Ce qui se fait dans la région",
        required=False,
        help_text="Les usages, les délais, les contacts, les modèles. Vide, rien n’est ajouté à notre aide.",
    )

    class Meta:
        model = StageHelp
        fields = ["text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Version 0 is « nothing was written yet »: two people who begin together do not overwrite one another.
        seen = self.instance.version if self.instance.pk else 0
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=seen)

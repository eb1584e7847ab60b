"""Articles, visas, and the day whose standard texts are taken."""

from django import forms

from contracts.models import Article, Visa
from core.forms import DsfrForm, DsfrModelForm, FrenchDateField, RichTextField


class ArticleForm(DsfrModelForm):
    text = RichTextField(label="Texte", required=False)

    class Meta:
        model = Article
        fields = ["part", "number", "title", "text"]


class VisaForm(DsfrModelForm):
    text = forms.CharField(
        label="Texte cité",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tel qu’il est imprimé : « Vu l’article L. 1434-10 du code de la santé publique, »",
    )

    class Meta:
        model = Visa
        fields = ["text"]


class StandardTextsForm(DsfrForm):
    on = FrenchDateField(label="Valables le", help_text="Les textes déjà présents dans le contrat ne sont pas repris.")

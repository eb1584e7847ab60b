"""Samples for the style guide page: invented, and written nowhere."""

from datetime import timedelta
from types import SimpleNamespace as Sample

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse_lazy
from django.utils import timezone

from core.errors import Missing
from core.forms import (
    AmountField,
    ComboboxMultipleWidget,
    DsfrForm,
    FrenchDateField,
    LinesField,
    RichTextField,
)

CHOICES = [("planned", "Prévue"), ("in_progress", "En cours"), ("done", "Réalisée")]


class SampleForm(DsfrForm):
    sections = [
        ("Identité", "Un titre et un axe suffisent pour enregistrer.", ["title", "status", "start"]),
        ("Contenu", "Ce texte est imprimé tel quel dans le contrat.", ["description", "audience"]),
        ("Moyens", "", ["amount", "partners", "confirmed", "levels"]),
    ]
    title = forms.CharField(label="Titre", help_text="Court, avec un verbe d’action.", max_length=200)
    status = forms.ChoiceField(label="État", choices=CHOICES)
    start = FrenchDateField(label="Début", required=False)
    description = RichTextField(label="Description", required=False)
    audience = LinesField(label="Publics", required=False, help_text="Un par ligne.")
    amount = AmountField(label="Montant", required=False, help_text="En euros, par an.")
    partners = forms.MultipleChoiceField(
        label="Partenaires",
        required=False,
        choices=[("1", "Centre hospitalier fictif")],
        widget=ComboboxMultipleWidget(url=reverse_lazy("accounts:organisation_lookup")),
        help_text="Écrivez les premières lettres.",
    )
    confirmed = forms.BooleanField(label="Financement confirmé", required=False)
    levels = forms.MultipleChoiceField(
        label="Échelles", choices=CHOICES, required=False, widget=forms.CheckboxSelectMultiple
    )


class SampleFilter(forms.Form):
    q = forms.CharField(label="Recherche", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    status = forms.ChoiceField(label="État", choices=[("", "Tous"), *CHOICES], required=False)


MISSING = [
    Missing("Le volet santé mentale n’est pas renseigné.", law="Art. L1434-10 du CSP", justifiable=True),
    Missing("Deux signataires n’ont pas de date de délibération.", where=("help", {}, "sigles")),
    Missing("Aucun indicateur de processus n’est prévu.", blocking=False),
]


def context(request):
    now = timezone.now()
    return {
        "form": SampleForm(request.GET if "title" in request.GET else None),
        "filter": SampleFilter(request.GET),
        "contract": Sample(
            pk=None,
            stage="drafting",
            get_stage_display="Élaboration",
            reference="CLS-FICTIF-2026",
            title="Contrat local de santé du Val fictif",
        ),
        "tabs": [
            {"label": "Vue d’ensemble", "url": "#", "active": True, "count": None},
            {"label": "Axes et objectifs", "url": "#", "active": False, "count": 4},
            {"label": "Fiches actions", "url": "#", "active": False, "count": 29},
            {"label": "Signataires", "url": "#", "active": False, "count": 12},
            {"label": "Documents", "url": "#", "active": False, "count": 3},
        ],
        "next_steps": [
            {"label": "Compléter deux délibérations", "url": "#missing", "hint": "avant la signature"},
            {"label": "Relire le préambule", "url": "#missing", "hint": ""},
        ],
        "missing": MISSING,
        "page": Paginator(range(300), 30).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
        "three_days_ago": now - timedelta(days=3),
        "now": now,
        "row": Sample(updated_at=now),
        "conflict": {
            "by": "Camille Exemple",
            "at": now,
            "fields": [{"name": "title", "label": "Titre", "mine": "Ouvrir une maison", "theirs": "Ouvrir un centre"}],
        },
    }

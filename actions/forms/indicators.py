"""Indicators of a contract: their filter, their form, the catalogue of the region, values typed together."""

from django import forms
from django.db.models import Q

from accounts.models import Organisation
from actions.enums import IndicatorKind
from actions.figures_indicators import wider_scales
from actions.models import Action, CatalogueIndicator, Indicator
from core.forms import ComboboxField, DsfrForm, DsfrModelForm, FrenchDateField
from core.search import search_key, words

from .fiche import ORGANISATIONS
from .filters import choice
from .rows import AnyNumberField

STATES = [
    ("due", "Valeur attendue"),
    ("stale", "Données périmées"),
    ("wider", "Échelle plus large que le périmètre"),
    ("empty", "Sans valeur"),
]
WHOLE = "contract"


class IndicatorFilter(DsfrForm):
    q = forms.CharField(label="Rechercher", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = choice("À regarder", STATES)
    kind = choice("Nature", IndicatorKind.choices, "Toutes")
    axis = choice("Axe")
    responsible = choice("Qui l’apporte")

    def __init__(self, data, *, contract, today):
        super().__init__(data)
        self.today, self.contract = today, contract
        self.fields["axis"].choices = [("", "Tous"), *((axis.pk, str(axis)) for axis in contract.axes.all())]
        bringers = Organisation.objects.filter(indicators__contract=contract).distinct().order_by("name")
        self.fields["responsible"].choices = [("", "Tous"), *((each.pk, each.name) for each in bringers)]
        self.is_valid()

    def narrow(self, indicators):
        asked = {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}
        if kind := asked.get("kind"):
            indicators = indicators.filter(kind=kind)
        if bringer := asked.get("responsible"):
            indicators = indicators.filter(responsible=bringer)
        if axis := asked.get("axis"):
            indicators = indicators.of_axis(axis)
        match asked.get("state"):
            case "due":
                return indicators.due_on(self.today)
            case "stale":
                return indicators.stale_on(self.today)
            case "wider":
                return indicators.filter(data_scale__in=wider_scales(self.contract))
            case "empty":
                return indicators.filter(measures__isnull=True)
        return indicators

    def speaks_of(self, indicator) -> bool:
        """Every word of the search is in the title, whatever accents and case: a contract has few indicators."""
        title = search_key(indicator.title)
        return all(word in title for word in words(getattr(self, "cleaned_data", {}).get("q", "")))


class IndicatorForm(DsfrModelForm):
    """`place` says what a new indicator measures: the contract, an axis, an objective or a fiche."""

    place = forms.ChoiceField(label="Ce qu’il mesure")
    catalogue = forms.ModelChoiceField(
        CatalogueIndicator.objects.none(),
        label="Au catalogue de la région",
        required=False,
        empty_label="Hors catalogue",
        help_text="Choisi au catalogue, il prend son nom et ce que vous laissez vide.",
    )
    title = forms.CharField(label="Intitulé", max_length=600, required=False)
    baseline = AnyNumberField(label="Valeur de départ")
    target = AnyNumberField(label="Cible")
    responsible = ComboboxField(label="Qui l’apporte", **ORGANISATIONS)

    class Meta:
        model = Indicator
        fields = [
            *("catalogue", "title", "definition", "kind", "unit", "baseline", "target", "direction"),
            *("source", "frequency", "responsible", "data_scale"),
        ]
        widgets = {"definition": forms.Textarea(attrs={"rows": 3})}

    sections = [
        ("Ce qui est mesuré", "", ["place", "catalogue", "title", "definition", "kind", "unit"]),
        ("Où l’on va", "", ["baseline", "target", "direction"]),
        ("D’où vient la donnée", "", ["source", "frequency", "responsible", "data_scale"]),
    ]

    def __init__(self, *args, contract, **kwargs):
        super().__init__(*args, **kwargs)
        regions = contract.territory.departments.values("region")
        entries = CatalogueIndicator.objects.filter(region__in=regions)
        self.fields["catalogue"].queryset = entries.filter(Q(retired=False) | Q(pk=self.instance.catalogue_id))
        if self.instance.pk:
            del self.fields["place"]
            self.fields["title"].required = True
        else:
            self.places = dict(_places(contract))
            self.fields["place"].choices = [(key, label) for key, (label, _host) in self.places.items()]

    def clean(self):
        data = super().clean()
        if not data.get("title") and not data.get("catalogue"):
            self.add_error("title", "Donnez un intitulé, ou choisissez au catalogue.")
        return data

    def host(self) -> dict:
        return self.places[self.cleaned_data["place"]][1]

    def for_service(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def _post_clean(self):
        """The service checks and saves; this form touches no row."""


def _places(contract):
    yield WHOLE, ("Tout le contrat", {})
    for axis in contract.axes.all():
        yield f"a{axis.pk}", (f"Axe {axis}", {"axis": axis})
    for objective in contract.objectives.select_related("axis"):
        yield f"o{objective.pk}", (f"Objectif {objective}", {"objective": objective})
    for action in Action.objects.filter(contract=contract).in_plan_order():
        action.contract = contract
        yield f"f{action.pk}", (f"Fiche {action}", {"action": action})


class IndicatorMoveForm(DsfrForm):
    """`place` gives the new host, in the words of the service."""

    place = forms.ChoiceField(label="Ce qu’il mesure")

    def __init__(self, *args, indicator, **kwargs):
        self.places = dict(_places(indicator.contract))
        now = next((key for key, (_label, host) in self.places.items() if _hangs_on(indicator, host)), WHOLE)
        super().__init__(*args, initial={"place": now}, **kwargs)
        self.fields["place"].choices = [(key, label) for key, (label, _host) in self.places.items()]

    def host(self) -> dict:
        return {**dict.fromkeys(Indicator.HOSTS), **self.places[self.cleaned_data["place"]][1]}


def _hangs_on(indicator, host) -> bool:
    return bool(host) and all(getattr(indicator, f"{name}_id") == row.pk for name, row in host.items())


class CatalogueForm(DsfrModelForm):
    class Meta:
        model = CatalogueIndicator
        fields = [*CatalogueIndicator.GIVEN, "retired"]
        widgets = {"definition": forms.Textarea(attrs={"rows": 3})}

    def _post_clean(self):
        """The service checks and saves; this form touches no row."""


class DayForm(DsfrForm):
    le = FrenchDateField(label="Valeurs au")


class ValueLineForm(DsfrForm):
    """One line of the grid: the value of one indicator at the date of the page."""

    value = AnyNumberField(label="Valeur")
    text = forms.CharField(label="En mots", required=False, max_length=2000)
    comment = forms.CharField(label="Commentaire", required=False, max_length=2000)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def told(self):
        data = self.cleaned_data
        return data["value"], data["text"], data["comment"], data["version"]

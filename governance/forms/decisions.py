"""A decision as it is written, once; the filters of the register; the avenant that answers."""

from django import forms
from django.urls import reverse
from django.utils.text import Truncator

from core.forms import ComboboxMultipleField, DsfrForm, DsfrModelForm, FrenchDateField
from governance.enums import BodyKind, DecisionKind, Effect
from governance.models import Decision

STATES = [
    ("in_force", "En vigueur"),
    ("superseded", "Remplacées"),
    ("amendment", "Avenant à préparer"),
    ("pending", "Suites en attente"),
]


def in_short(decision) -> str:
    """In a list of choices: its number and the beginning of its text."""
    return f"{decision}\xa0: {Truncator(' '.join(decision.text.split())).chars(80)}"


def choice(label, choices=(), empty="Tous"):
    return forms.ChoiceField(label=label, required=False, choices=[("", empty), *choices])


class DecisionForm(DsfrModelForm):
    """Of one contract: only its bodies, fiches, axes and commitments."""

    on = FrenchDateField(label="Prise le")
    text = forms.CharField(
        label="Décision",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Une fois inscrite, elle ne se modifie plus\xa0: une autre décision la remplace.",
    )
    effects = forms.MultipleChoiceField(
        label="Ce qu’elle change", choices=Effect.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Decision
        fields = ["on", "text", "kind", "body", "effects", "actions", "axes", "commitments"]
        widgets = {"axes": forms.CheckboxSelectMultiple, "commitments": forms.CheckboxSelectMultiple}
        labels = {"body": "Instance", "axes": "Axes concernés", "commitments": "Engagements concernés"}
        help_texts = {"body": "Laissez vide pour une décision prise hors instance."}

    sections = [
        ("La décision", "", ["on", "body", "kind", "text"]),
        ("Ce qu’elle change", "Chaque élément montrera la décision.", ["effects", "actions", "axes", "commitments"]),
    ]

    def __init__(self, data=None, *, contract, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["body"].queryset = contract.bodies.all()
        self.fields["actions"] = ComboboxMultipleField(
            contract.actions.all(),
            label="Fiches concernées",
            required=False,
            url=reverse("governance:fiche_lookup", args=[contract.reference]),
            help_text="Écrivez un numéro, ou les premiers mots d’un titre.",
        )
        for name, rows in (("axes", contract.axes.all()), ("commitments", contract.commitments.all())):
            self.fields[name].queryset = rows
            if not rows.exists():
                del self.fields[name]


class DecisionFilter(DsfrForm):
    """In the address; only the years and bodies that occur can be chosen."""

    secondary = ["kind", "effect"]

    q = forms.CharField(label="Rechercher", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = choice("À regarder", STATES, "Toutes")
    year = choice("Année", empty="Toutes")
    body = choice("Instance", empty="Toutes")
    kind = choice("Nature", DecisionKind.choices, "Toutes")
    effect = choice("Ce qu’elle change", Effect.choices, "Tout")

    def __init__(self, data, *, decisions):
        super().__init__(data)
        rows = list(decisions.order_by("-on").values_list("on__year", "body", "body__name", "body__kind"))
        self.any = bool(rows)
        self._offer("year", {year: str(year) for year, *_ in rows})
        self._offer("body", {pk: name or BodyKind(kind).label for _year, pk, name, kind in rows if pk})
        self.is_valid()

    def _offer(self, name, labels):
        field = self.fields[name]
        field.choices = [field.choices[0], *labels.items()]

    def value(self, name):
        return getattr(self, "cleaned_data", {}).get(name) or ""

    def narrow(self, decisions):
        found = decisions.search(self.value("q")) if self.value("q") else decisions
        equal = {"year": "on__year", "body": "body", "kind": "kind"}
        found = found.filter(**{path: self.value(name) for name, path in equal.items() if self.value(name)})
        if effect := self.value("effect"):
            found = found.with_effect(effect)
        return found.in_state(self.value("state"))

    @property
    def narrowed(self) -> bool:
        return any(self.value(name) for name in self.fields)


class AmendmentForm(DsfrForm):
    """Which avenant answers."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    amendment = forms.ModelChoiceField(None, label="Avenant qui y répond")

    def __init__(self, data=None, *, decision):
        super().__init__(data, initial={"version": decision.version})
        self.fields["amendment"].queryset = decision.contract.amendments.all()

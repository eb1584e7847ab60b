"""The filters of the list of contracts: a form, whose values live in the address."""

from datetime import timedelta

from django import forms
from django.db.models import F
from django.urls import reverse_lazy
from django.utils import timezone

from accounts.models import Organisation
from contracts.enums import DRAFT_STAGES, ContractKind, Stage
from contracts.models import Contract
from core.forms import ComboboxWidget
from core.search import matching
from territories.models import Department

SITUATIONS = [("draft", "En préparation"), ("in_force", "En vigueur"), ("expired", "Échu")]
ENDINGS = [("6", "Dans les 6 mois"), ("12", "Dans l’année"), ("24", "Dans les 2 ans")]
SORTS = {
    "title": ("Titre", ["title", "id"]),
    "end": ("Fin la plus proche", [F("effective_end").asc(nulls_last=True), "title", "id"]),
    "-end": ("Fin la plus lointaine", [F("effective_end").desc(nulls_last=True), "title", "id"]),
    "recent": ("Modifié récemment", ["-updated_at", "id"]),
    "reference": ("Référence", ["reference"]),
}


def places_of(user):
    """The départements and the regions among which this person may choose."""
    roles = user.roles
    departments = Department.objects.select_related("region").order_by("pk")
    if roles.administrator:
        return departments
    if roles.ars_region_codes:
        return departments.filter(region__in=roles.ars_region_codes)
    through = Contract.objects.filter(roles__user=user)
    return departments.filter(territories__contract__in=through).distinct()


class ContractFilter(forms.Form):
    secondary = ["department", "region", "ending", "kind", "carrier", "sort"]

    q = forms.CharField(
        label="Rechercher", required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    stage = forms.ChoiceField(label="Étape", required=False, choices=[("", "Toutes"), *Stage.choices])
    situation = forms.ChoiceField(label="Situation", required=False, choices=[("", "Toutes"), *SITUATIONS])
    department = forms.ChoiceField(label="Département", required=False)
    region = forms.ChoiceField(label="Région", required=False)
    ending = forms.ChoiceField(label="Fin du contrat", required=False, choices=[("", "Peu importe"), *ENDINGS])
    kind = forms.ChoiceField(label="Nature", required=False, choices=[("", "Toutes"), *ContractKind.choices])
    carrier = forms.ChoiceField(
        label="Porteur", required=False, widget=ComboboxWidget(url=reverse_lazy("accounts:organisation_lookup"))
    )
    sort = forms.ChoiceField(
        label="Trier par", required=False, choices=[("", "Titre"), *((key, SORTS[key][0]) for key in list(SORTS)[1:])]
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        places = list(places_of(user))
        regions = {place.region_id: place.region.name for place in places}
        self.fields["department"].choices = [("", "Tous"), *((each.pk, f"{each.pk} – {each.name}") for each in places)]
        self.fields["region"].choices = [("", "Toutes"), *sorted(regions.items(), key=lambda pair: pair[1])]
        if len(regions) < 2:
            del self.fields["region"]
        if len(places) < 2:
            del self.fields["department"]
        self._name_carrier(data.get("carrier", ""))

    def _name_carrier(self, value):
        """Only the one that is asked is named: the register may hold thousands."""
        found = Organisation.objects.filter(pk=value).first() if value.isdecimal() and len(value) < 16 else None
        self.fields["carrier"].choices = [(str(found.pk), found.name)] if found else []

    def narrow(self, contracts, *, today=None):
        """`contracts` as asked; a value that does not exist is left out, never an error."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        today = today or timezone.localdate()
        contracts = contracts.with_effective_end().filter(matching(asked.get("q", ""), "search"))
        for name, value in asked.items():
            if narrowing := _NARROWINGS.get(name):
                contracts = narrowing(contracts, value, today)
        return contracts.order_by(*SORTS[asked.get("sort", "title")][1])

    @property
    def narrows(self):
        """Something beside the order is asked."""
        return any(value for name, value in self.cleaned_data.items() if name != "sort")


def _situation(contracts, value, today):
    if value == "draft":
        return contracts.filter(stage__in=DRAFT_STAGES)
    return contracts.valid_on(today) if value == "in_force" else contracts.expired_on(today)


def _ending(contracts, value, today):
    limit = today + timedelta(days=round(int(value) * 365.25 / 12))
    return contracts.filter(effective_end__range=(today, limit), stage=Stage.IN_FORCE)


_NARROWINGS = {
    "stage": lambda contracts, value, today: contracts.filter(stage=value),
    "kind": lambda contracts, value, today: contracts.filter(kind=value),
    "carrier": lambda contracts, value, today: contracts.filter(carrier=value),
    "department": lambda contracts, value, today: contracts.in_departments([value]),
    "region": lambda contracts, value, today: contracts.in_regions([value]),
    "situation": _situation,
    "ending": _ending,
}

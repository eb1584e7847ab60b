"""The filters of the dashboard, whose values live in the address; and the name of a saved view."""

from urllib.parse import urlencode

from django import forms
from django.utils.choices import flatten_choices

from contracts.enums import Stage
from contracts.filters import places_of
from core.forms import DsfrForm
from evaluation.dashboard.quality_rules import KINDS, RULES
from territories.enums import TerritoryKind

MINE, ALL = "Mes départements", "Tous ceux que je peux lire"


class DashboardFilter(DsfrForm):
    """`scope` is asked of a référent alone, whose dashboard is that of her départements unless she says otherwise."""

    scope = forms.ChoiceField(label="Contrats", required=False, choices=[("", MINE), ("all", ALL)])
    region = forms.ChoiceField(label="Région", required=False)
    department = forms.ChoiceField(label="Département", required=False)
    stage = forms.ChoiceField(label="Étape", required=False, choices=[("", "Toutes"), *Stage.choices])
    territory = forms.ChoiceField(
        label="Nature de territoire", required=False, choices=[("", "Toutes"), *TerritoryKind.choices]
    )

    def __init__(self, data, *, user):
        super().__init__(data)
        self.own = user.roles.department_codes
        places = list(places_of(user))
        self._regions = {place.pk: place.region_id for place in places}
        regions = {place.region_id: place.region.name for place in places}
        self.fields["department"].choices = [("", "Tous"), *((each.pk, f"{each.pk} – {each.name}") for each in places)]
        self.fields["region"].choices = [("", "Toutes"), *sorted(regions.items(), key=lambda pair: pair[1])]
        if len(regions) < 2:
            del self.fields["region"]
        if len(places) < 2:
            del self.fields["department"]
        if not self.own or user.roles.region_codes:
            del self.fields["scope"]
        self.is_valid()

    def narrow(self, contracts):
        """A value that does not exist is left out, never an error."""
        asked = self.asked
        if self._own_only:
            contracts = contracts.in_departments(self.own)
        if code := asked.get("region"):
            contracts = contracts.in_regions([code])
        if code := asked.get("department"):
            contracts = contracts.in_departments([code])
        if code := asked.get("stage"):
            contracts = contracts.filter(stage=code)
        if code := asked.get("territory"):
            contracts = contracts.filter(territory__kind=code)
        return contracts

    def narrow_approaches(self, approaches):
        """Those of the places asked; a démarche has neither stage nor nature of territory yet."""
        asked = self.asked
        if {"stage", "territory"} & set(asked):
            return approaches.none()
        if self._own_only:
            approaches = approaches.filter(department__in=self.own)
        if code := asked.get("region"):
            approaches = approaches.filter(department__region=code)
        if code := asked.get("department"):
            approaches = approaches.filter(department=code)
        return approaches

    @property
    def regions_asked(self) -> set[str]:
        asked = self.asked
        if code := asked.get("department"):
            return {self._regions[code]}
        return {asked["region"]} if "region" in asked else set()

    @property
    def _own_only(self) -> bool:
        """A référent who asks no place sees her départements."""
        return "scope" in self.fields and not {"scope", "department", "region"} & set(self.asked)

    @property
    def asked(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def query(self) -> str:
        """The filters as the address says them."""
        return urlencode(self.asked)

    @property
    def words(self) -> str:
        """« Département : 26 – Drôme, Étape : En vigueur »; the départements of a référent where nothing is asked."""
        said = [
            f"{self.fields[name].label}\xa0: {dict(flatten_choices(self.fields[name].choices))[value]}"
            for name, value in self.asked.items()
        ]
        return ", ".join(said) or (MINE if "scope" in self.fields else "Tous les contrats que vous pouvez lire")


class QualityFilter(DashboardFilter):
    rule = forms.ChoiceField(
        label="Quoi",
        required=False,
        choices=[
            ("", "Tout"),
            *((kind, [(rule.code, rule.label) for rule in RULES if rule.kind == kind]) for kind in KINDS),
        ],
    )


class ViewForm(DsfrForm):
    """`regions`: those of which the person is siège, and may share a view."""

    name = forms.CharField(label="Nom de la vue", max_length=60)
    region = forms.ChoiceField(label="Pour qui", required=False)

    def __init__(self, data, *, regions):
        super().__init__(data)
        self._regions = {each.pk: each for each in regions}
        shared = [(pk, f"Tous les agents de l’ARS, {each.name}") for pk, each in self._regions.items()]
        self.fields["region"].choices = [("", "Moi"), *shared]
        if not shared:
            del self.fields["region"]

    @property
    def shared_by(self):
        """The region that shares it; None where a person keeps it for herself."""
        return self._regions.get(self.cleaned_data.get("region", ""))

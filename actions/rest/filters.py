from django.utils import timezone
from django_filters import rest_framework as filters

from accounts.enums import Sector
from actions import states
from actions.enums import (
    ActionStatus,
    FactorClass,
    FactorKind,
    FundingKind,
    FundingNature,
    IndicatorKind,
    Origin,
    Priority,
    Reason,
)
from actions.forms.filters import STATES
from actions.models import (
    Action,
    ActionPerson,
    CatalogueIndicator,
    ChangeReason,
    Factor,
    Funding,
    FundingAgreement,
    Indicator,
    Measure,
    Note,
    Step,
    YearProgress,
)
from contracts.rest.filters import PartFilters


class ActionFilters(PartFilters):
    axis = filters.NumberFilter(field_name="axis_id", min_value=0, max_value=2**62)
    objective = filters.NumberFilter(field_name="objective_id", min_value=0, max_value=2**62)
    status = filters.MultipleChoiceFilter(
        choices=[*ActionStatus.choices, ("none", "Sans statut")], method="in_status", help_text="Le statut de la fiche."
    )
    state = filters.ChoiceFilter(method="to_look_at", choices=STATES, help_text="À regarder, comme sur la liste.")
    late = filters.BooleanFilter(method="which_are", help_text="En retard aujourd’hui.")
    stale = filters.BooleanFilter(method="which_are", help_text="Non finie, et sans nouvelles depuis 90 jours.")
    complete = filters.BooleanFilter(method="which_are")
    theme = filters.CharFilter(method="about", help_text="Un thème, mot pour mot.")
    lead = filters.NumberFilter(method="led", min_value=0, max_value=2**62, help_text="Une structure pilote.")
    sector = filters.ChoiceFilter(
        method="of_sector", choices=Sector.choices, help_text="Secteur d’une organisation pilote ou partenaire."
    )
    funder = filters.NumberFilter(method="paid", min_value=0, max_value=2**62, help_text="Un financeur.")
    person = filters.CharFilter(method="led_by_person", help_text="Le nom d’une personne pilote, mot pour mot.")
    money_due = filters.BooleanFilter(method="which_are", help_text="Une année est finie sans que le réalisé soit dit.")
    priority = filters.ChoiceFilter(choices=Priority.choices)
    origin = filters.ChoiceFilter(choices=Origin.choices)

    class Meta:
        model = Action
        fields = []

    def in_status(self, queryset, name, statuses):
        return queryset.filter(status__in=["" if status == "none" else status for status in statuses])

    def to_look_at(self, queryset, name, state):
        return queryset.in_state(state, timezone.localdate())

    def which_are(self, queryset, name, wanted):
        condition = states.STATES["silent" if name == "stale" else name](timezone.localdate())
        return queryset.filter(condition if wanted else ~condition)

    def about(self, queryset, name, theme):
        return queryset.with_theme(theme)

    def led(self, queryset, name, lead):
        return queryset.led_by_organisation(lead)

    def of_sector(self, queryset, name, sector):
        return queryset.with_sector(sector)

    def paid(self, queryset, name, funder):
        return queryset.funded_by(funder)

    def led_by_person(self, queryset, name, person):
        return queryset.filter(pk__in=ActionPerson.objects.filter(part="lead", name=person).values("action"))


class RowFilters(PartFilters):
    action = filters.NumberFilter(field_name="action_id", min_value=0, max_value=2**62)


class StepFilters(RowFilters):
    done = filters.BooleanFilter(field_name="done_on", lookup_expr="isnull", exclude=True)
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lt")

    class Meta:
        model = Step
        fields = []


class YearFilters(RowFilters):
    status = filters.CharFilter(help_text="Le statut de l’année, mot pour mot.")
    year = filters.NumberFilter(min_value=0, max_value=32767)

    class Meta:
        model = YearProgress
        fields = []


class NoteFilters(RowFilters):
    class Meta:
        model = Note
        fields = []


class FactorFilters(RowFilters):
    kind = filters.ChoiceFilter(choices=FactorKind.choices)
    about = filters.ChoiceFilter(choices=FactorClass.choices)
    closed = filters.BooleanFilter(field_name="closed_on", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Factor
        fields = []


class ChangeReasonFilters(RowFilters):
    reason = filters.ChoiceFilter(choices=Reason.choices)
    since = filters.DateFilter(field_name="on", lookup_expr="gte")

    class Meta:
        model = ChangeReason
        fields = []


class FundingFilters(RowFilters):
    funder = filters.NumberFilter(field_name="funder_id", min_value=0, max_value=2**62)
    year = filters.NumberFilter(min_value=0, max_value=32767)
    kind = filters.ChoiceFilter(choices=FundingKind.choices)
    nature = filters.ChoiceFilter(choices=FundingNature.choices)
    axis = filters.NumberFilter(field_name="action__axis_id", min_value=0, max_value=2**62)
    agreement = filters.NumberFilter(field_name="funding_agreement_id", min_value=0, max_value=2**62)
    state = filters.ChoiceFilter(
        method="in_state",
        choices=[("missing", "Reste à financer"), ("unplanned", "Notifié sans être prévu"), ("due", "Réalisé à dire")],
    )

    class Meta:
        model = Funding
        fields = []

    def in_state(self, queryset, name, state):
        return queryset.in_state(state, timezone.localdate())


class FundingAgreementFilters(PartFilters):
    party = filters.NumberFilter(field_name="parties", min_value=0, max_value=2**62, help_text="Une organisation.")
    accounts_late = filters.BooleanFilter(method="late", help_text="Compte rendu financier en retard aujourd’hui.")

    class Meta:
        model = FundingAgreement
        fields = []

    def late(self, queryset, name, late):
        rows = FundingAgreement.objects.accounts_late_on(timezone.localdate()).values("pk")
        return queryset.filter(pk__in=rows) if late else queryset.exclude(pk__in=rows)


class IndicatorFilters(RowFilters):
    kind = filters.ChoiceFilter(choices=IndicatorKind.choices)
    axis = filters.NumberFilter(
        method="in_axis", min_value=0, max_value=2**62, help_text="De l’axe, de ses objectifs ou de ses fiches."
    )
    responsible = filters.NumberFilter(field_name="responsible_id", min_value=0, max_value=2**62)
    catalogue = filters.NumberFilter(field_name="catalogue_id", min_value=0, max_value=2**62)
    due = filters.BooleanFilter(method="awaited", help_text="Une valeur est attendue aujourd’hui.")
    stale = filters.BooleanFilter(method="too_old", help_text="Données périmées aujourd’hui.")

    def in_axis(self, queryset, name, axis):
        return queryset.of_axis(axis)

    def awaited(self, queryset, name, due):
        return _within(queryset, Indicator.objects.due_on(timezone.localdate()), due)

    def too_old(self, queryset, name, stale):
        return _within(queryset, Indicator.objects.stale_on(timezone.localdate()), stale)

    class Meta:
        model = Indicator
        fields = []


def _within(queryset, rows, inside):
    return queryset.filter(pk__in=rows.values("pk")) if inside else queryset.exclude(pk__in=rows.values("pk"))


class CatalogueFilters(filters.FilterSet):
    region = filters.CharFilter(field_name="region_id", help_text="Code de la région.")
    kind = filters.ChoiceFilter(choices=IndicatorKind.choices)
    retired = filters.BooleanFilter()

    class Meta:
        model = CatalogueIndicator
        fields = []


class MeasureFilters(PartFilters):
    indicator = filters.NumberFilter(field_name="indicator_id", min_value=0, max_value=2**62)
    action = filters.NumberFilter(field_name="indicator__action_id", min_value=0, max_value=2**62)
    on_after = filters.DateFilter(field_name="on", lookup_expr="gte")

    class Meta:
        model = Measure
        fields = []

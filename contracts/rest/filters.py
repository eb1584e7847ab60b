"""What contracts and their parts can be filtered by."""

from django.utils import timezone
from django_filters import rest_framework as filters

from contracts.enums import Stage
from contracts.models import Contract

ID = {"min_value": 0, "max_value": 2**62}


class ContractFilters(filters.FilterSet):
    """« En vigueur » on a day is `valid_on`, « échu » on a day is `expired_on`."""

    department = filters.CharFilter(method="in_department", help_text="Code d’un département du périmètre.")
    region = filters.CharFilter(method="in_region", help_text="Code d’une région du périmètre.")
    stage = filters.MultipleChoiceFilter(choices=Stage.choices, help_text="L’étape.")
    status = filters.MultipleChoiceFilter(field_name="stage", choices=Stage.choices, help_text="Comme `stage`.")
    kind = filters.CharFilter()
    generation = filters.NumberFilter(min_value=0, max_value=32767)
    carrier = filters.NumberFilter(field_name="carrier_id", **ID)
    valid_on = filters.DateFilter(method="in_force_on", help_text="En vigueur ce jour-là, prorogations comptées.")
    expired_on = filters.DateFilter(method="past_on", help_text="Échu ce jour-là.")
    ends_before = filters.DateFilter(method="ending_before", help_text="Fin effective avant ce jour.")
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")

    class Meta:
        model = Contract
        fields: list[str] = []

    def in_department(self, queryset, name, code):
        return queryset.in_departments([code.upper()])

    def in_region(self, queryset, name, code):
        return queryset.in_regions([code])

    def in_force_on(self, queryset, name, day):
        return queryset.filter(pk__in=Contract.objects.valid_on(day).values("pk"))

    def past_on(self, queryset, name, day):
        return queryset.filter(pk__in=Contract.objects.expired_on(day).values("pk"))

    def ending_before(self, queryset, name, day):
        return queryset.filter(pk__in=Contract.objects.with_effective_end().filter(effective_end__lt=day).values("pk"))


class PartFilters(filters.FilterSet):
    """What every part of a contract can be filtered by; `status` is its stage too, where no status of its own is."""

    contract = filters.CharFilter(field_name="contract__reference", help_text="La référence du contrat.")
    department = filters.CharFilter(method="in_department", help_text="Code d’un département du périmètre.")
    stage = filters.MultipleChoiceFilter(
        field_name="contract__stage", choices=Stage.choices, help_text="L’étape du contrat."
    )
    status = filters.MultipleChoiceFilter(
        field_name="contract__stage", choices=Stage.choices, help_text="Comme `stage`."
    )
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")

    def in_department(self, queryset, name, code):
        return queryset.filter(contract__in=Contract.objects.in_departments([code.upper()]))


class ObjectiveFilters(PartFilters):
    axis = filters.NumberFilter(field_name="axis_id", **ID)


class SignatoryFilters(PartFilters):
    organisation = filters.NumberFilter(field_name="organisation_id", **ID)


class CommitmentFilters(PartFilters):
    signatory = filters.NumberFilter(field_name="signatory_id", **ID)
    state = filters.CharFilter()
    due_before = filters.DateFilter(field_name="due_on", lookup_expr="lt")


def today(context):
    return context.setdefault("today", timezone.localdate())

"""What the bodies of a département or of a region can be filtered by."""

from django_filters import rest_framework as filters

from contracts.rest.filters import ID
from governance.enums import MeetingState, NetworkKind
from governance.models import NetworkFollowUp


class NetworkFilters(filters.FilterSet):
    region = filters.CharFilter(field_name="region_id", help_text="Code de la région.")
    department = filters.CharFilter(field_name="department_id", help_text="Code du département.")
    kind = filters.MultipleChoiceFilter(choices=NetworkKind.choices)
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


class OfNetworkFilters(filters.FilterSet):
    network = filters.NumberFilter(field_name="network_id", **ID)
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


class OfNetworkMeetingFilters(filters.FilterSet):
    network = filters.NumberFilter(field_name="meeting__network_id", **ID)
    meeting = filters.NumberFilter(field_name="meeting_id", **ID)
    updated_since = filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")


class NetworkMeetingFilters(OfNetworkFilters):
    state = filters.MultipleChoiceFilter(choices=MeetingState.choices)
    after = filters.DateFilter(field_name="on", lookup_expr="gte", help_text="Ce jour-là ou après.")
    before = filters.DateFilter(field_name="on", lookup_expr="lte", help_text="Ce jour-là ou avant.")


class NetworkDecisionFilters(OfNetworkFilters):
    meeting = filters.NumberFilter(field_name="meeting_id", **ID)
    in_force = filters.BooleanFilter(
        method="still", help_text="Vrai\xa0: que rien ne remplace\xa0; faux\xa0: remplacées."
    )

    def still(self, queryset, name, wanted):
        return queryset.in_force() if wanted else queryset.superseded()


class NetworkFollowUpFilters(OfNetworkFilters):
    decision = filters.NumberFilter(field_name="decision_id", **ID)
    owner = filters.NumberFilter(field_name="owner_id", **ID)
    pending = filters.BooleanFilter(method="waiting", help_text="Vrai\xa0: ni faites, ni abandonnées.")

    def waiting(self, queryset, name, wanted):
        waiting = NetworkFollowUp.objects.pending().values("pk")
        return queryset.filter(pk__in=waiting) if wanted else queryset.exclude(pk__in=waiting)

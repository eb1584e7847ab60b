"""What the governance can be filtered by."""

from django.utils import timezone
from django_filters import rest_framework as filters

from contracts.rest.filters import ID, PartFilters
from governance.enums import BodyKind, DecisionKind, Effect, HandoverKind, MeetingState, PracticeState, Presence


class BodyFilters(PartFilters):
    kind = filters.MultipleChoiceFilter(choices=BodyKind.choices)


class SeatFilters(PartFilters):
    body = filters.NumberFilter(field_name="body_id", **ID)
    organisation = filters.NumberFilter(field_name="organisation_id", **ID)


class AgendaItemFilters(PartFilters):
    body = filters.NumberFilter(field_name="body_id", **ID)
    meeting = filters.NumberFilter(field_name="meeting_id", **ID)
    waiting = filters.BooleanFilter(method="in_backlog", help_text="Vrai\xa0: ceux qui attendent une séance.")

    def in_backlog(self, queryset, name, wanted):
        waiting = self.queryset.model.objects.backlog().values("pk")
        return queryset.filter(pk__in=waiting) if wanted else queryset.exclude(pk__in=waiting)


class MeetingFilters(PartFilters):
    body = filters.NumberFilter(field_name="body_id", **ID)
    state = filters.MultipleChoiceFilter(choices=MeetingState.choices)
    after = filters.DateFilter(field_name="on", lookup_expr="gte", help_text="Ce jour-là ou après.")
    before = filters.DateFilter(field_name="on", lookup_expr="lte", help_text="Ce jour-là ou avant.")


class DecisionFilters(PartFilters):
    body = filters.NumberFilter(field_name="body_id", **ID)
    meeting = filters.NumberFilter(field_name="meeting_id", **ID)
    action = filters.NumberFilter(field_name="actions", **ID)
    kind = filters.MultipleChoiceFilter(choices=DecisionKind.choices)
    effect = filters.ChoiceFilter(choices=Effect.choices, method="changing")
    in_force = filters.BooleanFilter(
        method="still", help_text="Vrai\xa0: que rien ne remplace\xa0; faux\xa0: remplacées."
    )
    prepares_amendment = filters.BooleanFilter(method="waiting", help_text="Vrai\xa0: un avenant reste à préparer.")
    after = filters.DateFilter(field_name="on", lookup_expr="gte", help_text="Ce jour-là ou après.")
    before = filters.DateFilter(field_name="on", lookup_expr="lte", help_text="Ce jour-là ou avant.")

    def changing(self, queryset, name, effect):
        return queryset.with_effect(effect)

    def still(self, queryset, name, wanted):
        return queryset.in_force() if wanted else queryset.superseded()

    def waiting(self, queryset, name, wanted):
        waiting = self.queryset.model.objects.asking_for_an_amendment().values("pk")
        return queryset.filter(pk__in=waiting) if wanted else queryset.exclude(pk__in=waiting)


class FollowUpFilters(PartFilters):
    decision = filters.NumberFilter(field_name="decision_id", **ID)
    meeting = filters.NumberFilter(field_name="meeting_id", **ID)
    action = filters.NumberFilter(field_name="action_id", **ID)
    owner = filters.NumberFilter(field_name="owner_id", **ID)
    organisation = filters.NumberFilter(field_name="organisation_id", **ID)
    state = filters.ChoiceFilter(
        choices=[(code, code) for code in ("open", "late", "verify", "done", "dropped")], method="standing"
    )

    def standing(self, queryset, name, state):
        return queryset.in_state(state, timezone.localdate())


class AttendanceFilters(PartFilters):
    meeting = filters.NumberFilter(field_name="meeting_id", **ID)
    organisation = filters.NumberFilter(field_name="organisation_id", **ID)
    presence = filters.MultipleChoiceFilter(choices=Presence.choices)


class PostFilters(PartFilters):
    vacant = filters.BooleanFilter(method="without_a_holder", help_text="Vrai\xa0: vacants aujourd’hui.")

    def without_a_holder(self, queryset, name, wanted):
        today = timezone.localdate()
        return queryset.vacant_on(today) if wanted else queryset.held_on(today)


class OfPostFilters(PartFilters):
    post = filters.NumberFilter(field_name="post_id", **ID)


class PostFundingFilters(OfPostFilters):
    funder = filters.NumberFilter(field_name="funder_id", **ID)
    year = filters.NumberFilter(min_value=0, max_value=32767)


class HandoverFilters(OfPostFilters):
    kind = filters.MultipleChoiceFilter(choices=HandoverKind.choices)


class PracticeFilters(filters.FilterSet):
    q = filters.CharFilter(method="words", help_text="Tous ces mots, sans égard aux accents.")
    state = filters.MultipleChoiceFilter(choices=PracticeState.choices)
    theme = filters.CharFilter(method="bearing", help_text="Ce thème, mot pour mot.")
    public = filters.CharFilter(method="bearing", help_text="Ce public, mot pour mot.")

    def words(self, queryset, name, text):
        return queryset.search(text)

    def bearing(self, queryset, name, word):
        field = {"theme": "themes"}.get(name, name)
        return queryset.filter(pk__in=[pk for pk, said in queryset.values_list("pk", field) if word in said])

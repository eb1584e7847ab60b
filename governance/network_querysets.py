"""What of the bodies of territories one may read."""

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from governance.enums import MeetingState
from governance.querysets import PAST, WAS_TOLD


class NetworkQuerySet(QuerySet):
    def visible_to(self, user):
        """For the ARS of the region, the coordinators of the territory, the members of today, and administrators."""
        from .directory import coordinated_departments, coordinated_regions
        from .models import NetworkMember

        if not user.is_authenticated:
            return self.none()
        if user.roles.administrator:
            return self
        ars = user.roles.ars_region_codes
        member = NetworkMember.objects.current(timezone.localdate()).filter(user=user)
        return self.filter(
            Q(region__in=ars | coordinated_regions(user))
            | Q(department__region__in=ars)
            | Q(department__in=coordinated_departments(user))
            | Q(pk__in=member.values("network"))
        )

    def for_lists(self):
        return self.select_related("region", "department")

    def with_meetings(self, today):
        """By territory; beside each, its members of today and its meetings held this year."""
        held = Q(meetings__state__in=(MeetingState.HELD, MeetingState.CLOSED), meetings__on__year=today.year)
        there = Q(members__until__isnull=True) | Q(members__until__gte=today)
        counted = self.annotate(
            held_this_year=Count("meetings", filter=held, distinct=True),
            member_count=Count("members", filter=there, distinct=True),
        )
        return counted.order_by("region__name", "department__code", "kind", "name", "pk")


class NetworkMemberQuerySet(QuerySet):
    def current(self, day):
        """Members on that day."""
        return self.filter(
            Q(since__isnull=True) | Q(since__lte=day),
            Q(until__isnull=True) | Q(until__gte=day),
        )

    def for_lists(self):
        return self.select_related("user__organisation", "organisation")


class NetworkMeetingQuerySet(QuerySet):
    def visible_to(self, user):
        from .models import Network

        return self.filter(network__in=Network.objects.visible_to(user))

    def of_person(self, user, today):
        """Told of, and hers by invitation."""
        from .models import NetworkAttendance

        invited = NetworkAttendance.objects.filter(Q(member__user=user) | Q(email__iexact=user.email))
        return self.filter(WAS_TOLD, pk__in=invited.values("meeting"), on__gte=today - PAST)

    def for_lists(self):
        return self.select_related("network__region", "network__department")


class NetworkDecisionQuerySet(QuerySet):
    def in_force(self):
        return self.filter(superseded_by__isnull=True)

    def superseded(self):
        return self.filter(superseded_by__isnull=False)

    def for_lists(self):
        """With the meeting, and both ends of what replaced what."""
        return self.select_related("meeting", "supersedes", "superseded_by")


class NetworkFollowUpQuerySet(QuerySet):
    def pending(self):
        return self.filter(done_on__isnull=True, dropped_reason="")

    def for_lists(self):
        """What waits first, the soonest due at the head."""
        rows = self.select_related("owner", "decision", "network__region", "network__department")
        return rows.order_by(
            F("done_on").asc(nulls_first=True), "dropped_reason", F("due_on").asc(nulls_last=True), "pk"
        )

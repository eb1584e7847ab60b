"""What governance reads, by the names of the field, in a constant number of queries."""

from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast

from contracts.enums import ContractRoleKind
from contracts.models import Contract, ContractRole
from core.search import matching
from governance.enums import TOOK_PLACE, BodyKind, DecisionKind, HandoverKind, MeetingState, PracticeState

#: Meetings this close to each other are shown before a date is chosen.
NEAR = timedelta(days=10)


class OfContractsQuerySet(QuerySet):
    def visible_to(self, user):
        return self.filter(contract__in=Contract.objects.visible_to(user))


def _running(day):
    """From `since` to `until`, both included; without a date it always runs."""
    return (Q(since__isnull=True) | Q(since__lte=day)) & (Q(until__isnull=True) | Q(until__gte=day))


class SeatQuerySet(OfContractsQuerySet):
    def held_on(self, day):
        """The composition of a body on `day`; a seat without dates always counts."""
        return self.filter(_running(day))


class PostQuerySet(OfContractsQuerySet):
    """Posts of coordination: held by somebody named, now or before, whose time runs on the day; else vacant."""

    def held_on(self, day):
        return self.filter(_held(day))

    def vacant_on(self, day):
        return self.exclude(_held(day))

    def for_lists(self):
        return self.select_related("contract__department").prefetch_related("former_holders", "shares")


def _held(day):
    from .models import PostHolder

    before = PostHolder.objects.filter(_running(day), post=OuterRef("pk"))
    return (~Q(holder_name="") & _running(day)) | Exists(before)


#: How far back the calendar of a person goes.
PAST = timedelta(days=366)
#: What calendars may hold of any meeting: never one in preparation.
WAS_TOLD = Q(state__in=[MeetingState.CONVENED, MeetingState.HELD, MeetingState.CLOSED]) | Q(
    state=MeetingState.CANCELLED, convened_at__isnull=False
)


class MeetingQuerySet(OfContractsQuerySet):
    def of_person(self, user, today):
        """Told of (never those in preparation): hers by invitation, and those of the contracts that she coordinates
        or follows as référente."""
        from .models import Attendance

        seats = Q(email__iexact=user.email) | Q(substitute_email__iexact=user.email, meeting__with_substitutes=True)
        departments = user.roles.department_codes
        role = Q(roles__user=user, roles__role=ContractRoleKind.COORDINATOR)
        contracts = Contract.objects.filter(role) | Contract.objects.filter(
            Q(department__in=departments) | Q(territory__departments__in=departments)
        )
        mine = Q(pk__in=Attendance.objects.filter(seats).values("meeting")) | Q(contract__in=contracts.values("pk"))
        return self.filter(WAS_TOLD, mine, on__gte=today - PAST)

    def took_place(self):
        return self.filter(state__in=TOOK_PLACE)

    def to_come(self, today):
        return self.filter(state__in=[MeetingState.PREPARED, MeetingState.CONVENED], on__gte=today)

    def beside(self, day, organisations):
        """Those of the days around `day` that invite one of `organisations`."""
        first, last = max(day, date.min + NEAR) - NEAR, min(day, date.max - NEAR) + NEAR
        near = self.filter(on__range=(first, last)).exclude(state=MeetingState.CANCELLED)
        return near.filter(attendances__organisation__in=organisations).distinct()


class AgendaItemQuerySet(OfContractsQuerySet):
    def backlog(self):
        """What waits for a meeting of its body."""
        return self.filter(meeting__isnull=True, treated=False)

    def unspoken(self):
        """Neither ticked, nor noted, nor decided on: closing sends them back to the backlog."""
        return self.filter(treated=False, notes="", decisions__isnull=True)


class DecisionQuerySet(OfContractsQuerySet):
    def search(self, text):
        """Every word is in the text, whatever its accents; or the number."""
        return self.filter(matching(text, "search"))

    def for_lists(self):
        return self.select_related("contract", "body", "meeting", "superseded_by", "amendment")

    def superseded(self):
        return self.filter(superseded_by__isnull=False)

    def with_follow_ups(self):
        """Beside each, what is asked of whom, the soonest first."""
        from .models import FollowUp

        asked = FollowUp.objects.select_related("owner", "organisation").soonest_first()
        return self.prefetch_related(Prefetch("follow_ups", asked))

    def with_effect(self, code):
        """Asked of the text of the list: SQLite has no `contains` for JSON, and no code is inside another."""
        return self.annotate(effect_text=Cast("effects", TextField())).filter(effect_text__contains=f'"{code}"')

    def in_force(self):
        """Those that no other supersedes."""
        return self.filter(superseded_by__isnull=True)

    def validations_by_copil(self):
        """What may validate a document: in force, of a COPIL, and a validation."""
        return self.in_force().filter(kind=DecisionKind.VALIDATION, body__kind=BodyKind.COPIL)

    def in_state(self, state):
        """« En vigueur », « remplacée », « avenant à préparer », or with follow-ups that wait; all by default."""
        match state:
            case "in_force":
                return self.in_force()
            case "superseded":
                return self.superseded()
            case "amendment":
                return self.asking_for_an_amendment()
            case "pending":
                from .models import FollowUp

                return self.filter(pk__in=FollowUp.objects.pending().filter(decision__isnull=False).values("decision"))
        return self

    def asking_for_an_amendment(self):
        """« Avenant à préparer »: they touch signed matter, and no avenant answers yet."""
        return self.in_force().filter(prepares_amendment=True, amendment__isnull=True)


class FollowUpQuerySet(OfContractsQuerySet):
    def pending(self):
        return self.filter(done_on__isnull=True, dropped_reason="")

    def late_on(self, day):
        return self.pending().filter(due_on__lt=day)

    def done(self):
        return self.filter(done_on__isnull=False)

    def dropped(self):
        return self.exclude(dropped_reason="")

    def in_state(self, state, day):
        match state:
            case "late":
                return self.late_on(day)
            case "verify":
                return self.to_verify()
            case "done":
                return self.done()
            case "dropped":
                return self.dropped()
            case "open":
                return self.pending()
        return self

    def to_verify(self):
        """High-priority, done, where the contract asks that somebody else verifies."""
        asked = {"high_priority": True, "contract__governance_settings__verify_follow_ups": True}
        return self.done().filter(verified_on__isnull=True, **asked)

    def for_lists(self):
        people = ("owner", "done_by", "verified_by", "organisation")
        return self.select_related("contract", "decision", "meeting__body", "action", *people)

    def soonest_first(self):
        """The latest ones first, then by date; without a date last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "-high_priority", "pk")

    def of_person(self, user):
        """Those of an account, by the account or by its address."""
        return self.filter(Q(owner=user) | Q(owner__isnull=True, owner_email__iexact=user.email))


class HandoverQuerySet(OfContractsQuerySet):
    def open(self):
        return self.filter(handed_on__isnull=True, dropped_on__isnull=True)

    def settled_since(self, day):
        """Handed over or dropped, that day or after it."""
        return self.filter(Q(handed_on__gte=day) | Q(dropped_on__gte=day))

    def to_read(self):
        """Handed over, and nobody has said « lu » yet."""
        return self.filter(handed_on__isnull=False, read_on__isnull=True)

    def readable_by(self, user):
        """As `can_read_handover` says of one: those who hold the contract, its siège, whoever takes over."""
        holds = (ContractRoleKind.COORDINATOR, ContractRoleKind.PEN)
        mine = ContractRole.objects.filter(user=user, role__in=holds).values("contract")
        near = Contract.objects.in_departments(user.roles.department_codes) | Contract.objects.in_regions(
            user.roles.region_codes
        )
        held = Q(contract__in=mine) | Q(contract__in=near.values("pk"))
        return self.filter(held | Q(successor=user) | Q(pk__in=self.for_successor(user).values("pk")))

    def for_successor(self, user):
        """Hers by name; where nobody was named, of the coordination that she came to."""
        role = ContractRole.objects.filter(user=user, role=ContractRoleKind.COORDINATOR).values("contract")
        unnamed = Q(successor__isnull=True, kind=HandoverKind.COORDINATOR, contract__in=role)
        return self.filter(Q(successor=user) | unnamed).exclude(leaver_email__iexact=user.email)


def bodies_of(contract):
    from .models import Meeting, Seat

    seats = Prefetch("seats", Seat.objects.select_related("organisation"))
    meetings = Prefetch("meetings", Meeting.objects.order_by("-on", "-id").prefetch_related("decisions"))
    return contract.bodies.prefetch_related(seats, meetings, "chairs", "actions__axis", _waiting())


def _waiting():
    from .models import AgendaItem

    return Prefetch("items", AgendaItem.objects.backlog(), to_attr="backlog")


def posts_of(contract):
    from .models import PostFunding

    fundings = Prefetch("fundings", PostFunding.objects.select_related("funder").order_by("-year", "position", "id"))
    return contract.coordination_posts.prefetch_related(fundings, "shares", "former_holders")


class PracticeQuerySet(QuerySet):
    def visible_to(self, user):
        """What is published in the regions whose directory one reads; what is not, for its writers and its ARS."""
        from .directory import regions_of

        if not (regions := regions_of(user)):
            return self.none()
        published = Q(state=PracticeState.PUBLISHED, contract__in=Contract.objects.in_regions(regions))
        roles = [ContractRoleKind.COORDINATOR, ContractRoleKind.PEN]
        followed = Contract.objects.filter(pk__in=user.contract_roles.filter(role__in=roles).values("contract"))
        own = Q(contract__in=followed.values("pk"))
        if codes := user.roles.department_codes:
            own |= Q(contract__in=Contract.objects.in_departments(codes))
        if codes := user.roles.region_codes:
            own |= Q(contract__in=Contract.objects.in_regions(codes))
        return self.filter(published | own)

    def search(self, text):
        return self.filter(matching(text, "search"))

    def for_lists(self):
        return self.select_related("contract__territory")

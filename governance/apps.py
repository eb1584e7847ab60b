from functools import partial

from django.apps import AppConfig

MODELS = [
    "AgendaItem",
    "Attendance",
    "Body",
    "CoordinationPost",
    "Decision",
    "FollowUp",
    "GovernanceSettings",
    "Handover",
    "HandoverAnswer",
    "Meeting",
    "Network",
    "NetworkAttendance",
    "NetworkDecision",
    "NetworkFollowUp",
    "NetworkItem",
    "NetworkMeeting",
    "NetworkMember",
    "NetworkRectification",
    "PostFunding",
    "PostHolder",
    "PostShare",
    "Practice",
    "PracticeCopy",
    "Rectification",
    "RegionGovernance",
    "Seat",
    "Training",
    "UsualBody",
    "UsualSeat",
]


def _of_ars(user) -> bool:
    return user.is_authenticated and (user.roles.is_ars or user.roles.administrator)


def _in_ars(user) -> bool:
    return user.is_authenticated and user.roles.is_ars


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Gouvernance"

    def ready(self):
        from accounts import holdings, organisation_blocks
        from contracts import beside as places
        from contracts import waiting
        from contracts.holding import candidates, may
        from contracts.parts import register
        from contracts.this_week import pages
        from core import navigation, reminders
        from core.history import journalled

        from . import beside, holding, models
        from .handover_told import handovers, to_read_beside
        from .network_reminders import of_networks
        from .networks_home import my_network_meetings
        from .organisation_block import seats_of
        from .part import GovernancePart
        from .permissions import may_write_network
        from .reminders import follow_ups, late_commitments, meetings
        from .rhythm import FIRST_COPIL
        from .role_changes import changed_roles
        from .services.networks import accounts_of

        journalled(*(getattr(models, name) for name in MODELS))
        organisation_blocks.register("governance/_of_organisation.html", seats_of, order=30)
        register(GovernancePart())
        whom = {"may": may, "candidates": candidates}
        holdings.register("follow_up", holding.follow_ups, holding.follow_up_held, holding.give_follow_up, **whom)
        holdings.register("post", holding.posts, holding.post_held, holding.give_post, **whom)
        for part in holding.SEAT_PARTS:
            of_seat = (partial(each, part) for each in (holding.seats, holding.seat_held, holding.give_seat))
            holdings.register(f"seat_{part}", *of_seat, **whom)
        of_network = {"may": may_write_network, "candidates": accounts_of}
        holdings.register(
            "network_follow_up",
            holding.network_follow_ups,
            holding.network_follow_up_held,
            holding.give_network_follow_up,
            **of_network,
        )
        line = "governance/_decisions_beside.html"
        places.register(places.ACTION, "governance/_decisions_of_action.html", beside.of_actions)
        places.register(places.AXIS, line, beside.of_axes)
        places.register(places.COMMITMENT, line, beside.of_commitments)
        places.register(places.AMENDMENT, line, beside.of_amendments)
        places.register(places.MONEY, line, beside.of_money)
        places.register(places.CALENDAR, line, beside.of_calendar)
        places.register(places.AMENDMENTS, "governance/_amendments_to_prepare.html", beside.waiting_for_an_amendment)
        places.register(places.ACTION, "governance/_practice_of_action.html", beside.practices_of_actions)
        places.register(places.CONTRACT, "governance/_usual_proposed.html", beside.usual_awaited)
        places.register(places.CONTRACT, "governance/_handover_to_read.html", to_read_beside, order=10)
        places.register(places.REGION, "governance/_of_region.html", beside.of_regions)
        navigation.register_home_block("governance/_home_networks.html", my_network_meetings, order=25)
        rows = {"meeting": "governance:meeting", "decision": "governance:decision"}
        pages(rows, parts={"governance": "governance:bodies"})
        waiting.register(FIRST_COPIL)
        for source in (meetings, follow_ups, late_commitments, handovers, changed_roles, of_networks):
            reminders.register(source)
        navigation.register("Coordination", "coordination:posts", order=40, predicate=_of_ars)

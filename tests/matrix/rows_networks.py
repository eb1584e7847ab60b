"""The rows of the bodies of a territory: the network of the world is of the département of its contracts."""

from datetime import timedelta

from django.utils import timezone

from tests.matrix.groups import CREATES, OPEN, SIEGES, SIGNED_IN

#: The référents of the département, the siège of its region.
HOLDS = {"referent", *SIEGES}
#: And the whole ARS of the region, the coordinators of the territory, the administrators.
READS = HOLDS | {"neighbour", "coordinator", "administrator"}
BOTH = (HOLDS, READS)

_ONE = ("network", "edit", "remove", "journal", "member_add", "members_take", "decide", "prepare", "follow_up_add")
_MEETING = ("meeting", "meeting_edit", "minutes", "meeting_remove", "tell", "presences", "rectify", "paper", "item_add")
ARGUMENTS: dict = {
    **{f"networks:{name}": {"pk": "network"} for name in _ONE},
    **{f"networks:{name}": {"pk": "network", "member": "network_member"} for name in ("member", "member_remove")},
    **{f"networks:{name}": {"pk": "network_meeting"} for name in _MEETING},
    "networks:supersede": {"pk": "network", "decision": "network_decision"},
    "networks:passage": {"pk": "network_meeting", "target": "!cancelled"},
    **{
        f"networks:{name}": {"pk": "network_follow_up"}
        for name in ("follow_up", "follow_up_finish", "follow_up_drop", "follow_up_reopen")
    },
    "networks:answer": {"token": "!faux"},
    **{f"networks:{name}": {"pk": "network_item"} for name in ("item", "item_remove", "item_move")},
}
PAGES: dict = {
    ("networks:list", "get"): SIGNED_IN,
    ("networks:add", "get"): CREATES,
    ("networks:answer", "get"): OPEN,
    ("networks:answer", "post"): OPEN,
}
_FORMS = (
    *("edit", "remove", "journal", "member_add", "member", "member_remove", "decide", "supersede", "prepare"),
    *("meeting_edit", "minutes", "meeting_remove", "passage", "presences", "rectify"),
    *("item_add", "item", "item_remove", "follow_up_add", "follow_up", "follow_up_finish", "follow_up_drop"),
)
MANAGED: dict = {
    **{(f"networks:{name}", "get"): READS for name in ("network", "meeting")},
    **{(f"networks:{name}", "get"): HOLDS for name in _FORMS},
    **{(f"networks:{name}", "post"): HOLDS for name in ("members_take", "tell", "item_move", "follow_up_reopen")},
    ("networks:paper", "post"): READS,
}

#: By REST, what makes a row of each: `{field: key of the rows}`, and values.
API_CREATES: dict = {
    "network-member": ({"network": "network"}, {"name": "Neuve"}),
    "network-meeting": ({"network": "network"}, {"on": "2999-03-01"}),
    "network-agenda-item": ({"meeting": "network_meeting"}, {"title": "Neuf"}),
    "network-decision": ({"network": "network"}, {"on": "2026-03-01", "text": "Neuve"}),
    "network-follow-up": ({"network": "network"}, {"text": "Neuve"}),
}
API = ["network", *API_CREATES, "network-attendance"]
#: Where they are fewer than all.
API_VERBS: dict = {
    "network-meeting": ({"get", "post"}, {"get", "put", "patch"}),
    "network-attendance": ({"get"}, {"get", "put", "patch"}),
    "network-decision": ({"get", "post"}, {"get"}),
    "network-follow-up": ({"get", "post"}, {"get", "put", "patch"}),
}


def rows_on(people, draft, rows):
    from governance.models import (
        Network,
        NetworkAttendance,
        NetworkDecision,
        NetworkFollowUp,
        NetworkItem,
        NetworkMeeting,
        NetworkMember,
    )

    network = Network.objects.create(department=people.drome, kind="department_group")
    meeting = NetworkMeeting.objects.create(network=network, on=timezone.localdate() + timedelta(days=30))
    decision = NetworkDecision.objects.create(network=network, number=1, on=timezone.localdate(), text="Valider")
    made = {
        "network_decision": decision.pk,
        "network_member": NetworkMember.objects.create(network=network, name="Mona Membre").pk,
        "network_meeting": meeting.pk,
        "network_follow_up": NetworkFollowUp.objects.create(network=network, text="Écrire").pk,
        "network_item": NetworkItem.objects.create(meeting=meeting, title="Bilan", position=1).pk,
        "network_attendance": NetworkAttendance.objects.create(meeting=meeting, name="Mona Membre").pk,
    }
    by_rest = {name.replace("_", "-"): pk for name, pk in made.items()}
    return {"network": network.pk, "network-agenda-item": made["network_item"], **made, **by_rest}

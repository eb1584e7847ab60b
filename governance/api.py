"""The resources that this app brings to the REST interface: (address, viewset, name)."""

from .rest import networks, viewsets

RESOURCES = [
    ("bodies", viewsets.BodyViewSet, "body"),
    ("seats", viewsets.SeatViewSet, "seat"),
    ("meetings", viewsets.MeetingViewSet, "meeting"),
    ("agenda-items", viewsets.AgendaItemViewSet, "agenda-item"),
    ("attendances", viewsets.AttendanceViewSet, "attendance"),
    ("decisions", viewsets.DecisionViewSet, "decision"),
    ("follow-ups", viewsets.FollowUpViewSet, "follow-up"),
    ("coordination-posts", viewsets.PostViewSet, "coordination-post"),
    ("post-fundings", viewsets.PostFundingViewSet, "post-funding"),
    ("post-shares", viewsets.PostShareViewSet, "post-share"),
    ("handovers", viewsets.HandoverViewSet, "handover"),
    ("networks", networks.NetworkViewSet, "network"),
    ("network-members", networks.NetworkMemberViewSet, "network-member"),
    ("network-meetings", networks.NetworkMeetingViewSet, "network-meeting"),
    ("network-agenda-items", networks.NetworkItemViewSet, "network-agenda-item"),
    ("network-attendances", networks.NetworkAttendanceViewSet, "network-attendance"),
    ("network-decisions", networks.NetworkDecisionViewSet, "network-decision"),
    ("network-follow-ups", networks.NetworkFollowUpViewSet, "network-follow-up"),
    ("practices", viewsets.PracticeViewSet, "practice"),
]

"""The resources that this app brings to the REST interface: (address, viewset, name)."""

from .rest import viewsets

RESOURCES = [
    ("bodies", viewsets.BodyViewSet, "body"),
    ("seats", viewsets.SeatViewSet, "seat"),
    ("meetings", viewsets.MeetingViewSet, "meeting"),
    ("agenda-items", viewsets.AgendaItemViewSet, "agenda-item"),
    ("decisions", viewsets.DecisionViewSet, "decision"),
    ("follow-ups", viewsets.FollowUpViewSet, "follow-up"),
    ("coordination-posts", viewsets.PostViewSet, "coordination-post"),
    ("practices", viewsets.PracticeViewSet, "practice"),
]

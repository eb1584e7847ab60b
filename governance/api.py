"""The resources that this app brings to the REST interface: (address, viewset, name)."""

from .rest import viewsets

RESOURCES = [
    ("bodies", viewsets.BodyViewSet, "body"),
    ("meetings", viewsets.MeetingViewSet, "meeting"),
    ("decisions", viewsets.DecisionViewSet, "decision"),
    ("follow-ups", viewsets.FollowUpViewSet, "follow-up"),
    ("coordination-posts", viewsets.PostViewSet, "coordination-post"),
    ("practices", viewsets.PracticeViewSet, "practice"),
]

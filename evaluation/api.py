"""The resources that this app brings to the REST interface: (address, viewset, name)."""

from .rest.campaigns import CampaignViewSet
from .rest.figures import FigureViewSet
from .rest.reviews import ReviewViewSet

RESOURCES = [
    ("contracts", FigureViewSet, "of-contract"),
    ("campaigns", CampaignViewSet, "campaign"),
    ("reviews", ReviewViewSet, "review"),
]

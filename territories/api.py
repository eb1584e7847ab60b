"""The resources that this app brings to the REST interface: (address, viewset, name)."""

from .viewsets import TerritoryReferenceViewSet

RESOURCES = [("territories", TerritoryReferenceViewSet, "territory")]

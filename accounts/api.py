"""The resources that this app brings to the REST interface: (address, viewset, name)."""

from .viewsets import OrganisationViewSet

RESOURCES = [("organisations", OrganisationViewSet, "organisation")]

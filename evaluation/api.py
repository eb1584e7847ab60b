"""The resources that this app brings to the REST interface: (address, viewset, name)."""

from .rest.figures import FigureViewSet

RESOURCES = [
    ("contracts", FigureViewSet, "of-contract"),
]

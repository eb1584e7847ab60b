"""The resources that this app brings to the REST interface: (address, viewset, name)."""

from .rest import viewsets
from .rest.approaches import ApproachViewSet

RESOURCES = [
    ("contracts", viewsets.ContractViewSet, "contract"),
    ("axes", viewsets.AxisViewSet, "axis"),
    ("objectives", viewsets.ObjectiveViewSet, "objective"),
    ("signatories", viewsets.SignatoryViewSet, "signatory"),
    ("commitments", viewsets.CommitmentViewSet, "commitment"),
    ("articles", viewsets.ArticleViewSet, "article"),
    ("findings", viewsets.FindingViewSet, "finding"),
    ("opinions", viewsets.OpinionViewSet, "opinion"),
    ("amendments", viewsets.AmendmentViewSet, "amendment"),
    ("approaches", ApproachViewSet, "approach"),
]

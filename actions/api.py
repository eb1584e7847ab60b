"""The resources that this app brings to the REST interface: (address, viewset, name)."""

from .rest import viewsets

RESOURCES = [
    ("actions", viewsets.ActionViewSet, "action"),
    ("steps", viewsets.StepViewSet, "step"),
    ("years", viewsets.YearViewSet, "year"),
    ("notes", viewsets.NoteViewSet, "note"),
    ("factors", viewsets.FactorViewSet, "factor"),
    ("change-reasons", viewsets.ChangeReasonViewSet, "change-reason"),
    ("fundings", viewsets.FundingViewSet, "funding"),
    ("funding-agreements", viewsets.FundingAgreementViewSet, "funding-agreement"),
    ("money", viewsets.MoneyViewSet, "money"),
    ("indicators", viewsets.IndicatorViewSet, "indicator"),
    ("catalogue-indicators", viewsets.CatalogueIndicatorViewSet, "catalogue-indicator"),
    ("measures", viewsets.MeasureViewSet, "measure"),
]

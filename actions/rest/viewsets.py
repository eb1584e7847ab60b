"""The resources of the plan: fiches and the rows that live on them. Reading asks the scope, writing the services."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import viewsets
from rest_framework.response import Response

from actions import services
from actions.figures import MoneyCube
from actions.models import (
    Action,
    CatalogueIndicator,
    ChangeReason,
    Factor,
    Funding,
    FundingAgreement,
    Indicator,
    Measure,
    Note,
    Step,
    YearProgress,
)
from actions.services import catalogue
from contracts.api_scope import visible_contracts
from contracts.models import Contract
from contracts.rest.placing import Placed
from core.api import ByPermission, ChangeByService, CreateByService, ReadViewSet, SafeInput, VersionedModelViewSet
from core.api_csv import CSVLists

from . import filters, indicators, serializers
from .reasons import REASON_PARAMETERS, reason_of_query


class PlanReading(CSVLists):
    """What one reads of the plan: the rows of the contracts of one's scope. Lists also as CSV."""

    permission_classes = [ByPermission]
    lookup_value_regex = "[0-9]{1,18}"

    def scope(self):
        return visible_contracts(self.request)

    def get_queryset(self):
        return super().get_queryset().filter(contract__in=self.scope())

    def paginate_queryset(self, queryset):
        """The keys of the page first: sorting all the columns of all the rows costs more than asking twice."""
        return self.read(super().paginate_queryset(queryset.values_list("pk", flat=True)))

    def read(self, keys):
        rows = self.queryset.in_bulk(keys)
        return [rows[key] for key in keys if key in rows]

    def get_serializer_context(self):
        context = super().get_serializer_context()
        if self.request and self.request.method not in ("GET", "HEAD", "OPTIONS"):
            context["contracts"] = self.scope()
        return context


class PlanViewSet(PlanReading, VersionedModelViewSet):
    pass


class ActionViewSet(Placed, PlanViewSet):
    """Fiches actions. A title and an axis are enough; `updated_since` also finds fiches whose rows moved."""

    queryset = Action.objects.all()
    serializer_class = serializers.ActionSerializer
    filterset_class = filters.ActionFilters
    ordering = ["contract_id", "position"]
    beside = ("axis", "objective")
    ordering_fields = ["title", "number", "status", "starts_on", "ends_on", "updated_at"]

    def read(self, keys):
        """What is said of fiches is read from their keys: see `telling`."""
        return keys

    def make(self, data):
        axis = data["axis"]
        return services.create_action(contract=axis.contract, actor=self.request.user, **data)

    def revise(self, instance, data, version):
        return services.edit_action(action=instance, actor=self.request.user, version=version, **data)

    def perform_delete(self, instance, version):
        services.delete_action(action=instance, actor=self.request.user, version=version)


@extend_schema_view(destroy=extend_schema(parameters=REASON_PARAMETERS))
class RowViewSet(PlanViewSet):
    """One row of a fiche; its fiche is given at the creation and does not change."""

    #: The service that adds one, by its name in `actions.services`.
    adding = ""

    def perform_create(self, data):
        return getattr(services, self.adding)(actor=self.request.user, **data)

    def perform_change(self, instance, data, version):
        return services.edit_row(instance, actor=self.request.user, version=version, **data)

    def perform_delete(self, instance, version):
        why = reason_of_query(self.request)
        services.remove_row(instance, actor=self.request.user, version=version, **why)


class StepViewSet(RowViewSet):
    """Steps of the fiches, with the dates when they were due and done."""

    queryset = Step.objects.select_related("contract", "action")
    serializer_class = serializers.StepSerializer
    filterset_class = filters.StepFilters
    ordering_fields = ["due_on", "done_on", "updated_at"]
    adding = "add_step"


class YearViewSet(RowViewSet):
    """Progress of the fiches that come back every year, a line a year."""

    queryset = YearProgress.objects.select_related("contract", "action")
    serializer_class = serializers.YearSerializer
    filterset_class = filters.YearFilters
    ordering_fields = ["year", "updated_at"]
    adding = "add_year"


class NoteViewSet(RowViewSet):
    """Dated notes of the fiches."""

    queryset = Note.objects.select_related("contract", "action")
    serializer_class = serializers.NoteSerializer
    filterset_class = filters.NoteFilters
    ordering_fields = ["on", "updated_at"]
    adding = "add_note"


class FactorViewSet(RowViewSet):
    """Obstacles and levers of the fiches, classed."""

    queryset = Factor.objects.select_related("contract", "action")
    serializer_class = serializers.FactorSerializer
    filterset_class = filters.FactorFilters
    ordering_fields = ["since", "closed_on", "updated_at"]
    adding = "add_factor"


class ChangeReasonViewSet(PlanReading, ReadViewSet):
    """Why dates, targets and budgets changed since the signature. Written with the change, then only read."""

    queryset = ChangeReason.objects.select_related("contract")
    serializer_class = serializers.ChangeReasonSerializer
    filterset_class = filters.ChangeReasonFilters
    ordering_fields = ["on", "updated_at"]


class FundingViewSet(RowViewSet):
    """Money of the fiches by funder and year, in euros, exact to the cent; working time in ETP."""

    queryset = Funding.objects.select_related("contract", "action")
    serializer_class = serializers.FundingSerializer
    filterset_class = filters.FundingFilters
    ordering_fields = ["year", "planned", "granted", "spent", "updated_at"]
    adding = "add_funding"


class FundingAgreementViewSet(PlanViewSet):
    """Conventions of money: parties, dates, and the accounts that are due."""

    queryset = FundingAgreement.objects.select_related("contract").prefetch_related("parties")
    serializer_class = serializers.FundingAgreementSerializer
    filterset_class = filters.FundingAgreementFilters
    ordering_fields = ["starts_on", "ends_on", "accounts_due_on", "updated_at"]

    def perform_create(self, data):
        return services.add_agreement(actor=self.request.user, **data)

    def perform_change(self, instance, data, version):
        return services.edit_agreement(agreement=instance, actor=self.request.user, version=version, **data)

    def perform_delete(self, instance, version):
        services.remove_agreement(agreement=instance, actor=self.request.user, version=version)


class MoneyViewSet(SafeInput, viewsets.GenericViewSet):
    """The money of a contract, by its reference: in all, by axis, funder, year and fiche, as on « Financements »."""

    queryset = Contract.objects.none()
    permission_classes = [ByPermission]
    serializer_class = serializers.ContractMoneySerializer
    lookup_field = "reference"
    lookup_value_regex = "[A-Za-z0-9][A-Za-z0-9._-]{1,59}"

    def get_queryset(self):
        return visible_contracts(self.request)

    def retrieve(self, request, reference):
        contract = self.get_object()
        cube = MoneyCube(Funding.objects.filter(contract=contract))
        cuts = {
            "by_axis": _cut("axis", cube.by_axis()),
            "by_funder": _cut("funder", cube.by_funder()),
            "by_year": _cut("year", cube.by_year()),
            "by_action": _cut("action", cube.by_fiche()),
        }
        return Response(self.get_serializer({"contract": contract.reference, **_told(cube.total()), **cuts}).data)


def _told(money) -> dict:
    names = ("planned", "granted", "spent", "fte", "missing", "unplanned", "spent_share")
    return {name: getattr(money, name) for name in names}


def _cut(name, found) -> list[dict]:
    return [{name: key, **_told(money)} for key, money in found.items()]


class IndicatorViewSet(RowViewSet):
    """Indicators of the fiches, objectives, axes and contracts, with their values."""

    queryset = Indicator.objects.select_related("contract", "action").prefetch_related(
        "measures", "contract__territory__members"
    )
    serializer_class = indicators.IndicatorSerializer
    filterset_class = filters.IndicatorFilters
    ordering_fields = ["title", "kind", "updated_at"]
    adding = "add_indicator"


class CatalogueIndicatorViewSet(CreateByService, ChangeByService, ReadViewSet):
    """The catalogues of the regions: the same measure, the same name in every contract.

    Written by the siège of the region. An entry is retired, never deleted.
    """

    queryset = CatalogueIndicator.objects.order_by("region", "title", "pk")
    serializer_class = indicators.CatalogueIndicatorSerializer
    permission_classes = [ByPermission]
    filterset_class = filters.CatalogueFilters
    ordering_fields = ["title", "updated_at"]
    lookup_value_regex = "[0-9]{1,18}"

    def perform_create(self, data):
        return catalogue.add_entry(actor=self.request.user, **data)

    def perform_change(self, instance, data, version):
        return catalogue.change_entry(entry=instance, actor=self.request.user, version=version, **data)


class MeasureViewSet(RowViewSet):
    """Values of the indicators, at a date, as numbers or in words."""

    queryset = Measure.objects.select_related("contract", "indicator__action")
    serializer_class = indicators.MeasureSerializer
    filterset_class = filters.MeasureFilters
    ordering_fields = ["on", "updated_at"]
    adding = "add_measure"

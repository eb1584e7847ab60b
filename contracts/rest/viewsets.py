"""Contracts and their parts as REST resources. Reading asks the scope of the request, writing the services."""

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.response import Response

from contracts.api_scope import visible_contracts
from contracts.exchange import export_contract
from contracts.exchange.writing import without_addresses
from contracts.models import (
    Amendment,
    Article,
    Axis,
    Commitment,
    Contract,
    Finding,
    Objective,
    Opinion,
    Signatory,
)
from contracts.services import amendments, lifecycle, negotiation, parties
from contracts.services import contract as contracts
from contracts.writing import add, edit, remove
from core.api import (
    ByPermission,
    ChangeByService,
    CreateByService,
    ReadViewSet,
    VersionedModelViewSet,
    expected_version,
)
from core.problems import etag_of

from . import filters, serializers
from .placing import Placed


class ContractViewSet(CreateByService, ChangeByService, ReadViewSet):
    """Contracts, by their reference. A contract is never deleted: it is abandoned, terminated or closed."""

    queryset = Contract.objects.none()
    permission_classes = [ByPermission]
    filterset_class = filters.ContractFilters
    search_fields = ["search"]
    ordering = ["title", "id"]
    ordering_fields = ["title", "reference", "starts_on", "ends_on", "signed_on", "updated_at"]
    lookup_field = "reference"
    lookup_value_regex = "[A-Za-z0-9][A-Za-z0-9._-]{1,59}"
    may_match_actions = ("passages",)
    etag_actions = ("perimeter",)

    def get_queryset(self):
        found = visible_contracts(self.request).with_effective_end()
        found = found.select_related("carrier", "territory", "department")
        return found.prefetch_related("territory__departments", "territory__members")

    def get_serializer_class(self):
        if self.action == "create":
            return serializers.NewContractSerializer
        return serializers.ContractLineSerializer if self.action == "list" else serializers.ContractSerializer

    def answer(self, instance, *, status=200):
        self.action = "retrieve"
        return super().answer(instance, status=status)

    def perform_create(self, data):
        members = _members(data)
        data.pop("members", None)
        return contracts.create_contract(actor=self.request.user, members=members, **data)

    def perform_change(self, instance, data, version):
        return contracts.edit_contract(contract=instance, actor=self.request.user, version=version, **data)

    @extend_schema(request=serializers.PassageSerializer, responses={200: serializers.ContractSerializer})
    @action(detail=True, methods=["post"], filterset_class=None)
    def passages(self, request, reference):
        """Pass to another stage; 409 says what is missing. Under `If-Match`, where it is given."""
        contract = self.get_object()
        version = expected_version(request, contract) if "If-Match" in request.headers else None
        serializer = serializers.PassageSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        with self.acting():
            given = {"version": version, **serializer.validated_data}
            passed = lifecycle.pass_stage(contract=contract, actor=request.user, **given)
        return self.answer(self.fresh(passed))

    @extend_schema(methods=["GET"], responses={200: serializers.PerimeterSerializer})
    @extend_schema(
        methods=["PUT"], request=serializers.PerimeterSerializer, responses={200: serializers.PerimeterSerializer}
    )
    @action(detail=True, methods=["get", "put"], filterset_class=None)
    def perimeter(self, request, reference):
        """What the contract covers. It has its own version: a PUT says it anew, whole, under the ETag read here."""
        contract = self.get_object()
        if request.method == "PUT":
            version = expected_version(request, contract.territory)
            serializer = serializers.PerimeterSerializer(data=request.data)
            serializer.is_valid(raise_exception=True)
            said = {**serializer.validated_data, "members": _members(serializer.validated_data)}
            with self.acting():
                contracts.set_contract_perimeter(contract=contract, actor=request.user, version=version, **said)
            contract = self.fresh(contract)
        told = serializers.PerimeterSerializer(contract.territory).data
        return Response(told, headers={"ETag": etag_of(contract.territory)})

    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    @action(detail=True, methods=["get"], filterset_class=None)
    def exchange(self, request, reference):
        """The whole contract as a `cls-exchange/1` document, without the addresses of people."""
        return Response(without_addresses(export_contract(self.get_object(), at=timezone.now())))


def _members(data) -> list[tuple]:
    """As the services read them."""
    return [(each["level"], each["code"], each.get("name", "")) for each in data.get("members", ())]


class PartViewSet(Placed, VersionedModelViewSet):
    """A part of the visible contracts."""

    permission_classes = [ByPermission]
    lookup_value_regex = "[0-9]{1,18}"
    filterset_class = filters.PartFilters
    ordering = ["contract_id", "position", "id"]
    ordering_fields = ["position", "updated_at"]
    #: Many-to-many fields, which the services take apart.
    lists: tuple[str, ...] = ()

    def get_queryset(self):
        return super().get_queryset().filter(contract__in=visible_contracts(self.request))

    def get_serializer_context(self):
        context = super().get_serializer_context()
        if self.request and self.request.method not in ("GET", "HEAD", "OPTIONS"):
            context["contracts"] = visible_contracts(self.request)
        return context

    def split(self, data):
        return {"m2m": {name: data.pop(name) for name in self.lists if name in data}, **data}

    def make(self, data):
        host = getattr(self.get_serializer_class(), "host", "")
        contract = data.pop("contract", None) or data[host].contract
        return add(self.queryset.model, contract=contract, actor=self.request.user, **self.split(data))

    def revise(self, instance, data, version):
        return edit(instance, actor=self.request.user, version=version, **self.split(data))

    def perform_delete(self, instance, version):
        remove(instance, actor=self.request.user, version=version)


class AxisViewSet(PartViewSet):
    """Strategic axes (or « volets »), in their printed order."""

    queryset = Axis.objects.select_related("contract", "lead")
    serializer_class = serializers.AxisSerializer


class ObjectiveViewSet(PartViewSet):
    """Strategic objectives of the axes."""

    queryset = Objective.objects.select_related("contract")
    serializer_class = serializers.ObjectiveSerializer
    beside = ("axis",)
    filterset_class = filters.ObjectiveFilters


class SignatoryViewSet(PartViewSet):
    """Signatories: organisation, capacity, dates of deliberation and signature."""

    queryset = Signatory.objects.select_related("contract", "organisation")
    serializer_class = serializers.SignatorySerializer
    filterset_class = filters.SignatoryFilters
    ordering_fields = ["position", "deliberated_on", "signed_on", "updated_at"]

    def make(self, data):
        return parties.add_signatory(actor=self.request.user, **data)

    def revise(self, instance, data, version):
        return parties.edit_signatory(signatory=instance, actor=self.request.user, version=version, **data)


class CommitmentViewSet(PartViewSet):
    """What each signatory promises. The text is signed; state, proof and comment live on."""

    queryset = Commitment.objects.select_related("contract", "signatory")
    serializer_class = serializers.CommitmentSerializer
    beside = ("signatory",)
    filterset_class = filters.CommitmentFilters
    ordering_fields = ["position", "due_on", "reviewed_on", "updated_at"]

    def revise(self, instance, data, version):
        """Where a promise stands may be said by more people than those who write the contract."""
        only_news = set(data) <= set(parties.NEWS)
        write = parties.report_commitment if only_news else parties.edit_commitment
        return write(commitment=instance, actor=self.request.user, version=version, **data)


class ArticleViewSet(PartViewSet):
    """The articles as printed."""

    queryset = Article.objects.select_related("contract")
    serializer_class = serializers.ArticleSerializer


class FindingViewSet(PartViewSet):
    """Findings of the shared diagnosis, and the axes that they lead to."""

    queryset = Finding.objects.select_related("contract", "funder").prefetch_related("axes")
    serializer_class = serializers.FindingSerializer
    lists = ("axes",)


class OpinionViewSet(PartViewSet):
    """Opinions asked and given."""

    queryset = Opinion.objects.select_related("contract", "organisation")
    serializer_class = serializers.OpinionSerializer
    ordering_fields = ["asked_on", "given_on", "updated_at"]

    def make(self, data):
        return negotiation.ask_opinion(actor=self.request.user, **data)

    def revise(self, instance, data, version):
        return negotiation.change_opinion(opinion=instance, actor=self.request.user, version=version, **data)


class AmendmentViewSet(PartViewSet):
    """Avenants already signed."""

    queryset = Amendment.objects.select_related("contract")
    serializer_class = serializers.AmendmentSerializer
    ordering = ["contract_id", "number"]
    ordering_fields = ["number", "signed_on", "updated_at"]

    def make(self, data):
        return amendments.add_amendment(actor=self.request.user, **data)

    def revise(self, instance, data, version):
        return amendments.change_amendment(amendment=instance, actor=self.request.user, version=version, **data)

    def perform_delete(self, instance, version):
        amendments.remove_amendment(amendment=instance, actor=self.request.user, version=version)

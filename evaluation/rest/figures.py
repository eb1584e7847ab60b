"""The figures of a contract by REST: the same as on its page."""

from datetime import date
from urllib.parse import urlsplit

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import exceptions, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from contracts.api_scope import visible_contracts
from contracts.models import Contract
from core.api import ByPermission, SafeInput
from evaluation.services.figures import told_of_contract

#: Figures look some days back, and no contract is older.
FIRST_YEAR = 1900


@extend_schema_field({"oneOf": [{"type": "integer"}, {"type": "string"}]})
class ExactField(serializers.Field):
    """A count as a number; an exact decimal, or a date, as text."""

    def to_representation(self, value):
        return value if isinstance(value, int) else str(value)


class FigureColumnSerializer(serializers.Serializer):
    code = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    unit = serializers.CharField(read_only=True)


class FigureCellSerializer(serializers.Serializer):
    column = serializers.CharField(read_only=True)
    value = ExactField(
        read_only=True, allow_null=True, help_text="Un compte, un nombre exact ou une date. Rien où rien n’est su."
    )
    whole = ExactField(read_only=True, allow_null=True, help_text="Le tout dont la valeur est une part.")
    percent = serializers.DecimalField(
        max_digits=5,
        decimal_places=1,
        read_only=True,
        allow_null=True,
        help_text="Les parts d’un même tout font 100.",
    )
    words = serializers.CharField(read_only=True, help_text="Comme sur la page.")
    rows_url = serializers.CharField(read_only=True, help_text="La page des lignes qui font ce nombre.")


class FigureLineSerializer(serializers.Serializer):
    code = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    cells = FigureCellSerializer(many=True, read_only=True)


class FigureSerializer(serializers.Serializer):
    code = serializers.CharField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    theme = serializers.CharField(read_only=True)
    definition = serializers.CharField(read_only=True)
    unit = serializers.CharField(read_only=True)
    source = serializers.CharField(read_only=True)  # type: ignore[assignment]
    past = serializers.CharField(read_only=True, help_text="Ce que vaut le chiffre à une date passée.")
    observed_on = serializers.DateField(read_only=True)
    note = serializers.CharField(read_only=True, help_text="Pourquoi il n’y a rien, quand il n’y a rien.")
    heading = serializers.CharField(read_only=True)
    columns = FigureColumnSerializer(many=True, read_only=True)
    lines = FigureLineSerializer(many=True, read_only=True)
    total = FigureLineSerializer(read_only=True, allow_null=True)


class FigureViewSet(SafeInput, viewsets.GenericViewSet):
    """The figures of a contract, by its reference."""

    queryset = Contract.objects.none()
    permission_classes = [ByPermission]
    serializer_class = FigureSerializer
    lookup_field = "reference"
    lookup_value_regex = "[A-Za-z0-9][A-Za-z0-9._-]{1,59}"
    pagination_class = None
    filter_backends: list = []

    def get_queryset(self):
        return visible_contracts(self.request)

    @extend_schema(
        parameters=[
            OpenApiParameter("at", OpenApiTypes.DATE, description="Le jour des chiffres\xa0; vide\xa0: aujourd’hui.")
        ],
        responses={200: FigureSerializer(many=True)},
    )
    @action(detail=True, methods=["get"])
    def figures(self, request, reference):
        """Every figure of the contract, on the day `at`, with its definition and the rows behind each number."""
        contract, today = self.get_object(), timezone.localdate()
        told = told_of_contract(contract, today=today, at=_day(request, today), site=_site(request))
        return Response(self.get_serializer(told, many=True).data)


def _site(request) -> str:
    here = urlsplit(request.build_absolute_uri())
    return f"{here.scheme}://{here.netloc}"


def _day(request, today) -> date | None:
    given = request.query_params.get("at", "")
    try:
        at = date.fromisoformat(given) if given else None
    except ValueError:
        raise exceptions.ValidationError({"at": ["Écrivez une date comme 2026-12-31."]}) from None
    if at and at.year < FIRST_YEAR:
        raise exceptions.ValidationError({"at": [f"Demandez un jour de {FIRST_YEAR} ou d’après."]})
    if at and at > today:
        raise exceptions.ValidationError({"at": ["Cette date est à venir."]})
    return at if at != today else None

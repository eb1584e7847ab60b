from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError

from core.api import ByPermission, ReadViewSet

from .models import Commune
from .search import SOURCES
from .serializers import PlaceSerializer

SEARCH_HELP = "Mots à trouver, un code ou un code postal\xa0; ni les accents ni la casse ne comptent."
LEVEL = OpenApiParameter("level", str, enum=list(SOURCES), default="commune", description="Niveau cherché.")


class TerritoryReferenceViewSet(ReadViewSet):
    """Communes, EPCI, EPT, départements and regions of the reference data: one level at a time."""

    queryset = Commune.objects.none()
    serializer_class = PlaceSerializer
    permission_classes = [ByPermission]
    filter_backends = []
    lookup_value_regex = "[0-9A-Za-z]{1,9}"

    def get_queryset(self):
        level = self.request.query_params.get("level") or "commune" if self.request else "commune"
        if level not in SOURCES:
            raise ValidationError({"level": [f"Niveau inconnu. Niveaux possibles\xa0: {', '.join(SOURCES)}."]})
        return SOURCES[level]()

    def filter_queryset(self, queryset):
        text = self.request.query_params.get("search", "").strip()
        department = self.request.query_params.get("department", "").strip().upper()
        if department:
            queryset = queryset.of_department(department)
        return queryset.search(text) if text else queryset.order_by("search", "pk")

    def get_object(self):
        found = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound
        return found

    @extend_schema(
        parameters=[
            LEVEL,
            OpenApiParameter("search", str, description=SEARCH_HELP),
            OpenApiParameter("department", str, description="Code du département."),
        ]
    )
    def list(self, request, *args, **kwargs):
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[LEVEL, OpenApiParameter("id", str, OpenApiParameter.PATH, description="Code.")])
    def retrieve(self, request, *args, **kwargs):
        return super().retrieve(request, *args, **kwargs)

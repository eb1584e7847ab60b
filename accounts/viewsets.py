from django_filters import rest_framework as filters

from core.api import ByPermission, ChangeByService, CreateByService, ReadViewSet

from . import services
from .enums import OrganisationKind, Sector
from .models import Organisation
from .serializers import OrganisationSerializer


class OrganisationFilters(filters.FilterSet):
    kind = filters.ChoiceFilter(choices=OrganisationKind.choices)
    sector = filters.ChoiceFilter(choices=Sector.choices)
    siren = filters.CharFilter()

    class Meta:
        model = Organisation
        fields = ["kind", "sector", "siren"]


class OrganisationViewSet(CreateByService, ChangeByService, ReadViewSet):
    """The register of organisations. One that was merged is still read by its number, and says into which."""

    queryset = Organisation.objects.prefetch_related("aliases")
    serializer_class = OrganisationSerializer
    permission_classes = [ByPermission]
    filterset_class = OrganisationFilters
    ordering_fields = ["name", "kind", "sector"]

    def get_queryset(self):
        found = super().get_queryset()
        return found.current() if self.action == "list" else found

    def perform_create(self, data):
        return services.create_organisation(actor=self.request.user, **data)

    def perform_change(self, instance, data, version):
        data.pop("aliases", None)
        return services.change_organisation(organisation=instance, actor=self.request.user, version=version, **data)

from rest_framework import serializers

from .models import Organisation, User
from .models.organisation import check_siren


class OrganisationSerializer(serializers.ModelSerializer):
    aliases = serializers.ListField(
        child=serializers.CharField(max_length=300), required=False, help_text="Autres noms, à la création."
    )
    siren = serializers.CharField(max_length=9, allow_blank=True, required=False, validators=[check_siren])

    class Meta:
        model = Organisation
        fields = ["id", "name", "kind", "sector", "siren", "aliases", "merged_into", "version"]
        read_only_fields = ["id", "merged_into", "version"]
        # The service says who already bears a name, in words.
        validators = []

    def to_representation(self, organisation):
        return super().to_representation(_WithNames(organisation))


class _WithNames:
    """An organisation whose `aliases` are names."""

    def __init__(self, organisation):
        self._organisation = organisation
        self.aliases = [alias.name for alias in organisation.aliases.all()]

    def __getattr__(self, name):
        return getattr(self._organisation, name)


class OrganisationBriefSerializer(serializers.ModelSerializer):
    """An organisation as other resources name it."""

    class Meta:
        model = Organisation
        fields = ["id", "name", "kind", "siren"]


class PersonSerializer(serializers.ModelSerializer):
    """Somebody as other resources name them: never an address or a telephone."""

    class Meta:
        model = User
        fields = ["id", "display_name"]

from rest_framework import serializers

from .search import hint


class PlaceSerializer(serializers.Serializer):
    """A place of the reference data. `department` and `region` are codes; an EPCI's département is its main one."""

    level = serializers.CharField()
    code = serializers.CharField(source="pk")
    name = serializers.CharField()
    hint = serializers.SerializerMethodField(help_text="De quoi la reconnaître parmi ses homonymes.")
    population = serializers.IntegerField(allow_null=True)
    department = serializers.SerializerMethodField()
    region = serializers.SerializerMethodField()
    postcodes = serializers.SerializerMethodField()

    def get_hint(self, place) -> str:
        return hint(place)

    def get_department(self, place) -> str | None:
        return place.pk if place.level == "department" else getattr(place, "department_id", None)

    def get_region(self, place) -> str | None:
        if place.level == "region":
            return place.pk
        of = place if place.level == "department" else place.department
        return of.region_id if of else None

    def get_postcodes(self, place) -> list[str]:
        return getattr(place, "postcodes", "").split()

"""How the fiche names organisations, people and places by REST. People: never an address or a telephone."""

from django.db.models import Q
from rest_framework import serializers

from accounts.enums import TerritoryRoleKind
from accounts.models import Organisation, TerritoryRole, User
from actions.enums import PlaceLevel
from actions.models import ActionPerson
from contracts.models import ContractRole


def people_near(contracts):
    """The accounts that a fiche may name: ARS agents, and whom these contracts know.

    Any other number is that of nobody: a name is not read by trying numbers.
    """
    held = ContractRole.objects.filter(contract__in=contracts).values("user")
    named = ActionPerson.objects.filter(contract__in=contracts, user__isnull=False).values("user")
    ars = TerritoryRole.objects.exclude(role=TerritoryRoleKind.ADMINISTRATOR).values("user")
    return User.objects.active().filter(Q(pk__in=held) | Q(pk__in=named) | Q(pk__in=ars))


class OrganisationRefSerializer(serializers.Serializer):
    """An organisation of the register; to write, its `id` is enough."""

    id = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.current())
    name = serializers.CharField(read_only=True)


class PersonRefSerializer(serializers.Serializer):
    """A person, with an account or not. The address is written, never read."""

    name = serializers.CharField(max_length=200, allow_blank=True, required=False)
    function = serializers.CharField(max_length=200, allow_blank=True, required=False)
    email = serializers.EmailField(allow_blank=True, required=False, write_only=True)
    user = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.active(), allow_null=True, required=False, help_text="Le compte, s’il y en a un."
    )


class PlaceRefSerializer(serializers.Serializer):
    level = serializers.ChoiceField(choices=PlaceLevel.choices, allow_blank=True, required=False)
    code = serializers.CharField(max_length=20, allow_blank=True, required=False)
    name = serializers.CharField(max_length=300, allow_blank=True, required=False)


class OperationalGoalSerializer(serializers.Serializer):
    number = serializers.CharField(allow_null=True, required=False, allow_blank=True)
    title = serializers.CharField(allow_null=True, required=False, allow_blank=True)


class SpecificGoalSerializer(OperationalGoalSerializer):
    operational = OperationalGoalSerializer(many=True, required=False)


class GoalsSerializer(serializers.Serializer):
    general = serializers.CharField(allow_null=True, required=False, allow_blank=True)
    specific = SpecificGoalSerializer(many=True, required=False)


def words(label):
    return serializers.ListField(child=serializers.CharField(max_length=2000), required=False, help_text=label)


def text(**kwargs):
    return serializers.CharField(required=False, allow_blank=True, max_length=100_000, **kwargs)


def choice(choices):
    return serializers.ChoiceField(choices=choices, allow_blank=True, required=False)


def codes(choices):
    return serializers.ListField(child=serializers.ChoiceField(choices=choices), required=False)


def day():
    return serializers.DateField(allow_null=True, required=False)

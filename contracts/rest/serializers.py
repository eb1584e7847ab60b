"""Contracts and their parts by REST. People: never an address or a telephone."""

from rest_framework import serializers

from accounts.models import Organisation
from accounts.serializers import OrganisationBriefSerializer
from contracts.enums import AmendmentKind, ContractKind, Stage
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
from core.richtext import sanitize
from territories.enums import Level, TerritoryKind

from .filters import today
from .placing import position

TAIL = ["version", "created_at", "updated_at"]
PEOPLE = ["ars_referent_name", "ars_referent_role", "elected_referent_name", "elected_referent_role"]


class MemberSerializer(serializers.Serializer):
    level = serializers.ChoiceField(choices=Level.choices)
    code = serializers.CharField(max_length=9)
    name = serializers.CharField(max_length=160, allow_blank=True, required=False)


class TerritorySerializer(serializers.Serializer):
    """The perimeter: what was chosen, and what follows from it."""

    name = serializers.CharField(read_only=True)
    kind = serializers.CharField(read_only=True)
    population = serializers.IntegerField(read_only=True, allow_null=True)
    millesime = serializers.CharField(read_only=True)
    departments = serializers.SerializerMethodField()
    region = serializers.CharField(source="region_id", read_only=True, allow_null=True)
    members = MemberSerializer(many=True, read_only=True)

    def get_departments(self, territory) -> list[str]:
        return sorted(department.pk for department in territory.departments.all())


class PerimeterSerializer(TerritorySerializer):
    """The same, to be said anew: `members` whole. `doubts` are what the reference data knows otherwise."""

    name = serializers.CharField(max_length=250, required=False)
    kind = serializers.ChoiceField(  # type: ignore[assignment]  # said here, only read above
        choices=TerritoryKind.choices, allow_blank=True, required=False
    )
    members = MemberSerializer(many=True)
    doubts = serializers.SerializerMethodField()
    version = serializers.IntegerField(read_only=True)

    def get_doubts(self, territory) -> list[str]:
        return [member.doubt for member in territory.members.all() if member.doubt]


class ContractSerializer(serializers.ModelSerializer):
    """A contract. `status` is its stage; `in_force` and `effective_ends_on` are computed, prorogations counted."""

    status = serializers.ChoiceField(source="stage", choices=Stage.choices, read_only=True)
    territory = TerritorySerializer(read_only=True)
    in_force = serializers.SerializerMethodField()
    effective_ends_on = serializers.DateField(read_only=True, allow_null=True)
    sealed = serializers.BooleanField(source="frozen", read_only=True)
    carrier = OrganisationBriefSerializer(read_only=True, allow_null=True)
    carrier_id = serializers.PrimaryKeyRelatedField(
        source="carrier", queryset=Organisation.objects.current(), write_only=True, required=False, allow_null=True
    )

    class Meta:
        model = Contract
        fields = [
            *("reference", "title", "kind", "generation", "status", "starts_on", "ends_on", "signed_on"),
            *("effective_ends_on", "in_force", "sealed", "carrier", "carrier_id", "territory", "department"),
            *PEOPLE,
            *("preamble", "diagnosis", "prs_alignment", "entered_live", "fictional"),
            *TAIL,
        ]
        read_only_fields = [*TAIL, "entered_live", "fictional", "signed_on"]
        validators: list = []

    def get_in_force(self, contract) -> bool:
        return contract.in_force_on(today(self.context))


class ContractLineSerializer(ContractSerializer):
    """A contract in a list: without its long texts."""

    class Meta(ContractSerializer.Meta):
        fields = [
            name for name in ContractSerializer.Meta.fields if name not in ("preamble", "diagnosis", "prs_alignment")
        ]


class NewContractSerializer(serializers.Serializer):
    """A title is enough; the rest is completed later."""

    title = serializers.CharField(max_length=300)
    reference = serializers.CharField(max_length=60, required=False, help_text="Donnée par la plateforme, sinon.")
    kind = serializers.ChoiceField(choices=ContractKind.choices, required=False)
    territory_name = serializers.CharField(max_length=250, required=False, allow_blank=True)
    members = MemberSerializer(many=True, required=False)


class PassageSerializer(serializers.Serializer):
    target = serializers.ChoiceField(choices=Stage.choices)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=5000)


class PartSerializer(serializers.ModelSerializer):
    """A part of a contract: its contract is given at the creation, by reference, and does not change."""

    contract = serializers.SlugRelatedField(slug_field="reference", queryset=Contract.objects.none())
    #: Rich texts, cleaned on the way in.
    rich: tuple[str, ...] = ()
    #: The relation that says of which contract the row is, where it is not `contract` itself.
    host = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        contracts = self.context.get("contracts")
        changing = self.instance is not None and not hasattr(self.instance, "__iter__")
        if changing or self.host:
            self.fields["contract"].read_only = True
        elif contracts is not None:
            self.fields["contract"].queryset = contracts
        for name, field in self.fields.items():
            self._narrow(name, field, contracts, changing)

    def _narrow(self, name, field, contracts, changing):
        """A link to another part stays within the contracts that the request may see."""
        related = getattr(field, "child_relation", field)
        model = getattr(getattr(related, "queryset", None), "model", None)
        if contracts is not None and model is not None and model is not Contract and hasattr(model, "contract"):
            related.queryset = model.objects.filter(contract__in=contracts).select_related("contract")
        if changing and name == self.host:
            field.read_only = True

    def validate(self, data):
        for name in self.rich:
            if data.get(name):
                data[name] = sanitize(data[name])
        contract = (
            data.get("contract")
            or getattr(self.instance, "contract", None)
            or getattr(data.get(self.host), "contract", None)
        )
        for name, value in data.items():
            rows = value if isinstance(value, list) else [value]
            if any(getattr(row, "contract_id", contract.pk) != contract.pk for row in rows):
                raise serializers.ValidationError({name: ["Cette ligne est d’un autre contrat."]})
        return data


def name_of(relation):
    """The name of an organisation that the row gives by its id."""
    return serializers.CharField(source=f"{relation}.name", read_only=True, default=None, allow_null=True)


class AxisSerializer(PartSerializer):
    rich = ("description",)
    lead_name = name_of("lead")
    position = position()

    class Meta:
        model = Axis
        fields = [
            *("id", "contract", "number", "title", "description", "transversal", "mental_health", "lead", "lead_name"),
            *("position", *TAIL),
        ]
        read_only_fields = TAIL


class ObjectiveSerializer(PartSerializer):
    host = "axis"
    prs_objectives = serializers.ListField(child=serializers.CharField(max_length=2000), required=False)
    position = position()

    class Meta:
        model = Objective
        fields = ["id", "contract", "axis", "number", "title", "prs_objectives", "position", *TAIL]
        read_only_fields = TAIL


class SignatorySerializer(PartSerializer):
    organisation_name = name_of("organisation")
    position = position()

    class Meta:
        model = Signatory
        fields = [
            *("id", "contract", "organisation", "organisation_name", "capacity"),
            *("representative_name", "representative_role"),
            *("deliberated_on", "deliberation_number", "signed_on", "position", *TAIL),
        ]
        read_only_fields = TAIL
        validators: list = []


class CommitmentSerializer(PartSerializer):
    host = "signatory"
    position = position()

    class Meta:
        model = Commitment
        fields = [
            *("id", "contract", "signatory", "text", "due_on", "state", "proof", "comment", "reviewed_on"),
            *("position", *TAIL),
        ]
        read_only_fields = ["reviewed_on", *TAIL]


class ArticleSerializer(PartSerializer):
    rich = ("text",)
    position = position()

    class Meta:
        model = Article
        fields = ["id", "contract", "part", "number", "title", "text", "position", *TAIL]
        read_only_fields = TAIL


class FindingSerializer(PartSerializer):
    funder_name = name_of("funder")
    position = position()

    class Meta:
        model = Finding
        fields = [
            "id",
            "contract",
            "kind",
            "text",
            "source",
            "amount",
            "funder",
            "funder_name",
            "axes",
            "position",
            *TAIL,
        ]
        read_only_fields = TAIL


class OpinionSerializer(PartSerializer):
    organisation_name = name_of("organisation")

    class Meta:
        model = Opinion
        fields = [
            "id",
            "contract",
            "organisation",
            "organisation_name",
            "asked_on",
            "given_on",
            "outcome",
            "text",
            *TAIL,
        ]
        read_only_fields = TAIL


class AmendmentSerializer(PartSerializer):
    kinds = serializers.ListField(child=serializers.ChoiceField(choices=AmendmentKind.choices), allow_empty=False)

    class Meta:
        model = Amendment
        fields = ["id", "contract", "number", "kinds", "summary", "decided_on", "signed_on", "new_ends_on", *TAIL]
        read_only_fields = TAIL
        validators: list = []

"""Indicators, their values and the region's catalogue, by REST."""

from django.utils import timezone
from rest_framework import serializers

from actions.figures_indicators import standing
from actions.models import Action, CatalogueIndicator, Indicator, Measure
from contracts.models import Axis, Contract, Objective

from .reasons import FIELDS as REASON
from .reasons import ReasonSerializer
from .serializers import TAIL, RowSerializer


class MeasureSerializer(RowSerializer):
    host = "indicator"

    class Meta:
        model = Measure
        fields = ["id", "contract", "indicator", "on", "value", "text", "comment", *TAIL]
        read_only_fields = TAIL


class MeasureInsideSerializer(serializers.ModelSerializer):
    class Meta:
        model = Measure
        fields = ["id", "on", "value", "text", "comment"]


class CatalogueIndicatorSerializer(serializers.ModelSerializer):
    class Meta:
        model = CatalogueIndicator
        fields = ["id", "region", *CatalogueIndicator.GIVEN, "retired", *TAIL]
        read_only_fields = TAIL
        validators = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance is not None and not hasattr(self.instance, "__iter__"):
            self.fields["region"].read_only = True


class IndicatorSerializer(ReasonSerializer, serializers.ModelSerializer):
    """On a fiche, an objective, an axis, or none of them: then give `contract`.

    Another `action`, `objective` or `axis` moves it inside its contract, with its values.
    """

    contract = serializers.SlugRelatedField(slug_field="reference", queryset=Contract.objects.none(), required=False)
    measures = MeasureInsideSerializer(many=True, read_only=True)
    next_due = serializers.DateField(
        read_only=True, source="stands.due", allow_null=True, help_text="Quand la prochaine valeur est attendue."
    )
    due = serializers.BooleanField(read_only=True, source="stands.overdue", help_text="Elle l’est aujourd’hui.")
    stale = serializers.BooleanField(read_only=True, source="stands.stale", help_text="Données périmées aujourd’hui.")

    class Meta:
        model = Indicator
        fields = [
            *("id", "contract", "axis", "objective", "action", "title", "definition", "kind", "unit"),
            *("baseline", "target"),
            *("direction", "source", "frequency", "responsible", "data_scale", "catalogue", "measures"),
            *("next_due", "due", "stale"),
            *TAIL,
            *REASON,
        ]
        read_only_fields = TAIL
        validators = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        contracts = self.context.get("contracts")
        if self.instance is not None and not hasattr(self.instance, "__iter__"):
            self.fields["contract"].read_only = True
        if contracts is not None:
            self.fields["contract"].queryset = contracts
            for name, model in {"axis": Axis, "objective": Objective, "action": Action}.items():
                self.fields[name].queryset = model.objects.filter(contract__in=contracts).select_related("contract")

    def to_representation(self, indicator):
        indicator.stands = standing(indicator, today=timezone.localdate())
        return super().to_representation(indicator)

    def validate(self, data):
        data = super().validate(data)
        hosts = [data[name] for name in ("action", "objective", "axis") if data.get(name)]
        if self.instance is None and not hosts and not data.get("contract"):
            raise serializers.ValidationError({"contract": ["Dites de quel contrat, fiche, objectif ou axe."]})
        if self.instance is None and hosts:
            data.setdefault("contract", hosts[0].contract)
        return data

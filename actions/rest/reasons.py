"""`reason` and `reason_text` of a change, for the resources that hold something promised at the signature."""

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from actions.enums import Reason

FIELDS = ("reason", "reason_text")
HELP = "Après la signature, demandé pour changer une date, une cible ou un montant prévu."


#: Of a deletion, which has no body.
REASON_PARAMETERS = [
    OpenApiParameter("reason", str, description=HELP),
    OpenApiParameter("reason_text", str, description="Une phrase."),
]


class ReasonSerializer(serializers.Serializer):
    """Mixed in: written with a change, never read; a new row needs none."""

    reason = serializers.ChoiceField(choices=Reason.choices, required=False, write_only=True, help_text=HELP)
    reason_text = serializers.CharField(max_length=2000, required=False, write_only=True, help_text="Une phrase.")

    def validate(self, data):
        data = super().validate(data)
        if self.instance is None:
            data = {name: value for name, value in data.items() if name not in FIELDS}
        return data


def reason_of_query(request) -> dict:
    """A deletion has no body: it says why in its address."""
    return {name: request.query_params.get(name, "") for name in FIELDS}

"""`position` in REST: a rank from 1, put by the same service as the pages' order."""

from django.db import transaction
from rest_framework import serializers

from contracts.writing import place


def position():
    """The field; without it a new row comes last."""
    return serializers.IntegerField(
        min_value=1,
        max_value=32767,
        required=False,
        help_text="Le rang, à partir de 1, parmi les lignes voisines\xa0; au-delà, la dernière place.",
    )


class Placed:
    """Rows with an order. `make(data)` and `revise(instance, data, version)` call the services for all the rest."""

    #: Inside what the order runs, beside the contract.
    beside: tuple[str, ...] = ()

    @transaction.atomic
    def perform_create(self, data):
        rank = data.pop("position", None)
        return self._placed(self.make(data), rank)

    @transaction.atomic
    def perform_change(self, instance, data, version):
        rank = data.pop("position", None)
        return self._placed(self.revise(instance, data, version), rank)

    def _placed(self, row, rank):
        # Given back as it was read, it moves nothing.
        if rank not in (None, row.position):
            place(row, actor=self.request.user, rank=rank, **{name: getattr(row, name) for name in self.beside})
        return row

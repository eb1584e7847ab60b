"""The base of everything that belongs to one contract."""

from django.db import models

from core.history import Journalled
from core.versioned import Versioned


class ContractPart(Versioned, Journalled):
    """A versioned, journalled row of one contract, in its printed order."""

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.CASCADE, related_name="%(class)ss", verbose_name="contrat"
    )
    position = models.PositiveIntegerField("ordre", default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

"""The word of inhabitants in the making of a contract: diagnosis, planning, evaluation."""

from django.db import models

from actions.enums import Participation, ParticipationStage
from contracts.models.base import ContractPart


class ParticipationPhase(ContractPart):
    journal_part = "actions"

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.CASCADE, related_name="participation_phases", verbose_name="contrat"
    )
    phase = models.CharField("moment", max_length=20, choices=ParticipationStage.choices)
    level = models.CharField("place des habitants", max_length=20, choices=Participation.choices, blank=True)
    said = models.TextField("ce que les habitants ont dit", blank=True)
    changed = models.TextField("ce que leur parole a changé", blank=True)
    answer = models.TextField("ce qui leur a été répondu", blank=True)

    class Meta(ContractPart.Meta):
        verbose_name = "participation des habitants"
        verbose_name_plural = "participation des habitants"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "phase"],
                name="participation_phase_once",
                violation_error_message="Ce moment a déjà sa ligne.",
            )
        ]

    def __str__(self):
        return self.get_phase_display()

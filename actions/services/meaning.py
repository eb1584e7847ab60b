"""What a plan means: the word of inhabitants in its making, the partnerships of its fiches."""

from django.db import transaction

from actions.models import ActionOrganisation, ParticipationPhase
from actions.permissions import can_edit_action
from contracts.writing import add, edit, hold, refuse_unless
from core.history import acting
from core.versioned import bump, lock, validated


@transaction.atomic
def say_participation(*, contract, phase, actor, version=None, **fields) -> ParticipationPhase:
    """How inhabitants took part in one moment of the contract; the first saying makes the row."""
    hold(contract)
    row = contract.participation_phases.filter(phase=phase).first()
    if row is None:
        return add(ParticipationPhase, contract=contract, actor=actor, phase=phase, **fields)
    return edit(row, actor=actor, version=version, **fields)


@transaction.atomic
def say_partnerships(*, action, told, actor, version=None):
    """`told`: {id of a partner row: {"new": bool, "produced": str}}. One version, that of the fiche."""
    refuse_unless(can_edit_action, actor, action)
    hold(action.contract)
    current = lock(action, version=version)
    rows = ActionOrganisation.objects.filter(action=current, part="partner", pk__in=told)
    differing = [row for row in rows if (row.new, row.produced) != (told[row.pk]["new"], told[row.pk]["produced"])]
    with acting(actor):
        for row in differing:
            row.new, row.produced = told[row.pk]["new"], told[row.pk]["produced"]
            validated(row).save()
        return bump(current) if differing else current

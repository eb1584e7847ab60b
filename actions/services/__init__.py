"""What people do with fiches. Each is one transaction, keyword-only, with `actor=`."""

from .agreements import add_agreement, edit_agreement, remove_agreement
from .bulk import apply_batch, preview_batch, undo_batch
from .fiches import create_action, delete_action, duplicate_action, edit_action, move_action, reorder_actions
from .money import save_money
from .printing import request_fiches_pdf
from .reasons import ReasonNeeded
from .rows import (
    add_factor,
    add_funding,
    add_indicator,
    add_measure,
    add_note,
    add_scheme,
    add_step,
    add_year,
    edit_row,
    remove_row,
)

__all__ = [
    "add_agreement",
    "apply_batch",
    "preview_batch",
    "undo_batch",
    "edit_agreement",
    "remove_agreement",
    "save_money",
    "request_fiches_pdf",
    "ReasonNeeded",
    "add_factor",
    "add_funding",
    "add_indicator",
    "add_measure",
    "add_note",
    "add_scheme",
    "add_step",
    "add_year",
    "create_action",
    "delete_action",
    "duplicate_action",
    "edit_action",
    "edit_row",
    "move_action",
    "remove_row",
    "reorder_actions",
]

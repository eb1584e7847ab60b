"""The rows of « promis / tenu » of hand-overs and of departures."""

from tests.matrix.groups import ADMINISTERS, COMMENTS, READ, WRITERS

PAGES: dict = {}
CONTRACT = {
    ("governance:commitments", "get"): READ,
    ("governance:commitment", "get"): WRITERS,
    ("governance:signatory", "get"): READ,
    ("governance:signatory_paper", "post"): READ,
    ("coordination:handovers", "get"): COMMENTS,
    ("coordination:handovers", "post"): WRITERS,
    ("coordination:handover", "get"): COMMENTS,
    ("coordination:handover_edit", "get"): WRITERS,
    ("coordination:handover_answer", "get"): WRITERS,
    ("coordination:handover_pdf", "post"): COMMENTS,
    ("coordination:handover_give", "post"): WRITERS,
    ("coordination:handover_drop", "get"): WRITERS,
    ("coordination:handover_read", "post"): {"referent"},
}
MANAGED = {
    ("accounts:departure", "get"): ADMINISTERS,
    ("accounts:close", "post"): ADMINISTERS,
}

"""The rows of « promis / tenu » and of hand-overs."""

from tests.matrix.groups import COMMENTS, READ, WRITERS

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
    ("coordination:handover_read", "post"): {"referent"},
}

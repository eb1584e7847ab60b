"""The rows of « promis / tenu »."""

from tests.matrix.groups import READ, WRITERS

PAGES: dict = {}
CONTRACT = {
    ("governance:commitments", "get"): READ,
    ("governance:commitment", "get"): WRITERS,
    ("governance:signatory", "get"): READ,
    ("governance:signatory_paper", "post"): READ,
}

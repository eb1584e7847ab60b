"""The rows of the help: open to all; what a region adds to it is written by its siège."""

from tests.matrix.groups import ADMINISTERS, OPEN, SIGNED_IN

ARGUMENTS: dict = {
    "help_stage": {"slug": "!diagnostic"},
    "contracts:stage_help": {"code": "region", "stage": "!diagnostic"},
}
PAGES: dict = {
    ("glossary", "get"): OPEN,
    ("help_stage", "get"): OPEN,
    ("welcome", "get"): SIGNED_IN,
    ("welcome", "post"): SIGNED_IN,
    ("welcome_finish", "post"): SIGNED_IN,
}
MANAGED: dict = {
    ("contracts:stage_help", "get"): ADMINISTERS,
}

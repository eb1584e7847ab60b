"""The rows of the help: open to all; what a region adds to it is written by its siège."""

from tests.matrix.groups import ADMINISTERS, OPEN

ARGUMENTS: dict = {
    "help_stage": {"slug": "!diagnostic"},
    "contracts:stage_help": {"code": "region", "stage": "!diagnostic"},
}
PAGES: dict = {
    ("help_stage", "get"): OPEN,
}
MANAGED: dict = {
    ("contracts:stage_help", "get"): ADMINISTERS,
}

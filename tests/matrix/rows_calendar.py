"""The rows of the private calendar address."""

from tests.matrix.groups import OPEN, SIGNED_IN

ARGUMENTS = {"coordination:calendar": {"token": "!faux"}}
PAGES: dict = {
    ("coordination:calendar", "get"): OPEN,
    ("coordination:calendar_address", "get"): SIGNED_IN,
    ("coordination:calendar_make", "post"): SIGNED_IN,
    ("coordination:calendar_withdraw", "post"): SIGNED_IN,
}
CONTRACT: dict = {}

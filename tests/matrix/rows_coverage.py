"""The rows of the population covered."""

from tests.matrix.groups import SIGNED_IN

ARGUMENTS = {"evaluation:coverage_region": {"code": "!84"}}
PAGES: dict = {
    ("evaluation:coverage", "get"): SIGNED_IN,
    ("evaluation:coverage_region", "get"): SIGNED_IN,
}

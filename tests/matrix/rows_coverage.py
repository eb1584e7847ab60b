"""The rows of the population covered."""

from tests.matrix.groups import SIGNED_IN

ARGUMENTS = {
    "evaluation:coverage_region": {"code": "!84"},
    "evaluation:coverage_file": {"kind": "!csv"},
    "evaluation:coverage_region_file": {"code": "!84", "kind": "!csv"},
}
PAGES: dict = {
    ("evaluation:coverage", "get"): SIGNED_IN,
    ("evaluation:coverage_region", "get"): SIGNED_IN,
    ("evaluation:coverage_file", "get"): SIGNED_IN,
    ("evaluation:coverage_region_file", "get"): SIGNED_IN,
}

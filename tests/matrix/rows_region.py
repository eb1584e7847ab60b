"""The rows of what belongs to a region: its usual composition, its directory, its practices, its bodies."""

from tests.matrix.groups import SIEGES

SETS = {"administrator", *SIEGES}

MANAGED = {
    ("coordination:usual", "get"): {*SETS, "referent", "neighbour"},
    ("coordination:usual_start", "post"): SETS,
    ("coordination:usual_body_add", "get"): SETS,
    ("coordination:usual_seat_add", "get"): SETS,
    ("coordination:usual_change", "get"): SETS,
    ("coordination:usual_remove", "get"): SETS,
}

"""The rows of what belongs to a region: its usual composition, its directory, its practices, its bodies."""

from tests.matrix.groups import CREATES, SIEGES

#: The ARS of any region reads the directory of its own; of people, only those of the world's region.
READERS = CREATES | {"coordinator"}
OF_THE_REGION = READERS - {"stranger"}
SETS = {"administrator", *SIEGES}

PAGES = {
    ("coordination:directory", "get"): READERS,
}

MANAGED = {
    ("coordination:person", "get"): OF_THE_REGION,
    ("coordination:training_add", "get"): OF_THE_REGION,
    ("coordination:training", "get"): OF_THE_REGION,
    ("coordination:training_remove", "get"): OF_THE_REGION,
    ("coordination:usual", "get"): {*SETS, "referent", "neighbour"},
    ("coordination:usual_start", "post"): SETS,
    ("coordination:usual_body_add", "get"): SETS,
    ("coordination:usual_seat_add", "get"): SETS,
    ("coordination:usual_change", "get"): SETS,
    ("coordination:usual_remove", "get"): SETS,
}

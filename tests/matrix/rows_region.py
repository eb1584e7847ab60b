"""The rows of what belongs to a region: its usual composition, its directory, its practices, its bodies."""

from governance.models import Practice
from tests.matrix.groups import CREATES, SIEGES, WRITERS

#: The ARS of any region reads the directory of its own; of people, only those of the world's region.
READERS = CREATES | {"coordinator"}
OF_THE_REGION = READERS - {"stranger"}
SETS = {"administrator", *SIEGES}

PAGES = {
    ("practices:list", "get"): READERS,
    ("coordination:directory", "get"): READERS,
}

CONTRACT = {
    ("practices:propose", "get"): WRITERS,
}

MANAGED = {
    ("practices:practice", "get"): OF_THE_REGION,
    ("practices:take", "get"): OF_THE_REGION,
    ("practices:edit", "get"): {"referent", "coordinator"},
    ("practices:passage", "get"): {"referent", "coordinator", *SIEGES},
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


def rows_on(people, draft, rows):
    said = {"brings": "Des soins", "know_how": "Commencer tôt", "shown": {"title": "Bus santé"}}
    practice = Practice.objects.create(
        contract=people.signed, action_id=rows["action"], state="published", published_on="2026-03-01", **said
    )
    return {"practice": practice.pk}

"""The rows of the addresses of the démarches: the référents of the département and the siège, nobody else."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.services import approach_file, approaches
from tests.matrix.groups import CREATES, SIEGES

FOLLOWS = {"referent", *SIEGES}


def rows_on(people, draft, rows):
    """`{key: id}` of one démarche with its documents, and of one that is agreed."""
    said = {"actor": people.referent, "department": people.drome, "asked_on": date(2026, 3, 2)}
    found = approaches.open_approach(name="Pays de Nyons", **said)
    agreed = approaches.open_approach(name="Royans", **said)
    for target in ("discussion", "agreed"):
        approaches.pass_approach(approach=agreed, target=target, actor=people.referent)
    by = {"approach": found, "actor": people.referent}
    press = approach_file.add_press(title="Article", url="https://exemple.fr/", **by)
    document = approach_file.deposit(file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"), **by)
    return {
        "approach": found.pk,
        "agreed_approach": agreed.pk,
        "press": press.pk,
        "approach_document": document.pk,
    }


_ONE = {"pk": "approach"}
#: The arguments of each address: `{name: "!value" or key of the rows}`.
ARGUMENTS: dict = {
    **{f"approaches:{name}": _ONE for name in ("approach", "edit", "note_add", "press_add", "document_deposit")},
    "approaches:passage": {**_ONE, "target": "!discussion"},
    "approaches:become": {"pk": "agreed_approach"},
    "approaches:press_remove": {**_ONE, "link": "press"},
    "approaches:document": {**_ONE, "document": "approach_document"},
    "approaches:document_withdraw": {**_ONE, "document": "approach_document"},
}
PAGES: dict = {("approaches:list", "get"): CREATES, ("approaches:add", "get"): CREATES}
MANAGED: dict = {(name, "get"): FOLLOWS for name in ARGUMENTS}

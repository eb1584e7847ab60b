"""A file becomes a contract: all of it or nothing.

The preview is the import itself, rolled back: what it announces is what happens.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from contracts.enums import SIGNED_STAGES, Stage
from contracts.models import Contract, Passage
from contracts.models.contract import RESERVED_REFERENCES, reference_format
from contracts.parts import all_requirements, parts
from contracts.references import next_reference
from contracts.services.contract import give_pen_to_siege, own_department, refuse_elsewhere
from core.errors import Invalid, Missing
from core.history import Channel, acting
from territories.models import Department, Territory
from territories.services import set_perimeter

from . import tables
from .reader import LookAlike, Reader
from .renewal import renewed
from .schema import unknown_keys


@dataclass
class ImportResult:
    """What an import made, or would make.

    `created` counts rows by name, `missing` is what the contract lacks before a signature, `doubts` are
    (path, sentence), `alike` are the names to settle, `problems` (path → sentences) is empty unless this is the
    preview of a file that is refused.
    """

    reference: str = ""
    title: str = ""
    stage: str = ""
    contract: Any = None
    created: dict[str, int] = field(default_factory=dict)
    new_organisations: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    alike: list[LookAlike] = field(default_factory=list)
    problems: dict[str, list[str]] = field(default_factory=dict)


def preview_import(document, *, actor=None, as_draft=False, department=None, today=None, progress=None) -> ImportResult:
    """What `import_contract` would do; nothing is written. Problems are in the result instead of being raised."""
    try:
        with transaction.atomic():
            result = import_contract(
                document, actor=actor, as_draft=as_draft, department=department, today=today, progress=progress
            )
            result.contract = None
            transaction.set_rollback(True)
    except Invalid as error:
        return ImportResult(problems=error.fields or {"": error.sentences})
    return result


@transaction.atomic
def import_contract(
    document,
    *,
    actor=None,
    as_draft=False,
    department=None,
    today=None,
    progress=None,
    same_as=None,
    fictional=False,
    entered_at=None,
):
    """Create the contract of a checked `document` (see `schema.parse`); raises `Invalid` by path, nothing written.

    `as_draft` takes it up again as a new draft: a new reference, the stage of drafting, without what happened to it
    (see `renewal`). `department` is the one that follows the contract where its perimeter is not said. `same_as` (name
    → key of an organisation, or a name said earlier in the file) settles the names that resemble a known one: the name
    is kept as one of its names. `progress(percent, message)` is told as it goes. `entered_at` dates the passage to its
    stage (now).
    """
    today = today or timezone.localdate()
    department = department or own_department(actor)
    node, forgotten = renewed(document["contract"]) if as_draft else (document["contract"], [])
    reader = Reader(node, actor=actor, as_draft=as_draft, same_as=same_as, progress=progress)
    for path, sentence in forgotten:
        reader.doubt(path, sentence)
    for path in unknown_keys(document):
        reader.doubt(path, "Cette clé n’est pas connue du format : elle n’est pas reprise.")
    with acting(actor, Channel.IMPORT):
        reader.tell(5, "Lecture du périmètre")
        _build_contract(reader, actor=actor, department=department, today=today, fictional=fictional)
        if not reader.problems:
            _keep_to_territory(reader, actor)
        for number, part in enumerate(parts()):
            if reader.problems:
                break
            reader.tell(10 + 80 * number // len(parts()), f"Lecture : {part.label.lower()}")
            part.read(reader)
        if reader.problems:
            raise Invalid(fields=reader.problems)
        contract = reader.contract
        Passage.objects.create(
            contract=contract,
            target=contract.stage,
            actor=actor,
            channel=Channel.IMPORT,
            at=entered_at or timezone.now(),
        )
    reader.tell(95, "Relevé de ce qui manque")
    return ImportResult(
        reference=contract.reference,
        title=contract.title,
        stage=contract.stage,
        contract=contract,
        created=dict(reader.created),
        new_organisations=sorted(organisation.name for organisation in reader.new_organisations),
        missing=all_requirements(contract, target=Stage.SIGNATURE, today=today),
        doubts=reader.doubts,
        alike=reader.alike,
    )


def _build_contract(reader, *, actor, department, today, fictional):
    node = reader.node
    stage = Stage.DRAFTING if reader.as_draft else Stage(node.get("status") or Stage.INITIATIVE)
    if stage == Stage.SIGNATURE:
        # What is signed is fixed here, with its fingerprints: the file cannot bring that along.
        stage = Stage.CONSULTATION
        reader.doubt("contract.status", "Le texte à signer se fixe ici : le contrat est repris à l’étape Consultation.")
    territory = _build_territory(reader)
    contract = reader.build(
        Contract,
        node,
        "contract",
        tables.CONTRACT,
        periods=(("starts_on", "ends_on"),),
        stage=stage,
        reference="en-cours",
        territory=territory,
        department=department,
        entered_live=stage in SIGNED_STAGES,
        created_by=actor,
        fictional=fictional,
    )
    reference = _reference(reader, territory=territory, department=department, today=today)
    if reader.problems:
        return
    contract.reference = reference
    try:
        with transaction.atomic():
            contract.save()
    except IntegrityError:
        reader.problem("contract.reference", f"La référence « {reference} » est déjà prise.")
    reader.contract = contract


def _keep_to_territory(reader, actor):
    """Nobody brings in a contract that lies outside their own territory; a siège that does gets the pen."""
    if actor is None:
        return
    codes = {department.pk for department in reader.contract.territory.departments.all()}
    mine = actor.roles.department_codes & codes or Department.objects.filter(
        pk__in=codes, region_id__in=actor.roles.region_codes
    )
    try:
        if codes and not mine:
            raise Invalid("Ce périmètre est hors de votre territoire.")
        refuse_elsewhere(reader.contract, actor)
    except Invalid as error:
        for sentence in error.sentences:
            reader.problem("contract.territory", sentence)
        return
    give_pen_to_siege(reader.contract, actor)


def _build_territory(reader):
    node = reader.node["territory"]
    territory = Territory(name=node["name"][:250], kind=node.get("kind") or "")
    if len(node["name"]) > 250:
        reader.problem("contract.territory.name", "Ce nom dépasse 250 caractères.")
    territory.save()
    members = [(m["level"], m["code"], m.get("name") or "") for m in node.get("members") or ()]
    try:
        doubts = set_perimeter(territory=territory, members=members)
    except Invalid as error:
        for key, sentences in error.fields.items():
            for sentence in sentences:
                reader.problem(f"contract.territory.{key}", sentence)
        return territory
    for sentence in doubts:
        reader.doubt("contract.territory.members", sentence)
    territory.refresh_from_db()
    return territory


def _reference(reader, *, territory, department, today):
    """The file's reference, unless it is absent or this is a new draft."""
    given = reader.node.get("reference")
    if not given or reader.as_draft:
        start = str(reader.node.get("starts_on") or today)[:4]
        followed = department or territory.departments.order_by("pk").first()
        return next_reference(department=followed, year=today.year if reader.as_draft else start)
    if not re.match(reference_format.regex, given):
        reader.problem("contract.reference", reference_format.message)
    elif given.lower() in RESERVED_REFERENCES:
        reader.problem("contract.reference", f"«\xa0{given}\xa0» est un mot réservé.")
    elif Contract.objects.filter(reference=given).exists():
        reader.problem("contract.reference", f"La référence « {given} » est déjà prise.")
    return given

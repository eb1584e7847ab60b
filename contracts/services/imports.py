"""The import of a contract from the browser: deposit, preview, one confirmation. Each step beyond is a job."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from contracts.exchange import import_contract, parse, preview_import
from contracts.exchange.places import place_in_words
from contracts.exchange.schema import MAX_BYTES
from contracts.models import ContractImport
from contracts.permissions import can_create
from core.errors import Forbidden, Invalid, Refused
from core.files import safe_name
from core.jobs import request_job
from core.wording import severity

PREVIEW, IMPORT = "contract_import_preview", "contract_import"


@transaction.atomic
def deposit_import(*, actor, file, as_draft=False, department=None):
    """Keep the file and ask for its preview. Nothing of it is in the contracts yet."""
    if not can_create(actor):
        raise Forbidden("Seuls les référents et le siège d’une ARS importent des contrats.")
    if not file.size:
        raise Invalid(fields={"file": ["Ce fichier est vide."]})
    if file.size > MAX_BYTES:
        raise Invalid(fields={"file": ["Ce fichier dépasse 20 Mo : ce n’est sans doute pas un contrat."]})
    deposit = ContractImport(name=file.name[:200], as_draft=as_draft, department=department, deposited_by=actor)
    deposit.file.name = default_storage.save(f"imports/{deposit.pk}/{safe_name(file.name)}", ContentFile(file.read()))
    deposit.save()
    request_job(kind=PREVIEW, params={"import": str(deposit.pk)}, key=str(deposit.pk), actor=actor)
    return deposit


@transaction.atomic
def confirm_import(*, deposit, actor, same_as=None):
    """The one confirmation; of a refused file it is refused, and a second one changes nothing.

    `same_as` says of the names that resemble an organisation which one they are (see `import_contract`).
    """
    current = ContractImport.objects.select_for_update().get(pk=deposit.pk)
    if current.deposited_by_id != actor.pk:
        raise Forbidden("Ce fichier a été déposé par une autre personne.")
    if not current.confirmable:
        raise Refused("Ce fichier ne peut pas être importé : relisez son aperçu.")
    same_as = same_as or {}
    check_offered(same_as, current.report["alike"])
    ContractImport.objects.filter(pk=current.pk, confirmed_at=None).update(confirmed_at=timezone.now(), same_as=same_as)
    return request_job(kind=IMPORT, params={"import": str(current.pk)}, key=str(current.pk), actor=actor)


def check_offered(same_as, alike):
    """Only what the preview proposed may be chosen: an import does not rename the rest of the register."""
    offered = {each["name"]: [other["value"] for other in each["others"]] for each in alike}
    for name, other in same_as.items():
        if other not in offered.get(name, ()):
            raise Invalid(f"L’aperçu ne proposait pas ce choix pour « {name} ».")


def make_preview(deposit, *, progress=None):
    """Fill `report`; what is wrong with the file is part of the report."""
    document, problems = _document(deposit)
    if problems:
        report = {"problems": _located(_pairs(problems), None)}
    else:
        progress and progress(30, "Vérification du contenu")
        result = preview_import(
            document, actor=deposit.deposited_by, as_draft=deposit.as_draft, department=deposit.department
        )
        report = _told(result, document)
    ContractImport.objects.filter(pk=deposit.pk).update(report=report)


@transaction.atomic
def make_import(deposit):
    """Create the contract, once: a job that runs again finds that it is done."""
    current = ContractImport.objects.select_for_update().get(pk=deposit.pk)
    if current.contract_id:
        return current.contract
    document, problems = _document(current)
    if problems:
        raise Invalid(fields=problems)
    result = import_contract(
        document,
        actor=current.deposited_by,
        as_draft=current.as_draft,
        department=current.department,
        same_as=current.same_as,
    )
    ContractImport.objects.filter(pk=current.pk).update(contract=result.contract)
    return result.contract


def _document(deposit):
    with deposit.file.open("rb") as file:
        content = file.read()
    try:
        return parse(content), {}
    except Invalid as error:
        return None, error.fields or {"": error.sentences}


def _told(result, document):
    """The result as JSON, for the page."""
    return {
        "problems": _located(_pairs(result.problems), document),
        "reference": result.reference,
        "title": result.title,
        "stage": result.stage,
        "created": result.created,
        "new_organisations": result.new_organisations,
        "missing": [
            {"sentence": item.sentence, "law": item.law, "severity": severity(item)} for item in result.missing
        ],
        "doubts": _located(result.doubts, document),
        "alike": [_alike(each, document) for each in result.alike],
    }


def _pairs(problems):
    return [(path, sentence) for path, sentences in problems.items() for sentence in sentences]


def _located(pairs, document):
    """Each sentence with its place, in words and as the file says it."""
    return [
        {"path": path, "place": place_in_words(path, document) if path else "", "sentence": sentence}
        for path, sentence in pairs
    ]


def _alike(each, document):
    return {
        "name": each.name,
        "path": each.path,
        "place": place_in_words(each.path, document),
        "others": [
            {"value": key or name, "label": f"« {name} », {'déjà connue' if key else 'citée plus haut'}"}
            for key, name in each.others
        ],
    }

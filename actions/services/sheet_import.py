"""The import of a spreadsheet of fiches: deposit, preview, one confirmation. The preview is the import, rolled back."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from actions.enums import Reason
from actions.models import SheetImport
from actions.spreadsheets import own
from actions.spreadsheets.opening import open_book
from actions.spreadsheets.report import Report
from contracts.permissions import can_write
from contracts.services.imports import check_offered
from contracts.writing import refuse_unless
from core.errors import Invalid, Refused
from core.files import safe_name
from core.history import Channel, acting
from core.jobs import request_job
from core.tables import check_workbook

from .sheet_taking import Decision, Taking
from .template_taking import take_template

PREVIEW, IMPORT = "fiches_import_preview", "fiches_import"
CHANGED_SINCE = (
    "Quelqu’un a modifié ces fiches depuis l’aperçu\xa0: rien n’a été écrit. Déposez le fichier à nouveau pour relire "
    "ce qui se croise."
)


class SheetRefused(Invalid):
    """`report.problems` says which cells."""

    def __init__(self, report):
        self.report = report
        super().__init__(*map(_line, report.problems))


def _line(problem):
    place = problem["place"]
    return f"{place}\xa0: {problem['sentence']}" if place else problem["sentence"]


def _silent(percent, message):
    pass


def preview_sheet(*, contract, file, actor=None, decision=None, tell=_silent) -> Report:
    """What `import_sheet` would do; nothing is written. Raises `Invalid` for a file that is no spreadsheet."""
    with transaction.atomic():
        report = _take(contract, file, actor, decision or Decision(), tell)
        transaction.set_rollback(True)
    return report


@transaction.atomic
def import_sheet(*, contract, file, actor=None, decision=None, tell=_silent) -> Report:
    """All of it or nothing. Raises `SheetRefused`, and `Invalid` where a promise changes without a reason."""
    decision = decision or Decision()
    report = _take(contract, file, actor, decision, tell)
    if report.problems:
        raise SheetRefused(report)
    if report.promises:
        _check_reason(decision.reason, decision.reason_text)
    return report


def _take(contract, file, actor, decision, tell):
    refuse_unless(can_write, actor, contract)
    pages = open_book(file)
    with acting(actor, Channel.SHEET):
        taking = Taking(contract, actor=actor, decision=decision, tell=tell)
        return taking.own_file(pages) if own.is_ours(pages) else take_template(taking, pages)


@transaction.atomic
def deposit_sheet(*, contract, actor, file):
    """Keep the file and ask for its preview. Nothing of it is in the fiches yet."""
    refuse_unless(can_write, actor, contract)
    try:
        check_workbook(file)
    except Invalid as error:
        raise Invalid(fields={"file": error.sentences}) from error
    deposit = SheetImport(contract=contract, name=file.name[:200], deposited_by=actor)
    deposit.file.name = default_storage.save(f"imports/{deposit.pk}/{safe_name(file.name)}", ContentFile(file.read()))
    deposit.save()
    _ask(PREVIEW, deposit, actor)
    return deposit


def _ask(kind, deposit, actor):
    params = {"import": str(deposit.pk)}
    return request_job(kind=kind, params=params, key=str(deposit.pk), scope=deposit.contract_id, actor=actor)


@transaction.atomic
def confirm_sheet(*, deposit, actor, mine=(), reason="", reason_text="", same_as=None):
    """The one confirmation; of a refused file it is refused, and a second one changes nothing.

    `same_as` says of the names that resemble an organisation which one they are.
    """
    refuse_unless(can_write, actor, deposit.contract)
    current = SheetImport.objects.select_for_update().get(pk=deposit.pk)
    if not current.confirmable:
        raise Refused("Ce tableur ne peut pas être importé\xa0: relisez son aperçu.")
    chosen = [each for each in current.report["conflicts"] if each["key"] in set(mine)]
    if current.report["promises"] or any(each["asks_why"] for each in chosen):
        _check_reason(reason, reason_text)
    same_as = same_as or {}
    check_offered(same_as, current.report.get("alike", ()))
    decision = {"mine": [each["key"] for each in chosen], "same_as": same_as}
    decision |= {"reason": reason, "reason_text": reason_text}
    SheetImport.objects.filter(pk=current.pk, confirmed_at=None).update(confirmed_at=timezone.now(), decision=decision)
    return _ask(IMPORT, current, actor)


def _check_reason(reason, text):
    fields = {}
    if reason not in Reason.values:
        fields["reason"] = ["Ce contrat est signé\xa0: choisissez pourquoi ces engagements changent."]
    if not " ".join(text.split()):
        fields["reason_text"] = ["Ce contrat est signé\xa0: dites en une phrase pourquoi ces engagements changent."]
    if fields:
        raise Invalid(fields=fields)


def make_preview(deposit, *, tell=_silent):
    """Fill `report`; what is wrong with the file is part of the report."""
    try:
        with deposit.file.open("rb") as file:
            report = preview_sheet(contract=deposit.contract, file=file, actor=deposit.deposited_by, tell=tell)
    except Invalid as error:
        report = Report(problems=[{"place": "", "sentence": sentence} for sentence in error.sentences])
    SheetImport.objects.filter(pk=deposit.pk).update(report=report.as_json())


@transaction.atomic
def make_import(deposit, *, actor, tell=_silent):
    """Write it, once: a job that runs again finds that it is done."""
    current = SheetImport.objects.select_for_update(of=("self",)).select_related("contract").get(pk=deposit.pk)
    if current.done_at:
        return
    chosen = current.decision
    why = (chosen["reason"], chosen["reason_text"])
    decision = Decision(frozenset(chosen["mine"]), *why, same_as=chosen.get("same_as", {}))
    with current.file.open("rb") as file:
        report = import_sheet(contract=current.contract, file=file, actor=actor, decision=decision, tell=tell)
    shown = {each["key"] for each in current.report["conflicts"]}
    if any(each["key"] not in shown for each in report.conflicts):
        raise Refused(CHANGED_SINCE)
    SheetImport.objects.filter(pk=current.pk).update(done_at=timezone.now(), report=report.as_json())

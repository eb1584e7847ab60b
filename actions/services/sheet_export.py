"""The fiches of a contract as a spreadsheet: at once when they are few, by a job beyond."""

import uuid

from django.db import transaction
from django.utils import timezone

from actions.spreadsheets import ods, plain_text, xlsx
from actions.spreadsheets.context import Context
from contracts.writing import refuse_unless_read
from core.errors import Invalid
from core.files import CONTENT_TYPES
from core.jobs import Result, request_job

KIND = "fiches_export"
#: Beyond, the person does not wait before a white page.
AT_ONCE = 300
WRITERS = {"xlsx": xlsx, "ods": ods, "csv": plain_text}
LABELS = {"xlsx": "Excel (.xlsx)", "ods": "LibreOffice (.ods)", "csv": "CSV, les fiches seulement"}


def export_fiches(*, contract, actions, kind, at=None) -> Result:
    """`actions` are fiches of `contract`, in the order wanted; `kind` is « xlsx », « ods » or « csv »."""
    _check_kind(kind)
    at = at or timezone.now()
    content = WRITERS[kind].write(contract, actions, Context(contract), at=at)
    name = f"fiches-{contract.reference}-{timezone.localdate(at):%Y-%m-%d}.{kind}"
    return Result(content, name, CONTENT_TYPES.get(kind, "text/csv; charset=utf-8"))


def _check_kind(kind):
    if kind not in WRITERS:
        raise Invalid(fields={"kind": ["Choisissez un format de fichier."]})


@transaction.atomic
def request_export(*, contract, kind, query, actor):
    """The same work by a job; `query` is the list's own address, so that it narrows as the page did."""
    refuse_unless_read(actor, contract)
    _check_kind(kind)
    params = {"contract": contract.pk, "kind": kind, "query": query}
    return request_job(kind=KIND, params=params, key=str(uuid.uuid4()), scope=contract.pk, actor=actor)

"""Documents of a contract: deposited, replaced by a newer version, withdrawn with a reason; never deleted."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from contracts.enums import DocumentKind
from contracts.models import Document
from contracts.permissions import can_comment, can_deposit
from contracts.writing import hold, refuse_unless
from core.errors import Invalid, Refused
from core.files import CONTENT_TYPES, check_upload, safe_name, store_once
from core.history import acting
from core.versioned import validated

KINDS = ("pdf", "png", "jpg", "docx", "xlsx", "odt", "ods")
PDF_ONLY = {DocumentKind.SCAN, DocumentKind.SIGNED_TEXT, DocumentKind.CONTRACT_PDF}
IMAGES_ONLY = {DocumentKind.LOGO}
WHOSE_LOGO = "Dites de qui est ce logo\xa0: ces mots le remplacent pour qui ne le voit pas."
PROVES = "Ce document fait foi de ce qui a été signé\xa0: il ne peut pas être {}."
#: What people who leave say to those who come is not for partners.
RESERVED = {DocumentKind.HANDOVER}


def readable_by(user, contract):
    """The documents of a contract that this reader of it may open."""
    return contract.documents.all() if can_comment(user, contract) else contract.documents.exclude(kind__in=RESERVED)


def proofs_of(contract) -> set:
    """The ids of the documents that prove: what was presented for signature, the signed scans, those of avenants.

    Nobody replaces or withdraws them. A scan attached by mistake proves no more once another took its place.
    """
    versions = contract.signed_versions.values_list("pdf", "json", "scan")
    amendments = contract.amendments.values_list("scan")
    return {pk for row in (*versions, *amendments) for pk in row if pk}


@transaction.atomic
def deposit_document(*, contract, actor, file, kind, title="", dated_on=None, replaces=None, may=can_deposit):
    """Keep a file, judged by its content and size; `replaces` is the document whose new version it is."""
    refuse_unless(may, actor, contract)
    found = check_upload(file, kinds=_kinds_of(kind))
    if kind == DocumentKind.LOGO and not title.strip():
        raise Invalid(fields={"title": [WHOSE_LOGO]})
    hold(contract)
    if replaces is not None:
        _refuse_replacing(replaces, contract)
    facts = {"kind": kind, "dated_on": dated_on, "replaces": replaces, "created_by": actor}
    document = Document(contract=contract, **facts, **kept(file, found, title=title))
    with acting(actor):
        validated(document, exclude=["replaces"])
        try:
            with transaction.atomic():
                document.save()
        except IntegrityError as error:
            raise Refused("Ce document a déjà été remplacé par une version plus récente.") from error
    return document


def _kinds_of(kind) -> tuple[str, ...]:
    return ("pdf",) if kind in PDF_ONLY else ("png", "jpg") if kind in IMAGES_ONLY else KINDS


def logos_of(contract):
    """Those of the parties, for the cover, in the order of their deposit."""
    current = contract.documents.filter(kind=DocumentKind.LOGO, withdrawn_at__isnull=True, replaced_by__isnull=True)
    return current.order_by("created_at", "pk")


def kept(file, kind, *, title="") -> dict:
    """The fields of a deposited file, checked to be of `kind`, once it is stored."""
    name = safe_name(file.name)
    path, sha256 = store_once(file, name)
    facts = {"name": name, "content_type": CONTENT_TYPES[kind], "size": file.size, "sha256": sha256}
    return {"title": title.strip() or name, "file": path, **facts}


def _refuse_replacing(document, contract):
    if document.contract_id != contract.pk:
        raise Invalid("Ce document n’est pas de ce contrat.")
    if document.pk in proofs_of(contract):
        raise Refused(PROVES.format("remplacé"))
    if document.withdrawn_at:
        raise Refused("Ce document est retiré\xa0: il ne peut pas être remplacé.")


def keep_made(*, contract, content, name, kind, title, content_type, actor, at):
    """Keep a file that the platform made; returns its document."""
    path, sha256 = store_once(content, name)
    size = len(content) if isinstance(content, bytes) else content.size
    document = Document(
        contract=contract,
        kind=kind,
        title=title,
        file=path,
        name=name,
        content_type=content_type,
        size=size,
        sha256=sha256,
        dated_on=timezone.localdate(at),
        created_by=actor,
    )
    with acting(actor):
        document.save()
    return document


@transaction.atomic
def withdraw_document(*, document, reason, actor, at=None):
    """A mistake is withdrawn: hidden from the list, its file and its trace kept."""
    refuse_unless(can_deposit, actor, document.contract)
    if not reason.strip():
        raise Invalid(fields={"reason": ["Dites pourquoi ce document est retiré."]})
    held = hold(document.contract)
    current = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if current.withdrawn_at:
        raise Refused("Ce document est déjà retiré.")
    if current.pk in proofs_of(held):
        raise Refused(PROVES.format("retiré"))
    with acting(actor):
        current.withdrawn_at, current.withdrawn_by = at or timezone.now(), actor
        current.withdrawn_reason = reason.strip()
        current.save()
    return current

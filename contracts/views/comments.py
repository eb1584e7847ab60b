"""Comments: the thread of one row, an answer, a remark closed or opened again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from contracts.discussion import kind_named, kind_of_word
from contracts.forms.life import RowCommentForm
from contracts.permissions import can_comment
from contracts.services import negotiation as services

from .loading import by, contract_page, load_contract
from .seen import as_seen
from .settling import settle, status_of


def threads_of(contract):
    """The remarks with their answers, the open ones first."""
    threads = contract.comments.filter(parent__isnull=True).select_related("author", "closed_by")
    return threads.prefetch_related("answers__author").order_by("closed_at", "-created_at")


@require_http_methods(["GET", "HEAD", "POST"])
def row_comments(request, reference, word, pk):
    """What is said of one row: an axis, a signatory, a fiche…"""
    contract = load_contract(request, reference)
    kind, row = _row(contract, word, pk)
    if request.method == "POST":
        load_contract(request, reference, can_comment, sentence=services.NOT_YOURS)
    form = RowCommentForm(request.POST or None)

    def write():
        services.comment(contract=contract, actor=request.user, anchor=kind.anchor, target_id=pk, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "Le commentaire est publié.")
        return redirect(request.path)
    may_comment = can_comment(request.user, contract)
    context = {
        "kind": kind,
        "row": row,
        "place": kind.place_of(row),
        "form": form if may_comment else None,
        "threads": threads_of(contract).filter(anchor=kind.anchor, target_id=pk),
        "may_comment": may_comment,
    }
    status = status_of(form)
    return contract_page(request, contract, "contracts/comments.html", context, active="negotiation", status=status)


def _row(contract, word, pk):
    kind = kind_of_word(word)
    if kind is None:
        raise Http404
    return kind, get_object_or_404(kind.rows(contract), pk=pk)


@require_POST
def answer(request, reference, pk):
    contract = load_contract(request, reference, can_comment, sentence=services.NOT_YOURS)
    parent = get_object_or_404(contract.comments.select_related("parent"), pk=pk)
    with by(request):
        services.comment(contract=contract, text=request.POST.get("text", ""), actor=request.user, parent=parent)
    messages.success(request, "La réponse est publiée.")
    return _back(request, contract, parent)


@require_POST
def close(request, reference, pk):
    """Close an open remark, or open again a closed one."""
    contract = load_contract(request, reference, can_comment, sentence=services.NOT_YOURS)
    row = get_object_or_404(contract.comments.filter(parent__isnull=True), pk=pk)
    change = services.reopen_comment if request.POST.get("open") else services.close_comment
    with as_seen(request) as version:
        change(comment=row, actor=request.user, version=version)
    return _back(request, contract, row)


def _back(request, contract, comment):
    """To the page of the row where the person was, or to the whole negotiation."""
    if "row" in request.POST and (kind := kind_named(comment.anchor)):
        return redirect("contracts:row_comments", contract.reference, kind.word, comment.target_id)
    return redirect("contracts:negotiation", contract.reference)

"""The negotiation of the draft: its comments, opinions and agreements on one page."""

import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from contracts.discussion import with_subjects
from contracts.enums import DRAFT_STAGES, Side
from contracts.forms.life import CommentForm, OpinionForm
from contracts.permissions import can_comment, can_write
from contracts.services import negotiation as services

from .comments import threads_of
from .editing import edit_page
from .loading import by, contract_page, load_contract
from .seen import as_seen
from .settling import settle, status_of

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
def negotiation(request, reference):
    contract = load_contract(request, reference)
    may_comment = can_comment(request.user, contract)
    if request.method == "POST":
        load_contract(request, reference, can_comment, sentence=services.NOT_YOURS)
    form = CommentForm(request.POST or None)

    def write():
        services.comment(contract=contract, actor=request.user, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "Le commentaire est publié.")
        return redirect("contracts:negotiation", reference)
    context = {
        "form": form if may_comment else None,
        "threads": with_subjects(threads_of(contract), contract),
        "opinions": contract.opinions.select_related("organisation"),
        "agreements": _agreements(request.user, contract),
        "preparing": contract.stage in DRAFT_STAGES,
        "may_comment": may_comment,
        "may_write": can_write(request.user, contract),
    }
    return contract_page(
        request, contract, "contracts/negotiation.html", context, active="negotiation", status=status_of(form)
    )


def _agreements(user, contract):
    """One a side; once the contract is prepared no more, those that were given."""
    given = {a.side: a for a in contract.agreements.filter(voided_at__isnull=True).select_related("by")}
    preparing, early = contract.stage in DRAFT_STAGES, contract.stage in services.BEFORE_CONSULTATION
    return [
        {
            "side": side.value,
            "label": side.label,
            "given": given.get(side),
            "may_withdraw": side in given and given[side].by_id == user.pk and early,
            "may": preparing and side not in given and services.WHO_AGREES[side](user, contract),
        }
        for side in Side
        if preparing or side in given
    ]


def _of_side(request, reference, side):
    contract = load_contract(request, reference)
    if side not in Side.values:
        raise Http404
    return contract


@require_POST
def agree(request, reference, side):
    contract = _of_side(request, reference, side)
    with by(request):
        services.agree(contract=contract, side=side, actor=request.user)
    messages.success(request, "Votre accord est donné.")
    return redirect("contracts:negotiation", reference)


@require_POST
def withdraw_agreement(request, reference, side):
    contract = _of_side(request, reference, side)
    with by(request):
        services.withdraw_agreement(contract=contract, side=side, actor=request.user)
    messages.success(request, "Votre accord est retiré.")
    return redirect("contracts:negotiation", reference)


@FORM
def opinion(request, reference, pk=None):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.opinions.select_related("contract"), pk=pk) if pk else None
    form = OpinionForm(request.POST or None, **({"instance": copy.copy(row)} if row else {}))

    def write(values, version):
        if row:
            return services.change_opinion(opinion=row, actor=request.user, version=version, **values)
        return services.ask_opinion(contract=contract, actor=request.user, **values)

    title = "Modifier l’avis" if row else "Demander un avis"
    said = "L’avis est enregistré."
    return edit_page(
        request,
        contract,
        form,
        write,
        row=row,
        title=title,
        back="contracts:negotiation",
        active="negotiation",
        said=said,
    )


@require_POST
def remove_opinion(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.opinions.select_related("contract"), pk=pk)
    with as_seen(request) as version:
        services.remove_opinion(opinion=row, actor=request.user, version=version)
    messages.success(request, "L’avis est retiré.")
    return redirect("contracts:negotiation", reference)

"""What follows from decisions: the list of a contract, and what becomes of each line."""

import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.permissions import can_write
from contracts.views.editing import edit_page
from contracts.views.loading import by, contract_page, load_contract
from contracts.views.seen import as_seen
from contracts.views.settling import status_of
from core.errors import Forbidden, Invalid, Refused, Stale
from governance.forms.follow_ups import DropForm, FinishForm, FollowUpFilter, FollowUpForm
from governance.models import GovernanceSettings
from governance.permissions import can_finish, can_verify
from governance.services import follow_ups as services

FORM = require_http_methods(["GET", "HEAD", "POST"])
ROWS = 30
MEANWHILE = "Quelqu’un a modifié cette suite entre-temps : « {row} ». Relisez-la, puis enregistrez de nouveau."
NOT_ASKED = "Cette suite est confiée à quelqu’un d’autre."


@require_safe
def follow_ups(request, reference):
    contract = load_contract(request, reference)
    today = timezone.localdate()
    rows = contract.follow_ups.all()
    wanted = FollowUpFilter(request.GET, follow_ups=rows, user=request.user, today=today)
    found = wanted.narrow(rows).for_lists().soonest_first()
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    for row in page.object_list:
        told(row, contract, request.user, today)
    context = {
        "filter": wanted,
        "page": page,
        "any": bool(page.object_list) or rows.exists(),
        "late": rows.late_on(today).count(),
        "verified": verifies(contract),
        "may_write": can_write(request.user, contract),
    }
    return contract_page(request, contract, "governance/follow_ups.html", context, active="follow_ups")


def verifies(contract) -> bool:
    return GovernanceSettings.objects.filter(contract=contract, verify_follow_ups=True).exists()


def told(row, contract, user, today):
    """What its line shows and offers to this person."""
    # One contract for all the rows: the roles on it are read once.
    row.contract = contract
    row.late, row.may_finish, row.may_verify = row.late_on(today), can_finish(user, row), can_verify(user, row)
    return row


@FORM
def follow_up(request, reference, pk=None):
    """A new line, or its words, its date and its person changed."""
    contract = load_contract(request, reference, can_write)
    row = _row(contract, pk) if pk else None
    given = {"instance": copy.copy(row)} if row else {"initial": _proposed(request, contract)}
    form = FollowUpForm(request.POST or None, contract=contract, **given)

    def write(values, version):
        if row:
            return services.edit_follow_up(row, actor=request.user, version=version, **values)
        return services.add_follow_up(contract=contract, actor=request.user, **values)

    title = "Modifier la suite" if row else "Ajouter une suite"
    about = {"row": row, "title": title, "back": "governance:follow_ups", "active": "follow_ups"}
    return edit_page(request, contract, form, write, **about)


def _proposed(request, contract):
    """« Ajouter une suite » on a decision has chosen it already."""
    asked = request.GET.get("decision", "")
    return {"decision": contract.decisions.filter(pk=asked).first()} if asked.isdecimal() and len(asked) < 19 else {}


def _row(contract, pk):
    return get_object_or_404(contract.follow_ups.for_lists(), pk=pk)


@FORM
def finish(request, reference, pk):
    contract = load_contract(request, reference)
    row = _row(contract, pk)
    if not can_finish(request.user, row):
        raise Forbidden(NOT_ASKED)
    today = timezone.localdate()
    form = FinishForm(request.POST or None, initial={"done_on": today, "version": row.version})

    def write():
        given = form.cleaned_data
        done = {"on": given["done_on"], "proof": given["proof"], "version": given["version"]}
        services.finish_follow_up(row, actor=request.user, today=today, **done)

    return _small_form(request, contract, row, form, write, title="Dire que c’est fait", said="C’est noté comme fait.")


@FORM
def drop(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = _row(contract, pk)
    form = DropForm(request.POST or None, initial={"version": row.version})

    def write():
        given = form.cleaned_data
        services.drop_follow_up(row, actor=request.user, reason=given["dropped_reason"], version=given["version"])

    return _small_form(
        request, contract, row, form, write, title="Abandonner la suite", said="La suite est abandonnée."
    )


def _small_form(request, contract, row, form, write, *, title, said):
    if request.method == "POST" and form.is_valid():
        try:
            with by(request):
                write()
        except Stale as stale:
            form.add_error(None, MEANWHILE.format(row=stale.current))
            form.data = {**form.data.dict(), "version": stale.current.version}
        except (Invalid, Refused) as error:
            form.add_refusal(error)
        else:
            messages.success(request, said)
            return redirect(_way_back(request, contract))
    context = {"form": form, "row": row, "title": title, "back": _way_back(request, contract)}
    template = "governance/follow_up_form.html"
    return contract_page(request, contract, template, context, active="follow_ups", status=status_of(form))


def _way_back(request, contract):
    """Where one came from (the home page, a decision), else the list."""
    asked = request.GET.get("retour", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return asked
    return reverse("governance:follow_ups", args=[contract.reference])


@require_POST
def reopen(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    with as_seen(request) as version:
        services.reopen_follow_up(_row(contract, pk), actor=request.user, version=version)
    messages.success(request, "La suite attend de nouveau.")
    return redirect(_way_back(request, contract))


@require_POST
def verify(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    with as_seen(request) as version:
        services.verify_follow_up(_row(contract, pk), actor=request.user, today=timezone.localdate(), version=version)
    messages.success(request, "La suite est vérifiée.")
    return redirect(_way_back(request, contract))


@require_POST
def settings(request, reference):
    """Whether high-priority follow-ups wait for somebody else to verify them."""
    contract = load_contract(request, reference, can_write)
    wanted = bool(request.POST.get("verify"))
    with by(request):
        services.set_verification(contract=contract, actor=request.user, wanted=wanted)
    said = (
        "Les suites prioritaires attendent désormais une vérification."
        if wanted
        else "Aucune vérification n’est demandée."
    )
    messages.success(request, said)
    return redirect("governance:follow_ups", reference)

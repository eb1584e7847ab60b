"""The register of decisions of a contract: read, filtered, added to. Nothing here edits or deletes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.permissions import can_write
from contracts.views.loading import by, contract_page, load_contract
from contracts.views.settling import settle, status_of
from governance.forms.decisions import AmendmentForm, DecisionFilter, DecisionForm
from governance.models import Decision, FollowUp
from governance.services import decisions as services

from .follow_ups import told, verifies

ROWS = 30
CHOICES = 12


@require_safe
def decisions(request, reference):
    contract = load_contract(request, reference)
    wanted = DecisionFilter(request.GET, decisions=contract.decisions.all())
    found = wanted.narrow(contract.decisions.all()).order_by("-number")
    follow_ups = Prefetch("follow_ups", FollowUp.objects.select_related("owner", "organisation"))
    found = found.select_related("body", "superseded_by", "amendment").prefetch_related(follow_ups)
    context = {
        "filter": wanted,
        "page": Paginator(found, ROWS).get_page(request.GET.get("page")),
        "may_write": can_write(request.user, contract),
    }
    return contract_page(request, contract, "governance/decisions.html", context, active="decisions")


@require_safe
def decision(request, reference, pk):
    contract = load_contract(request, reference)
    row = _row(contract, pk)
    row.contract = contract
    may_write, today = can_write(request.user, contract), timezone.localdate()
    follow_ups = row.follow_ups.for_lists().soonest_first()
    waits = row.prepares_amendment and not row.amendment_id
    context = {
        "decision": row,
        "chain": _chain(row),
        "follow_ups": [told(each, contract, request.user, today) for each in follow_ups],
        "verified": verifies(contract),
        "may_write": may_write,
        "amendment_form": AmendmentForm(decision=row) if may_write and waits else None,
    }
    return contract_page(request, contract, "governance/decision.html", context, active="decisions")


def _row(contract, pk):
    rows = contract.decisions.select_related("body", "meeting__body", "item", "amendment", "supersedes")
    return get_object_or_404(rows.prefetch_related("actions", "axes", "commitments__signatory__organisation"), pk=pk)


def _chain(decision) -> list[Decision]:
    """From the first of the decisions that replaced one another to the one in force; one alone is no chain."""
    by_replaced = {each.supersedes_id: each for each in decision.contract.decisions.exclude(supersedes=None)}
    by_key = {each.pk: each for each in by_replaced.values()}
    chain = [decision]
    while chain[0].supersedes_id:
        chain.insert(0, by_key.get(chain[0].supersedes_id) or chain[0].supersedes)
    while chain[-1].pk in by_replaced:
        chain.append(by_replaced[chain[-1].pk])
    return chain if len(chain) > 1 else []


@require_http_methods(["GET", "HEAD", "POST"])
def take(request, reference, pk=None):
    """A decision taken between two meetings; with `pk`, one that replaces it."""
    contract = load_contract(request, reference, can_write)
    replaced = (
        get_object_or_404(contract.decisions.prefetch_related("actions", "axes", "commitments"), pk=pk) if pk else None
    )
    today = timezone.localdate()
    form = DecisionForm(request.POST or None, contract=contract, initial=_proposed(request, contract, replaced, today))
    made = []

    def write():
        values = {**form.cleaned_data, "supersedes": replaced}
        made.append(services.take_decision(contract=contract, actor=request.user, today=today, **values))

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, f"La décision n°\xa0{made[0].number} est au registre.")
        return redirect(made[0])
    context = {"form": form, "replaced": replaced}
    return contract_page(request, contract, "governance/take.html", context, active="decisions", status=status_of(form))


def _proposed(request, contract, replaced, today):
    """What replaces a decision changes the same things; « prendre une décision » on a fiche has chosen it already."""
    if replaced:
        facts = {name: getattr(replaced, name) for name in ("kind", "body", "effects")}
        return {"on": today, **facts, **{name: getattr(replaced, name).all() for name in Decision.LISTS}}
    asked = request.GET.get("fiche", "")
    fiches = contract.actions.filter(pk=asked) if asked.isdecimal() and len(asked) < 19 else []
    return {"on": today, "actions": fiches, "effects": ["action"] if fiches else []}


@require_POST
def answer(request, reference, pk):
    """Say which avenant answers."""
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.decisions.select_related("contract"), pk=pk)
    form = AmendmentForm(request.POST, decision=row)

    if not form.is_valid():
        messages.error(request, "Choisissez l’avenant dans la liste.")
        return redirect(row)
    given = {name: form.cleaned_data[name] for name in ("amendment", "version")}
    with by(request):
        services.answer_with_amendment(row, actor=request.user, **given)
    messages.success(request, "L’avenant est noté.")
    return redirect(row)


@require_safe
def fiche_lookup(request, reference):
    """What the combobox of fiches shows."""
    contract = load_contract(request, reference)
    found = (
        contract.actions.search(request.GET.get("q", "")).select_related("axis").order_by("axis__position", "position")
    )
    results = [{"value": each.pk, "label": str(each), "hint": str(each.axis)} for each in found[:CHOICES]]
    return JsonResponse({"results": results})

"""Who is what on the contract."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import TerritoryRole
from contracts.enums import ContractRoleKind
from contracts.forms.roles import RoleForm
from contracts.permissions import can_give_pen, can_manage_roles, departments_of
from contracts.services import roles as services
from core.errors import Forbidden, Invalid, Refused

from .loading import by, contract_page, load_contract


@require_http_methods(["GET", "HEAD", "POST"])
def people(request, reference):
    contract = load_contract(request, reference)
    may_manage = can_manage_roles(request.user, contract)
    if request.method == "POST" and not may_manage:
        raise Forbidden(services.NOT_YOURS)
    form = RoleForm(request.POST or None, may_give_pen=can_give_pen(request.user, contract))
    if request.method == "POST" and form.is_valid():
        try:
            with by(request):
                given = services.invite_to_contract(contract=contract, actor=request.user, **form.cleaned_data)
        except (Invalid, Refused) as error:
            form.add_refusal(error)
        else:
            messages.success(request, _said(given))
            return redirect("contracts:roles", reference)
    context = {
        "form": form if may_manage else None,
        "roles": contract.roles.select_related("user__organisation").order_by("role", "user__display_name"),
        "referents": TerritoryRole.objects.filter(department__in=departments_of(contract), user__is_active=True)
        .select_related("user", "department")
        .order_by("department", "user__display_name"),
        "invitations": services.pending_invitations(contract) if may_manage else [],
        "may_give_pen": can_give_pen(request.user, contract),
        "pen": ContractRoleKind.PEN,
        "may_manage": may_manage,
    }
    status = 400 if form.errors else 200
    return contract_page(request, contract, "contracts/people.html", context, active="roles", status=status)


def _said(given):
    """An invitation that waits, or a role already given."""
    if getattr(given, "accepted_at", True):
        return "Le rôle est donné."
    return f"Une invitation est partie à {given.email}."


@require_POST
def remove_role(request, reference, pk):
    contract = load_contract(request, reference)
    role = get_object_or_404(contract.roles.select_related("user"), pk=pk)
    with by(request):
        services.take_role(role=role, actor=request.user)
    if role.user_id == request.user.pk:
        messages.success(request, "Vous avez rendu ce rôle.")
        return redirect("contracts:list")
    messages.success(request, f"{role.user} n’a plus ce rôle.")
    return redirect("contracts:roles", reference)


@require_POST
def revoke_invitation(request, reference, pk):
    contract = load_contract(request, reference)
    invitation = get_object_or_404(services.pending_invitations(contract), pk=pk)
    with by(request):
        services.revoke_invitation(contract=contract, invitation=invitation, actor=request.user)
    messages.success(request, "L’invitation est annulée.")
    return redirect("contracts:roles", reference)

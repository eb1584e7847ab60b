"""« Comptes »: the people and invitations that one may manage."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import services
from accounts.forms import InviteForm, PeopleFilter, RoleForm
from accounts.models import Invitation, TerritoryRole, User
from accounts.permissions import may_invite, may_manage_account, may_manage_accounts
from core.errors import Invalid, ServiceError
from core.history import Channel, acting

ROWS = 30


@require_GET
def people(request):
    _check(may_manage_accounts(request.user))
    wanted = PeopleFilter(request.GET)
    found = wanted.narrow(User.objects.managed_by(request.user).with_roles())
    waiting = Invitation.objects.pending().managed_by(request.user).select_related("region", "department", "invited_by")
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "filter": wanted, "invitations": waiting}
    return render(request, "accounts/people.html", context)


@require_http_methods(["GET", "POST"])
def invite_person(request):
    _check(may_invite(request.user))
    form = InviteForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with acting(actor=request.user, channel=Channel.PAGE):
                sent = services.invite(actor=request.user, **form.invited())
        except ServiceError as error:
            form.add_refusal(error)
        else:
            messages.success(request, _sent(sent))
            return redirect("accounts:people")
    return render(request, "accounts/invite.html", {"form": form})


def _sent(invitation):
    if invitation.accepted_at:
        return f"{invitation.email} avait déjà un compte\xa0: son rôle lui est donné."
    return f"L’invitation est envoyée à {invitation.email}."


@require_GET
def person(request, pk):
    return _person_page(request, _managed(request, pk), RoleForm(request.user))


def _person_page(request, someone, form):
    context = {
        "person": someone,
        "form": form,
        "roles": someone.territory_roles.select_related("region", "department"),
        "may_manage": may_manage_account(request.user, someone),
    }
    return render(request, "accounts/person.html", context)


@require_POST
def activation(request, pk):
    someone = _managed(request, pk)
    active = request.POST.get("active") == "1"
    act = services.reactivate if active else services.deactivate
    said = "Le compte est réactivé." if active else "Le compte est désactivé."
    return _done(request, said, lambda: act(user=someone, actor=request.user), someone)


@require_POST
def add_role(request, pk):
    someone = _managed(request, pk)
    form = RoleForm(request.user, request.POST)
    if not form.is_valid():
        return _person_page(request, someone, form)
    try:
        with acting(actor=request.user, channel=Channel.PAGE):
            services.give_role(user=someone, actor=request.user, **form.role_given())
    except Invalid as error:
        form.add_refusal(error)
        return _person_page(request, someone, form)
    messages.success(request, "Le rôle est donné.")
    return redirect("accounts:person", pk=someone.pk)


@require_POST
def remove_role(request, pk):
    role = get_object_or_404(TerritoryRole.objects.select_related("user", "region", "department"), pk=pk)
    _managed(request, role.user_id)
    return _done(request, "Le rôle est retiré.", lambda: services.take_role(role=role, actor=request.user))


@require_POST
def resend(request, pk):
    invitation = _invitation(request, pk)
    said = f"Un nouveau lien est envoyé à {invitation.email}."
    return _done(request, said, lambda: services.resend_invitation(invitation=invitation, actor=request.user))


@require_POST
def revoke(request, pk):
    invitation = _invitation(request, pk)
    said = f"L’invitation de {invitation.email} est annulée."
    return _done(request, said, lambda: services.revoke_invitation(invitation=invitation, actor=request.user))


def _done(request, said, act, someone=None):
    try:
        with acting(actor=request.user, channel=Channel.PAGE):
            act()
        messages.success(request, said)
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("accounts:person", pk=someone.pk) if someone else redirect("accounts:people")


def _managed(request, pk):
    _check(may_manage_accounts(request.user))
    return get_object_or_404(User.objects.managed_by(request.user), pk=pk)


def _invitation(request, pk):
    return get_object_or_404(Invitation.objects.managed_by(request.user), pk=pk)


def _check(allowed):
    if not allowed:
        raise PermissionDenied

"""« Mon compte »: profile, password, roles held, keys of the REST interface."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services
from accounts.forms import ChangePasswordForm, KeyForm, ProfileForm
from core.errors import Invalid, ServiceError
from core.history import Channel, acting
from core.navigation import account_blocks


@never_cache
@require_http_methods(["GET", "POST"])
def account(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        with acting(actor=request.user, channel=Channel.PAGE):
            services.change_profile(user=request.user, actor=request.user, **form.cleaned_data)
        messages.success(request, "Votre compte est enregistré.")
        return redirect("accounts:me")
    return _page(request, profile_form=form)


def _page(request, *, profile_form=None, password_form=None, key_form=None, new_key=None, status=200):
    context = {
        "profile_form": profile_form or ProfileForm(instance=request.user),
        "password_form": password_form or ChangePasswordForm(request.user),
        "key_form": key_form or KeyForm(),
        "new_key": new_key,
        "roles": request.user.territory_roles.select_related("region", "department"),
        "blocks": account_blocks(request),
        "keys": request.user.api_keys.all(),
    }
    return render(request, "accounts/me.html", context, status=status)


@sensitive_post_parameters()
@require_POST
def password(request):
    form = ChangePasswordForm(request.user, request.POST)
    if form.is_valid():
        try:
            user = services.change_password(user=request.user, password=form.cleaned_data["password"])
        except Invalid as error:
            form.add_refusal(error)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, "Votre mot de passe est changé.")
            return redirect("accounts:me")
    return _page(request, password_form=form)


@never_cache
@require_POST
def create_key(request):
    """The answer is the page itself, not a redirect: the key is shown this once and kept nowhere."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, key_form=form)
    _, text = services.create_api_key(user=request.user, **form.cleaned_data)
    return _page(request, new_key=text)


@require_POST
def revoke_key(request, pk):
    key = get_object_or_404(request.user.api_keys, pk=pk)
    try:
        services.revoke_api_key(key=key, actor=request.user)
        messages.success(request, f"La clé «\xa0{key.name}\xa0» ne donne plus accès à rien.")
    except ServiceError as error:
        messages.error(request, str(error))
    return redirect("accounts:me")

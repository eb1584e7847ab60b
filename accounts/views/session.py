"""Coming in: sign-in, forgotten password, invitation. Signing out."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlsafe_base64_decode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services
from accounts.forms import AcceptForm, ForgottenForm, NewPasswordForm, SignInForm
from accounts.models import User
from accounts.services.invitations import open_invitation
from accounts.throttling import count_login_failure, locked_out, login_blocked
from core.errors import Invalid, Refused

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request):
    if request.user.is_authenticated:
        return redirect(_destination(request))
    if request.method == "GET":
        return render(request, "accounts/sign_in.html", {"form": SignInForm(request), "next": _next(request)})
    if login_blocked(request):
        return locked_out(request)
    form = SignInForm(request, data=request.POST)
    if form.is_valid():
        login(request, form.get_user())
        return redirect(_destination(request))
    if form.was_tried:
        count_login_failure(request)
    return render(request, "accounts/sign_in.html", {"form": form, "next": _next(request)})


def _next(request):
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else ""


def _destination(request):
    return _next(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


@login_not_required
@require_POST
def sign_out(request):
    logout(request)
    messages.success(request, "Vous êtes déconnecté·e.")
    return redirect("accounts:login")


@login_not_required
@require_http_methods(["GET", "POST"])
def password_forgotten(request):
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask_password_reset(email=form.cleaned_data["email"])
        return render(request, "accounts/password_sent.html", {"email": form.cleaned_data["email"]})
    return render(request, "accounts/password_forgotten.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def password_reset(request, uid, token):
    user = _user_of(uid)
    if not (user and user.is_active and default_token_generator.check_token(user, token)):
        return _link_refused(request, "Ce lien n’est plus valable. Demandez-en un nouveau.")
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reset_password(user=user, token=token, password=form.cleaned_data["password"])
        except Invalid as error:
            form.add_refusal(error)
        except Refused as error:
            return _link_refused(request, str(error))
        else:
            messages.success(request, "Votre mot de passe est changé. Connectez-vous.")
            return redirect("accounts:login")
    return render(request, "accounts/password_reset.html", {"form": form})


def _user_of(uid):
    try:
        return User.objects.filter(pk=int(urlsafe_base64_decode(uid))).first()
    except (ValueError, OverflowError):
        return None


def _link_refused(request, sentence):
    return render(request, "accounts/link_refused.html", {"sentence": sentence}, status=410)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request, token):
    try:
        invited = open_invitation(token)
        form = AcceptForm(request.POST or None, initial={"display_name": invited.display_name})
        if request.method == "POST" and form.is_valid():
            user = services.accept_invitation(token=token, **form.accepted())
            login(request, user, backend=BACKEND)
            messages.success(request, "Votre compte est prêt.")
            return redirect(settings.LOGIN_REDIRECT_URL)
    except Invalid as error:
        form.add_refusal(error)
    except Refused as error:
        return _link_refused(request, str(error))
    return render(request, "accounts/invitation.html", {"form": form, "invitation": invited})

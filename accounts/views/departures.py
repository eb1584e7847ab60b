"""« Départ »: what a person holds, contract by contract, given line by line or all at once; then the account closes."""

from itertools import groupby

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services
from accounts.forms_departure import GiveForm
from accounts.models import User
from accounts.permissions import may_manage_account
from core.errors import Invalid, Refused
from core.history import Channel, acting


@require_http_methods(["GET", "HEAD", "POST"])
def departure(request, pk):
    someone = get_object_or_404(User, pk=pk)
    manages = may_manage_account(request.user, someone)
    pairs = services.holdings_for(someone, request.user)
    held = [holding for _kind, holding in pairs]
    if not held and not manages:
        raise Http404
    form = GiveForm(request.POST if request.method == "POST" else None, pairs=pairs, leaver=someone)
    if request.method == "POST" and form.is_valid() and _given(request, someone, form):
        return redirect("accounts:departure", someone.pk)
    context = {
        "person": someone,
        "form": form,
        "manages": manages,
        "count": len(held),
        "hosts": [(host, [(each, form[each.key]) for each in rows]) for host, rows in groupby(held, lambda h: h.host)],
    }
    return render(request, "accounts/departure.html", context, status=400 if form.errors else 200)


def _given(request, someone, form) -> bool:
    try:
        with acting(actor=request.user, channel=Channel.PAGE):
            count = services.reassign(user=someone, gifts=form.gifts(), actor=request.user)
    except (Invalid, Refused) as error:
        form.add_refusal(error)
        return False
    messages.success(request, f"{count}\xa0élément{'s' if count > 1 else ''} en de nouvelles mains.")
    return True


@require_POST
def close(request, pk):
    someone = get_object_or_404(User.objects.managed_by(request.user), pk=pk)
    try:
        with acting(actor=request.user, channel=Channel.PAGE):
            services.close_account(user=someone, actor=request.user)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("accounts:departure", someone.pk)
    messages.success(request, "Le compte est fermé.")
    return redirect("accounts:person", someone.pk)


def home_block(request):
    """« À réattribuer », on the home of a référent: what people who no longer sign in still hold on his contracts."""
    if not request.user.roles.department_codes:
        return None
    rows = [
        {"person": person, "count": count, "url": reverse("accounts:departure", args=[person.pk])}
        for person, count in services.waiting_for(request.user)
    ]
    return {"rows": rows} if rows else None

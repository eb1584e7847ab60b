"""What gathers on a démarche: notes, articles of the press, documents."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contracts.forms.approaches import DepositForm, NoteForm, PressForm
from contracts.forms.life import WithdrawalForm
from contracts.services import approach_file as services
from contracts.services.approaches import OVER
from core.errors import Refused
from core.forms import DsfrForm

from .approaches import load
from .settling import settle, status_of

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _load_open(request, pk):
    found = load(request, pk)
    if not found.is_open:
        raise Refused(OVER)
    return found


def _add(request, found, form, service, *, title, said):
    def write():
        service(approach=found, actor=request.user, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, said)
        return redirect(found)
    context = {"form": form, "row": None, "title": title, "conflict": None, "approach": found}
    return render(request, "contracts/approaches/add.html", context, status=status_of(form))


@FORM
def note(request, pk):
    form = NoteForm(request.POST or None)
    said = {"title": "Ajouter une note", "said": "La note est gardée."}
    return _add(request, _load_open(request, pk), form, services.add_note, **said)


@FORM
def press(request, pk):
    form = PressForm(request.POST or None)
    said = {"title": "Ajouter un article de presse", "said": "L’article est ajouté."}
    return _add(request, _load_open(request, pk), form, services.add_press, **said)


@FORM
def deposit(request, pk):
    form = DepositForm(request.POST or None, request.FILES or None)
    said = {"title": "Déposer un document", "said": "Le document est déposé."}
    return _add(request, _load_open(request, pk), form, services.deposit, **said)


@FORM
def remove_press(request, pk, link):
    found = _load_open(request, pk)
    row = get_object_or_404(found.presslinks, pk=link)
    form = DsfrForm(request.POST if request.method == "POST" else None)
    done = form.is_bound and settle(request, form, lambda: services.remove_press(link=row, actor=request.user))[0]
    return _taken_away(request, found, form, done, title="Retirer cet article\xa0?", sentence=row.title)


@FORM
def withdraw(request, pk, document):
    found = _load_open(request, pk)
    row = get_object_or_404(found.approachdocuments, pk=document)
    form = WithdrawalForm(request.POST or None)

    def write():
        services.withdraw(document=row, actor=request.user, reason=form.cleaned_data["reason"])

    done = form.is_bound and form.is_valid() and settle(request, form, write)[0]
    return _taken_away(request, found, form, done, title="Retirer ce document\xa0?", sentence=row.title)


def _taken_away(request, found, form, done, **said):
    if done:
        messages.success(request, "C’est retiré.")
        return redirect(found)
    acts = {"details": [], "action_label": "Retirer", "back": found.get_absolute_url(), "danger": True, "form": form}
    return render(
        request, "components/confirm.html", {**said, **acts}, status=status_of(form) if form.is_bound else 200
    )


@require_safe
@never_cache
def download(request, pk, document):
    row = get_object_or_404(load(request, pk).approachdocuments.filter(withdrawn_at__isnull=True), pk=document)
    response = FileResponse(row.file.open("rb"), as_attachment=True, filename=row.name)
    response["Content-Type"] = row.content_type
    response["X-Content-Type-Options"] = "nosniff"
    return response

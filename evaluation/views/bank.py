"""The bank of questions and the interview guides of a region: read by its ARS agents, set by its siège."""

import copy

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from contracts.views.conflict import values_to_save
from contracts.views.loading import by
from contracts.views.settling import settle, status_of
from core.wording import inside
from evaluation.bank import GUIDES
from evaluation.forms.bank import BankQuestionForm, GuideForm
from evaluation.models import BankQuestion
from evaluation.services import bank as services
from evaluation.terms import Audience

from .region_loading import load_region, load_settable
from .row_page import FORM


@require_safe
def bank(request, code):
    region, may_set = load_region(request, code)
    rows = list(BankQuestion.objects.filter(region=region))
    guides = [(audience, GUIDES[audience], services.region_guide(region, audience)) for audience in Audience]
    context = {
        "region": region,
        "rows": rows,
        "usual": [] if rows else services.bank_of(region),
        "guides": guides,
        "may_set": may_set,
    }
    return render(request, "evaluation/bank.html", context)


@require_POST
def adopt(request, code):
    region = load_settable(request, code)
    with by(request):
        services.adopt_usual_bank(region=region, actor=request.user)
    messages.success(request, "Les questions habituelles sont dans la banque\xa0: vous pouvez les modifier.")
    return redirect("evaluation:bank", code)


@FORM
def question(request, code, pk=None):
    region = load_settable(request, code)
    row = get_object_or_404(BankQuestion, region=region, pk=pk) if pk else None
    form = BankQuestionForm(request.POST or None, **({"instance": copy.copy(row)} if row else {}))

    def write():
        values = values_to_save(form) if row else form.cleaned_data
        version = form.seen_version if row else None
        services.save_bank_question(region=region, actor=request.user, row=row, version=version, **values)

    title = "Modifier la question" if row else "Ajouter une question à la banque"
    return _form_page(request, region, form, write, row, title)


@require_POST
def retire(request, code, pk):
    region = load_settable(request, code)
    row = get_object_or_404(BankQuestion, region=region, pk=pk)
    with by(request):
        services.retire_bank_question(row=row, actor=request.user, retired=not row.retired)
    messages.success(request, "La question est de nouveau proposée." if row.retired else "La question est retirée.")
    return redirect("evaluation:bank", code)


@FORM
def guide(request, code, audience):
    region = load_settable(request, code)
    if audience not in Audience.values:
        raise Http404
    row = services.region_guide(region, audience)
    form = GuideForm(request.POST or None, instance=copy.copy(row))

    def write():
        said = {"questions": form.cleaned_data["questions"], "version": form.cleaned_data.get("version")}
        services.complete_guide(region=region, audience=audience, actor=request.user, **said)

    title = f"Compléter le guide d’entretien\xa0: {inside(Audience(audience).label)}"
    return _form_page(request, region, form, write, row if row.pk else None, title)


def _form_page(request, region, form, write, row, title):
    conflict, back = None, reverse("evaluation:bank", args=[region.pk])
    if request.method == "POST" and form.is_valid():
        done, conflict = settle(request, form, write)
        if done:
            messages.success(request, "C’est enregistré.")
            return redirect(back)
    context = {"region": region, "form": form, "row": row, "conflict": conflict, "title": title, "back": back}
    return render(request, "evaluation/region_form.html", context, status=status_of(form, conflict))

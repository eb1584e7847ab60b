"""What the evaluation rests on: sources, and for those who write it, interviews and their quotes."""

import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.permissions import can_write
from contracts.views.loading import contract_page, load_contract
from contracts.views.seen import as_seen
from core.errors import Invalid, Stale
from evaluation.forms.interviews import AnswersForm, ConsentForm, InterviewForm, QuoteForm
from evaluation.models import Interview, Quote
from evaluation.services import interviews as services
from evaluation.services.bank import guide_of
from evaluation.terms import Audience

from .row_page import FORM, all_values, removal_page, row_page, to

MEANWHILE = "Quelqu’un d’autre vient de modifier cet entretien. Relisez, puis enregistrez de nouveau."


@require_safe
def sources(request, reference):
    """Everybody reads the sources; only those who write the evaluation, the interviews."""
    contract = load_contract(request, reference)
    may_write = can_write(request.user, contract)
    rows = contract.evaluation_sources.select_related("document", "interview").prefetch_related("criteria", "findings")
    quotes = Quote.objects.shown().filter(contract=contract).select_related("interview__source", "question")
    context = {
        "sources": rows,
        "quotes": quotes,
        "interviews": contract.interviews.select_related("source").prefetch_related("quotes") if may_write else [],
        "audiences": Audience.choices,
        "may_write": may_write,
    }
    return contract_page(request, contract, "evaluation/sources.html", context, active="sources")


@FORM
def add_interview(request, reference):
    contract = load_contract(request, reference, can_write)
    asked = request.GET.get("public", "")
    initial = {"audience": asked} if asked in Audience.values else {}
    form = InterviewForm(request.POST or None, instance=Interview(contract=contract), initial=initial)

    def write(values, _version):
        services.add_interview(contract=contract, actor=request.user, today=timezone.localdate(), **values)

    where = {"back": to("sources", contract, anchor="entretiens"), "active": "sources"}
    return row_page(request, contract, form, write, row=None, title="Ajouter un entretien", **where)


def _interview(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.interviews.select_related("source", "consent_noted_by"), pk=pk)
    row.contract = contract
    return contract, row


@require_safe
def interview(request, reference, pk):
    contract, row = _interview(request, reference, pk)
    quotes = row.quotes.select_related("question", "confirmed_by")
    taken_back = row.reports.filter(taken_back_on__isnull=False).select_related("document")
    context = {
        "interview": row,
        "quotes": quotes,
        "guide": guide_of(contract.region, row.audience),
        "taken_back": list(taken_back),
    }
    return contract_page(request, contract, "evaluation/interview.html", context, active="sources")


@FORM
def edit_interview(request, reference, pk):
    contract, row = _interview(request, reference, pk)
    form = InterviewForm(request.POST or None, instance=copy.copy(row))

    def write(values, version):
        services.edit_interview(row=row, actor=request.user, today=timezone.localdate(), version=version, **values)

    where = {
        "back": to("interview", contract, pk),
        "active": "sources",
        "remove_url": to("interview_remove", contract, pk),
    }
    return row_page(request, contract, form, write, row=row, title="Modifier l’entretien", **where)


@FORM
def consent(request, reference, pk):
    contract, row = _interview(request, reference, pk)
    form = ConsentForm(request.POST or None, instance=copy.copy(row))

    def write(values, version):
        told = all_values(row, values, ("consent", "consent_on", "consent_way"))
        said = {"consent": told["consent"], "on": told["consent_on"], "way": told["consent_way"]}
        services.note_consent(row=row, actor=request.user, today=timezone.localdate(), version=version, **said)

    where = {"back": to("interview", contract, pk), "active": "sources", "intro": str(row.source)}
    return row_page(request, contract, form, write, row=row, title="Noter le consentement", **where)


@FORM
def answers(request, reference, pk):
    """What was answered to each question of the guide."""
    contract, row = _interview(request, reference, pk)
    form = AnswersForm(request.POST or None, interview=row, guide=guide_of(contract.region, row.audience))

    def write(_values, _version):
        said = {"answers": form.answers(), "version": form.cleaned_data["version"]}
        try:
            services.edit_interview(row=row, actor=request.user, today=timezone.localdate(), **said)
        except Stale as stale:
            form.data = {**form.data.dict(), "version": stale.current.version}
            raise Invalid(MEANWHILE) from stale

    where = {"back": to("interview", contract, pk), "active": "sources", "intro": str(row.source)}
    return row_page(request, contract, form, write, row=None, title="Réponses au guide d’entretien", **where)


@FORM
def remove_interview(request, reference, pk):
    contract, row = _interview(request, reference, pk)

    def gone(version):
        services.remove_interview(row=row, actor=request.user, today=timezone.localdate(), version=version)

    return removal_page(
        request,
        row,
        gone,
        title="Retirer l’entretien",
        sentence=f"«\xa0{row.source}\xa0» sera retiré, avec ses notes et ses citations.",
        details=["Rien de ce qui a été dit n’est gardé, pas même dans le journal."],
        back=to("sources", contract),
    )


@FORM
def add_quote(request, reference, pk):
    contract, row = _interview(request, reference, pk)
    form = QuoteForm(request.POST or None, instance=Quote(contract=contract, interview=row))

    def write(values, _version):
        services.add_quote(interview=row, actor=request.user, **values)

    where = {"back": to("interview", contract, pk, anchor="citations"), "active": "sources", "intro": str(row.source)}
    said = "La citation est enregistrée\xa0: relisez-la, puis confirmez-la."
    return row_page(request, contract, form, write, row=None, title="Ajouter une citation", said=said, **where)


def _quote(request, reference, pk):
    contract = load_contract(request, reference, can_write)
    row = get_object_or_404(contract.evaluation_quotes.select_related("interview__source"), pk=pk)
    row.contract = contract
    return contract, row


@FORM
def edit_quote(request, reference, pk):
    contract, row = _quote(request, reference, pk)
    form = QuoteForm(request.POST or None, instance=copy.copy(row))

    def write(values, version):
        services.edit_quote(row=row, actor=request.user, version=version, **values)

    where = {
        "back": to("interview", contract, row.interview_id, anchor="citations"),
        "active": "sources",
        "remove_url": to("quote_remove", contract, pk),
    }
    return row_page(request, contract, form, write, row=row, title="Modifier la citation", **where)


@require_POST
def confirm_quote(request, reference, pk):
    contract, row = _quote(request, reference, pk)
    with as_seen(request) as version:
        services.confirm_quote(row=row, actor=request.user, version=version)
    messages.success(request, "La citation est confirmée\xa0: qui lit le contrat la voit.")
    return redirect(to("interview", contract, row.interview_id, anchor="citations"))


@FORM
def remove_quote(request, reference, pk):
    contract, row = _quote(request, reference, pk)

    def gone(version):
        services.remove_quote(row=row, actor=request.user, version=version)

    back = to("interview", contract, row.interview_id, anchor="citations")
    return removal_page(
        request, row, gone, title="Retirer la citation", sentence=f"«\xa0{row}\xa0» sera retirée.", back=back
    )

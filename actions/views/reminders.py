"""The weekly reminders of a contract: who will be reminded of what, the mail as it would leave, and pauses."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.permissions import can_write
from contracts.views.loading import contract_page, load_contract
from core import reminders


@require_safe
def page(request, reference):
    contract = load_contract(request, reference, can_write)
    people = reminders.recipients_of(contract.pk, timezone.localdate())
    return contract_page(request, contract, "actions/news/reminders.html", {"people": people}, active="news")


@require_safe
def preview(request, reference, email):
    contract = load_contract(request, reference, can_write)
    person = _person(contract, email)
    mail = reminders.preview_for(person)
    context = {"person": person, "subject": mail.subject, "text": mail.body}
    return contract_page(request, contract, "actions/news/reminder_preview.html", context, active="news")


@require_POST
def pause(request, reference, email):
    contract = load_contract(request, reference, can_write)
    person = _person(contract, email)
    if person.paused:
        reminders.resume(scope=contract.pk, email=person.email)
        messages.success(request, f"{person.name or person.email} recevra de nouveau les rappels de ce contrat.")
    else:
        reminders.pause(scope=contract.pk, email=person.email, actor=request.user)
        messages.success(request, f"{person.name or person.email} ne reçoit plus de rappel sur ce contrat.")
    return redirect("actions:reminders", reference)


def _person(contract, email):
    """Only of this contract: its reasons alone are shown, whatever else waits for the person elsewhere."""
    for person in reminders.recipients_of(contract.pk, timezone.localdate()):
        if person.email == email.lower():
            return person
    raise Http404

"""The people of a meeting: answers before, presences after, guests."""

import copy
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from contracts.permissions import can_write
from contracts.views.loading import by, contract_page
from contracts.views.settling import settle, status_of
from core.grid import Column
from governance.forms.meetings import AttendanceForm, GuestForm
from governance.models import Attendance
from governance.services import meetings as services

from .loading import load_meeting
from .presence_grid import grid_of, save_lines

FORM = require_http_methods(["GET", "HEAD", "POST"])
NAMES = ("answer", "presence", "represented_by")
COLUMNS = [Column("Réponse"), Column("Présence"), Column("Représenté·e par", wide=True)]


@FORM
def people(request, reference, pk):
    """Everybody in one grid. Each line is saved by itself: a line that somebody else changed comes back with both."""
    meeting = load_meeting(request, reference, pk, can_write)
    forms = [_form_of(row, request) for row in meeting.attendances.select_related("organisation")]
    conflicts = {}
    valid = [form.is_valid() for form in forms]
    if request.method == "POST" and all(valid):
        conflicts = save_lines(request, forms, partial(services.note_attendance, actor=request.user))
        if not conflicts:
            messages.success(request, "Les présences sont enregistrées.")
            return redirect(f"{meeting.get_absolute_url()}#personnes")
    wrong = any(form.errors for form in forms)
    grid = grid_of(forms, conflicts, COLUMNS, names=NAMES, heading="Organisation")
    context = {"meeting": meeting, "grid": grid, "conflicts": bool(conflicts)}
    status = 409 if conflicts else 400 if wrong else 200
    return contract_page(
        request, meeting.contract, "governance/people.html", context, active="governance", status=status
    )


def _form_of(row, request):
    return AttendanceForm(request.POST or None, instance=copy.copy(row), prefix=str(row.pk))


@require_POST
def seat(request, reference, pk):
    """Invite the seats that came since the meeting was prepared."""
    meeting = load_meeting(request, reference, pk, can_write)
    with by(request):
        services.seat_people(meeting=meeting, actor=request.user)
    messages.success(request, "Les sièges du jour sont dans la liste.")
    return redirect(f"{meeting.get_absolute_url()}#personnes")


@FORM
def invite(request, reference, pk):
    meeting = load_meeting(request, reference, pk, can_write)
    form = GuestForm(request.POST or None, instance=Attendance(contract=meeting.contract, meeting=meeting))

    def write():
        services.invite(meeting=meeting, actor=request.user, **form.cleaned_data)

    back = f"{meeting.get_absolute_url()}#personnes"
    if request.method == "POST" and form.is_valid() and settle(request, form, write)[0]:
        messages.success(request, "La personne est invitée.")
        return redirect(back)
    context = {"form": form, "title": "Inviter une personne", "host": meeting, "back": back, "conflict": None}
    return contract_page(
        request, meeting.contract, "governance/form.html", context, active="governance", status=status_of(form)
    )

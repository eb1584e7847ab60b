"""The first line of the pages of a meeting."""

from django.shortcuts import get_object_or_404

from contracts.views.loading import load_contract
from governance.models import AgendaItem, Attendance, Body, Meeting


def load_body(request, reference, pk, may=None):
    contract = load_contract(request, reference, may)
    return _of(contract, get_object_or_404(Body, contract=contract, pk=pk))


def load_meeting(request, reference, pk, may=None):
    """The meeting with its body and its contract: 404 where the contract is not visible, 403 where `may` says no."""
    contract = load_contract(request, reference, may)
    return _of(contract, get_object_or_404(Meeting.objects.select_related("body"), contract=contract, pk=pk))


def load_item(request, reference, pk, may=None):
    contract = load_contract(request, reference, may)
    rows = AgendaItem.objects.select_related("meeting", "body")
    return _of(contract, get_object_or_404(rows, contract=contract, pk=pk))


def load_attendance(request, reference, pk, may=None):
    contract = load_contract(request, reference, may)
    rows = Attendance.objects.select_related("meeting__body", "organisation")
    return _of(contract, get_object_or_404(rows, contract=contract, pk=pk))


def _of(contract, row):
    """Everything hangs on the one contract that was loaded."""
    row.contract = contract
    if getattr(row, "meeting", None):
        row.meeting.contract = contract
    if getattr(row, "body", None):
        row.body.contract = contract
    return row

"""The governance of a contract on one page: who coordinates, which bodies steer, whether they meet as promised."""

from django.utils import timezone
from django.views.decorators.http import require_safe

from contracts.permissions import can_write
from contracts.views.loading import contract_page, load_contract
from governance import figures
from governance.enums import MeetingState
from governance.permissions import reads_directory
from governance.querysets import bodies_of
from governance.rhythm import alert_of

from .sharing import coordination_of


@require_safe
def bodies(request, reference):
    contract = load_contract(request, reference)
    today = timezone.localdate()
    found = list(bodies_of(contract))
    for body in found:
        _with_its_meetings(body, today)
    context = {
        "bodies": found,
        **coordination_of(contract, today),
        "may_write": can_write(request.user, contract),
        "reads_directory": reads_directory(request.user),
        "rhythm": figures.rhythm_by_year(contract, today) if found else [],
        "without_seat": figures.without_seat(contract, found) if found else {},
        "unseen": figures.unseen_signatories(contract),
        "year": today.year,
        "copil_alert": alert_of(contract, today) if contract.signed else "",
        "first_copil": figures.first_copil_days(contract),
    }
    return contract_page(request, contract, "governance/bodies.html", context, active="governance")


def _with_its_meetings(body, today):
    """Its seats of today and the others, its meetings to come and those of the past, from what is prefetched."""
    seats = list(body.seats.all())
    body.sitting = [seat for seat in seats if seat.sits_on(today)]
    body.gone = [seat for seat in seats if not seat.sits_on(today)]
    meetings = list(body.meetings.all())
    coming = (MeetingState.PREPARED, MeetingState.CONVENED)
    body.coming = [meeting for meeting in reversed(meetings) if meeting.state in coming]
    body.past = [meeting for meeting in meetings if meeting.state not in coming]
    body.held = sum(meeting.took_place and meeting.on.year == today.year for meeting in meetings)

"""The meetings to come of the bodies of territory that the person belongs to, on the home page."""

from django.utils import timezone

from governance.enums import MeetingState
from governance.models import NetworkMeeting, NetworkMember

SHOWN = 3


def my_network_meetings(request):
    today = timezone.localdate()
    mine = NetworkMember.objects.current(today).filter(user=request.user).values("network")
    convened = NetworkMeeting.objects.filter(network__in=mine, state=MeetingState.CONVENED, on__gte=today)
    rows = list(convened.for_lists().order_by("on", "pk")[:SHOWN])
    return {"rows": rows} if rows else None

"""« Mes suites » on the home page: what is asked of the person, over all the contracts that she sees."""

from django.utils import timezone

from governance.models import FollowUp

SHOWN = 6


def my_follow_ups(request):
    today = timezone.localdate()
    mine = FollowUp.objects.visible_to(request.user).of_person(request.user).pending().soonest_first()
    rows = list(mine.select_related("contract")[: SHOWN + 1])
    if not rows:
        return None
    for row in rows:
        row.late = row.late_on(today)
    return {"rows": rows[:SHOWN], "more": len(rows) > SHOWN}

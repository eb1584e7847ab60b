"""Why somebody is reminded about an evaluation: an accepted recommendation was given to her."""

from django.urls import reverse

from core.reminders import Group, Reason
from core.wording import cut, day

from .models import Recommendation


def recommendations(today, *, person=None, scope=None):
    """To each account, the recommendations that it was given; the mail only says what is late."""
    rows = Recommendation.objects.pending().filter(owner__is_active=True)
    if scope is not None:
        rows = rows.filter(contract_id=scope)
    if person:
        rows = rows.filter(owner=person.account_id)
    for row in rows.select_related("owner", "contract"):
        when = f"pour le {day(row.due_on)}\xa0: " if row.due_on else ": "
        listed = reverse("evaluation:conclusions", args=[row.contract.reference])
        yield Reason(
            row.owner.email,
            str(row.owner),
            f"Recommandation à suivre {when}{cut(row.text, 160)}",
            f"{listed}#recommandation-{row.pk}",
            row.contract_id,
            row.contract.title,
            key=f"recommendation:{row.pk}",
            term=row.due_on,
            group=Group("recommandation à suivre,recommandations à suivre", listed),
            mailed=row.late_on(today),
        )

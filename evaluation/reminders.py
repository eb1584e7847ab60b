"""Why somebody is reminded about an evaluation: an accepted recommendation is late."""

from django.urls import reverse

from core.reminders import Reason
from core.wording import day

from .models import Recommendation


def late_recommendations(today, *, email=None, scope=None):
    """To each account, the recommendations that it was given and that are late."""
    rows = Recommendation.objects.late_on(today).filter(owner__is_active=True)
    if scope is not None:
        rows = rows.filter(contract_id=scope)
    if email:
        rows = rows.filter(owner__email__iexact=email)
    for row in rows.select_related("owner", "contract"):
        sentence = f"Recommandation à suivre pour le {day(row.due_on)}\xa0: {row.text[:160]}"
        url = reverse("evaluation:conclusions", args=[row.contract.reference]) + f"#recommandation-{row.pk}"
        yield Reason(row.owner.email, str(row.owner), sentence, url, row.contract_id, row.contract.title)

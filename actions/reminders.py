"""Why somebody is reminded about fiches: news asked and not given, answers to read, fiches that say nothing."""

from collections import Counter
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from contracts.enums import ContractRoleKind
from contracts.models import ContractRole
from core.reminders import Reason
from core.wording import count_of

from .models import Action, ActionPerson, NewsLink, NewsRequest

#: A person has this long to answer before the first reminder.
PATIENCE = timedelta(days=5)


def waiting_news(today, *, email=None, scope=None):
    """Asked for some days, not answered, by a link that still opens."""
    rows = NewsRequest.objects.waiting().filter(
        link__in=NewsLink.objects.open(), asked_at__lt=timezone.now() - PATIENCE
    )
    rows = _only(rows, scope=scope, email=email, by="link__email").select_related("link", "action", "contract")
    for row in rows:
        sentence = f"Où en est «\xa0{row.action.title}\xa0»\xa0?"
        url, title = row.link.get_absolute_url(), row.contract.title
        yield Reason(row.link.email, row.link.name, sentence, url, row.contract_id, title, personal=True)


def answers_to_read(today, *, email=None, scope=None):
    """For the coordinators of a contract: answers that wait for their approval."""
    waiting = Counter(_only(NewsRequest.objects.to_approve(), scope=scope).values_list("contract_id", flat=True))
    roles = ContractRole.objects.filter(role=ContractRoleKind.COORDINATOR, contract__in=waiting, user__is_active=True)
    for role in _only(roles, email=email, by="user__email").select_related("user", "contract"):
        sentence = f"{count_of(waiting[role.contract_id], 'réponse de partenaire,réponses de partenaires')} à relire."
        url = reverse("actions:news", args=[role.contract.reference])
        yield Reason(role.user.email, str(role.user), sentence, url, role.contract_id, role.contract.title)


def silent_fiches(today, *, email=None, scope=None):
    """For lead people with an account: their fiches without news for three months, in contracts that live."""
    silent = Action.objects.stale_on(today).filter(contract__stage="in_force")
    parts = ActionPerson.objects.filter(part="lead", user__is_active=True, action__in=silent)
    parts = _only(parts, scope=scope, email=email, by="user__email").select_related("user", "action", "contract")
    for part in parts:
        sentence = f"Votre fiche «\xa0{part.action.title}\xa0» est sans nouvelles depuis trois mois."
        url = part.action.get_absolute_url()
        yield Reason(part.user.email, str(part.user), sentence, url, part.contract_id, part.contract.title)


def _only(rows, *, scope=None, email=None, by="email"):
    if scope is not None:
        rows = rows.filter(contract_id=scope)
    return rows.filter(**{f"{by}__iexact": email}) if email else rows

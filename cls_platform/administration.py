"""The home page of whoever administers the platform: is it well, who comes in, what is not set, what was changed."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Invitation, Organisation, OrganisationAlias, TerritoryRole, User
from cls_platform.health import CHECKS, state_of
from contracts.journal import tell
from contracts.models import CoreTheme, RegionSettings, StageHelp, StandardText
from core.job_model import Job, JobState
from core.jobs import kind_of
from core.models import Change
from governance.models import RegionGovernance
from territories.models import Region

SERVICES = {"database": "Base de données", "broker": "File des tâches", "worker": "Exécution des tâches"}
#: What an administrator changes, or answers for; neither contracts nor démarches, of which she sees no draft.
OWN = (User, Invitation, TerritoryRole, Organisation, OrganisationAlias)
OF_REGIONS = (RegionSettings, CoreTheme, StandardText, StageHelp, RegionGovernance)
LINES, FAILURES, DAYS = 8, 5, 7


def home_block(request) -> dict:
    """As many queries whatever there is."""
    now = timezone.now()
    return {
        "services": [(label, state_of(name) == "ok") for name, label in SERVICES.items() if name in CHECKS],
        "accounts": accounts_of(now),
        "unset": list(regions_without_settings()),
        "set": RegionSettings.objects.count(),
        "jobs": jobs_of(now),
        "lines": tell(recent_changes()),
        "technical": request.user.is_staff,
    }


def accounts_of(now) -> dict[str, int]:
    """How many accounts are open, never came or are closed, and how many invitations wait."""
    return {
        **User.objects.aggregate(
            open=Count("pk", filter=Q(is_active=True)),
            never=Count("pk", filter=Q(is_active=True, last_login=None)),
            closed=Count("pk", filter=Q(is_active=False)),
        ),
        "invited": Invitation.objects.pending(at=now).count(),
    }


def regions_without_settings():
    """Those where somebody of the ARS has an account, and whose rules nobody has set yet."""
    roles = TerritoryRole.objects.filter(user__is_active=True)
    working = Q(pk__in=roles.values("region")) | Q(pk__in=roles.values("department__region"))
    return Region.objects.filter(working, settings=None).order_by("name")


def jobs_of(now) -> dict:
    """How many wait or run, and those that failed these days: their kind and their day, never what they were about."""
    failed = Q(state=JobState.FAILED, finished_at__gte=now - timedelta(days=DAYS))
    counted = Job.objects.aggregate(
        queued=Count("pk", filter=Q(state=JobState.QUEUED)),
        running=Count("pk", filter=Q(state=JobState.RUNNING)),
        failed=Count("pk", filter=failed),
    )
    last = Job.objects.filter(failed).order_by("-finished_at")[:FAILURES]
    return {**counted, "last": [{"label": kind_of(job).label, "at": job.finished_at} for job in last], "days": DAYS}


def recent_changes():
    kinds = ContentType.objects.get_for_models(*OWN, *OF_REGIONS).values()
    found = Change.objects.filter(content_type__in=kinds, scope=None)
    return found.select_related("actor", "content_type").order_by("-timestamp", "-id")[:LINES]

"""The views of the dashboard that the siège of a region keeps for all its agents."""

from django.db import transaction

from accounts.permissions import may_manage_region
from contracts.services.region import NOT_YOURS
from core.errors import Forbidden, Invalid
from core.history import acting
from core.versioned import change, lock, validated
from evaluation.models import SharedView

MOST = 20


def shared_with(user):
    """Those of the regions of whoever reads; all of them for an administrator."""
    views = SharedView.objects.select_related("region", "by")
    return views if user.roles.administrator else views.filter(region__in=user.roles.ars_region_codes)


@transaction.atomic
def share_view(*, region, name, query, actor) -> SharedView:
    """The same name takes the place of the former view of the region. Raises `Forbidden`, `Invalid`."""
    _refuse(actor, region)
    said = {"query": query, "by": actor}
    with acting(actor):
        row = region.dashboard_views.filter(name=name.strip()).first() or _new(region, name.strip(), said)
        return change(row, **said)


def _new(region, name, said):
    if region.dashboard_views.count() >= MOST:
        raise Invalid(fields={"name": [f"La région garde déjà {MOST}\xa0vues\xa0: retirez-en une."]})
    validated(SharedView(region=region, name=name, **said), validate_unique=False, validate_constraints=False)
    # Somebody may share the same name at this very moment.
    return SharedView.objects.get_or_create(region=region, name=name, defaults=said)[0]


@transaction.atomic
def unshare_view(*, view, actor):
    _refuse(actor, view.region)
    with acting(actor):
        lock(view).delete()


def _refuse(actor, region):
    if not may_manage_region(actor, region):
        raise Forbidden(NOT_YOURS)

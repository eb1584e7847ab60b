"""What a region rules for the governance of its contracts, and the sharing that one contract justifies."""

from django.db import transaction

from accounts.permissions import may_manage_region
from contracts import writing
from contracts.services.region import NOT_YOURS
from core.errors import Forbidden
from core.history import acting
from core.versioned import bump, lock, validated
from governance.models import GovernanceSettings, RegionGovernance


def governance_of_region(region) -> RegionGovernance:
    """The settings of `region`; those by default, not saved, where nobody has chosen yet."""
    return RegionGovernance.objects.filter(region=region).first() or RegionGovernance(region=region)


def governance_of(contract) -> GovernanceSettings:
    """Those of `contract`; the defaults, not saved, where nobody has chosen yet."""
    return GovernanceSettings.objects.filter(contract=contract).first() or GovernanceSettings(contract=contract)


@transaction.atomic
def set_region_rules(*, region, actor, version=None, **rules) -> RegionGovernance:
    """The rules named in `rules` (fields of `RegionGovernance`); the others stay."""
    if actor is not None and not may_manage_region(actor, region):
        raise Forbidden(NOT_YOURS)
    held, made = RegionGovernance.objects.select_for_update().get_or_create(region=region)
    with acting(actor):
        current = held if made else lock(held, version=version)
        for name, value in rules.items():
            setattr(current, name, value)
        validated(current)
        return bump(current)


@transaction.atomic
def justify_sharing(*, contract, actor, ars_share, sharing_reason, version=None) -> GovernanceSettings:
    """Another sharing than the region's, with its reason; `ars_share` None goes back to the region's."""
    writing.refuse_unless(writing.can_write, actor, contract)
    held = writing.hold(contract)
    row, made = GovernanceSettings.objects.get_or_create(contract=held)
    with acting(actor):
        current = row if made else lock(row, version=version)
        current.ars_share = ars_share
        current.sharing_reason = sharing_reason.strip() if ars_share is not None else ""
        validated(current)
        return bump(current)

"""Who may do what on a campaign and on one reply. What is not visible is a 404 and never reaches these predicates."""

import rules

from accounts.permissions import is_active
from contracts.enums import ContractRoleKind
from contracts.permissions import roles_on

from .campaign_enums import CampaignState


@rules.predicate
def can_create(user):
    """The siège for its region, a référent for his département."""
    return is_active(user) and bool(user.roles.region_codes or user.roles.department_codes)


@rules.predicate
def manages(user, campaign):
    if not is_active(user):
        return False
    roles = user.roles
    return campaign.region_id in roles.region_codes or campaign.department_id in roles.department_codes


@rules.predicate
def manages_its_campaign(user, reply):
    return manages(user, reply.campaign)


@rules.predicate
def answers(user, reply):
    """Coordinates the contract, or was added to this very answer."""
    if not is_active(user):
        return False
    if ContractRoleKind.COORDINATOR in roles_on(user, reply.contract):
        return True
    return any(person.pk == user.pk for person in reply.people.all())


@rules.predicate
def coordinates(user, reply):
    return ContractRoleKind.COORDINATOR in roles_on(user, reply.contract)


@rules.predicate
def reads_results(user, campaign):
    """Who manages, from the closing on; once published, who answered and the ARS of the region."""
    if manages(user, campaign):
        return campaign.state in (CampaignState.OPEN, CampaignState.CLOSED, CampaignState.PUBLISHED)
    if not is_active(user) or campaign.state != CampaignState.PUBLISHED:
        return False
    if campaign.region_id in user.roles.ars_region_codes:
        return True
    return type(campaign).objects.answered_by(user).filter(pk=campaign.pk).exists()


reads_reply = answers | manages_its_campaign
may_name_people = coordinates | manages_its_campaign

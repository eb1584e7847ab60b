"""Where people land after signing in, when one page serves them better than the home page."""

from django.urls import reverse

from contracts.enums import ContractRoleKind


def of_ars(user) -> str | None:
    """A référent and the siège: the contracts that they follow."""
    return reverse("evaluation:dashboard") if user.roles.is_ars else None


def of_elected(user) -> str | None:
    """An élu·e of a single contract, who holds nothing else, lands on it. One query."""
    if user.roles.administrator:
        return None
    held = list(user.contract_roles.values_list("role", "contract__reference")[:2])
    if len(held) == 1 and held[0][0] == ContractRoleKind.ELECTED:
        return reverse("evaluation:in_brief", args=[held[0][1]])
    return None

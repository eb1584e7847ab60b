"""Which contracts a REST request may read: what the person sees, or its signed part with such a key."""

from .models import Contract


def visible_contracts(request):
    found = Contract.objects.visible_to(request.user)
    return found.signed() if signed_only(request) else found


def signed_only(request) -> bool:
    """Whether the key of the request is limited to signed contracts."""
    return getattr(request.auth, "signed_only", False)

"""Which contracts a REST request may read: what the person sees, or its signed part with such a key."""

from .models import Contract


def visible_contracts(request):
    found = Contract.objects.visible_to(request.user)
    return found.signed() if getattr(request.auth, "signed_only", False) else found

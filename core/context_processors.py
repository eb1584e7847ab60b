from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from .navigation import main_menu, quick_search


def site(request):
    """What the frame of every page needs; the menu is only worked out by pages that show it."""
    return {
        "site": {
            "name": settings.SITE_NAME,
            "tagline": settings.SITE_TAGLINE,
            "entity": settings.SITE_ENTITY,
            "logo": settings.SITE_LOGO,
            "state_brand": settings.STATE_BRAND,
            "demo": settings.DEMO_MODE,
        },
        "main_menu": lambda: main_menu(request) if hasattr(request, "user") else [],
        "quick_search": lambda: quick_search(request) if hasattr(request, "user") else None,
        # A refusal before sign-in (lost session) has no user yet.
        **({} if hasattr(request, "user") else {"user": AnonymousUser()}),
    }

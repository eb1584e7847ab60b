"""What a person chose of how pages look to her. Not a matter of the journal."""

from django.db import transaction

from accounts.models import User


@transaction.atomic
def remember(*, user, name, value):
    """Keep one choice; the others stay."""
    held = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    preferences = {**held.preferences, name: value}
    User.objects.filter(pk=user.pk).update(preferences=preferences)
    user.preferences = preferences

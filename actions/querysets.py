"""What one may read of the fiches, in the field's own words."""

from django.db import models
from django.db.models import Q

from contracts.models.contract import Contract

from .enums import ActionStatus

FINISHED = [ActionStatus.DONE, ActionStatus.ABANDONED]


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The fiches of the contracts that `user` may read."""
        return self.filter(contract__in=Contract.objects.visible_to(user))

    def late_on(self, day):
        """« En retard » on that day: past its end and neither done nor abandoned, or planned past its start.

        Computed from dates, never stored (domain, §7).
        """
        unfinished = ~Q(status__in=FINISHED)
        return self.filter(unfinished, Q(ends_on__lt=day) | Q(status=ActionStatus.PLANNED, starts_on__lt=day))

    def led_by(self, user):
        return self.filter(person_parts__part="lead", person_parts__user=user)

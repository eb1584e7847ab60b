"""What one may read of the indicators. `due_on` and `stale_on` say in SQL what `actions.due` says of one row."""

from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from contracts.enums import Stage
from contracts.models.contract import Contract

from .due import MONTHS, ONCE, after
from .enums import Frequency


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(contract__in=Contract.objects.visible_to(user))

    def of_axis(self, axis):
        """Those of the axis itself, of its objectives and of its fiches."""
        return self.filter(Q(axis=axis) | Q(objective__axis=axis) | Q(action__axis=axis))

    def with_last(self):
        """`last_on`: the date of the last value. One subquery, not a join: other filters may join too."""
        from .models import Measure

        last = Measure.objects.filter(indicator=OuterRef("pk")).order_by().values("indicator")
        return self.annotate(last_on=Subquery(last.annotate(on=Max("on")).values("on")))

    def due_on(self, today):
        """A value is expected, today or since."""
        return self._counted(today, periods=1, once=True)

    def stale_on(self, today):
        """« Données périmées »: a whole period late."""
        return self._counted(today, periods=2, once=False)

    def _counted(self, today, *, periods, once):
        """The day counted from is `periods` periods behind: on that day exactly it is due, and not yet stale."""
        since = Coalesce("last_on", F("contract__starts_on"))
        comparison = "counted_from__lte" if periods == 1 else "counted_from__lt"
        wanted = Q()
        for frequency, months in MONTHS.items():
            wanted |= Q(frequency=frequency, **{comparison: after(today, -months * periods)})
        if once:
            wanted |= Q(frequency=Frequency.ONCE, last_on__isnull=True, counted_from__lte=after(today, -ONCE))
        rows = self.filter(contract__stage=Stage.IN_FORCE).with_last()
        return rows.annotate(counted_from=since).filter(wanted)

"""What one may read of the indicators. `due_on` and `stale_on` say in SQL what `actions.due` says of one row."""

from django.db import models
from django.db.models import Case, F, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan, LessThanOrEqual

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
        # One limit a row, so that the last value is looked up once whatever the number of frequencies.
        limits = [When(frequency=code, then=_day(after(today, -months * periods))) for code, months in MONTHS.items()]
        if once:
            limits.append(When(frequency=Frequency.ONCE, last_on__isnull=True, then=_day(after(today, -ONCE))))
        rows = self.filter(contract__stage=Stage.IN_FORCE).with_last()
        counted_from = Coalesce("last_on", F("contract__starts_on"))
        compare = LessThanOrEqual if periods == 1 else LessThan
        return rows.filter(compare(counted_from, Case(*limits, output_field=models.DateField())))


def _day(day):
    return Value(day, output_field=models.DateField())

"""The consolidated evaluation of the demonstration: one period of each region that has a signed contract."""

from datetime import date

from django.utils import timezone

from evaluation.models import EvaluationPeriod
from evaluation.services.periods import choosable, open_period, write_synthesis
from territories.models import Region

SYNTHESIS = "<p>Premiers enseignements\xa0: l’accès aux soins progresse là où le transport est organisé.</p>"


def open_periods():
    """The year that runs, open."""
    year = timezone.localdate().year
    for region in Region.objects.filter(settings__isnull=False):
        if choosable(region).exists() and not EvaluationPeriod.objects.filter(region=region).exists():
            days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
            made = open_period(region=region, actor=None, title=f"Année {year}", **days)
            write_synthesis(period=made, actor=None, synthesis=SYNTHESIS)

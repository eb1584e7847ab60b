"""What one may read of the fiches, in the field's own words."""

from datetime import timedelta
from decimal import Decimal

from django.db import connections, models
from django.db.models import BooleanField, Case, F, Q, When
from django.db.models.functions import Coalesce

from contracts.models.contract import Contract
from core.search import matching, words

from .enums import ActionStatus, Priority

FINISHED = [ActionStatus.DONE, ActionStatus.ABANDONED]
PRIORITIES = [Priority.HIGH, Priority.MEDIUM, Priority.LOW]
#: Without news for so long, an unfinished fiche says nothing any more.
STALE_AFTER_DAYS = 90
#: « Ont bougé »: since the same day of last week.
MOVED_WITHIN_DAYS = 7


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The fiches of the contracts that `user` may read."""
        return self.filter(contract__in=Contract.objects.visible_to(user))

    def late_on(self, day):
        """« En retard » on that day: past its end and neither done nor abandoned, or planned past its start.

        Computed from dates, never stored (domain, §7). The same as `Action.late_on`.
        """
        unfinished = ~Q(status__in=FINISHED)
        return self.filter(unfinished, Q(ends_on__lt=day) | Q(status=ActionStatus.PLANNED, starts_on__lt=day))

    def stale_on(self, day):
        """Unfinished, and without a change of the fiche or of its rows for `STALE_AFTER_DAYS`."""
        return self.exclude(status__in=FINISHED).filter(updated_at__date__lt=stale_since(day))

    def money_due(self, day):
        """Whose money of a past year is planned or granted, and says nothing of what was spent."""
        from .models import Funding

        return self.filter(pk__in=Funding.objects.due_on(day).values("action"))

    def figures_due(self, day):
        """An indicator of the fiche awaits a value, today or since."""
        from .models import Indicator

        return self.filter(pk__in=Indicator.objects.due_on(day).filter(action__isnull=False).values("action"))

    def moved_since(self, day):
        """A change of the fiche or of one of its rows, on that day or after."""
        return self.filter(updated_at__date__gte=day)

    def without_year(self, day):
        """Unfinished, back every year, and no line of progress for the year of `day`. As `Action.year_missing`."""
        from .models import YearProgress

        told = YearProgress.objects.filter(year=day.year).values("action")
        return self.filter(yearly=True).exclude(status__in=FINISHED).exclude(pk__in=told)

    def in_state(self, state, day):
        """What the page calls « à regarder »: one name per state, as the filters of the address say it."""
        match state:
            case "late":
                return self.late_on(day)
            case "silent":
                return self.stale_on(day)
            case "moved":
                return self.moved_since(day - timedelta(days=MOVED_WITHIN_DAYS))
            case "money_due":
                return self.money_due(day)
            case "figures_due":
                return self.figures_due(day)
            case "year_due":
                return self.without_year(day)
            case "complete" | "incomplete":
                return self.complete(state == "complete")
        return self

    def led_by(self, user):
        return self.filter(person_parts__part="lead", person_parts__user=user)

    def led_by_organisation(self, organisation):
        from .models import ActionOrganisation

        led = ActionOrganisation.objects.filter(part="lead", organisation=organisation)
        return self.filter(pk__in=led.values("action"))

    def funded_by(self, funder):
        from .models import Funding

        return self.filter(pk__in=Funding.objects.filter(funder=funder).values("action"))

    def search(self, text):
        """Every word in the number, the title, the description or the name of a lead organisation.

        Neither accents nor case count. Names are read where they are, so that a renamed organisation is found.
        """
        from .models import ActionOrganisation

        found = self if words(text) else self.filter(matching(text, "search"))
        for word in words(text):
            led = ActionOrganisation.objects.filter(part="lead", organisation__search__contains=word)
            found = found.filter(Q(search__contains=word) | Q(pk__in=led.values("action")))
        return found

    def with_theme(self, theme):
        """Fiches that bear this theme, word for word."""
        if connections[self.db].vendor == "postgresql":
            return self.filter(themes__contains=[theme])
        # SQLite has no « contains » of JSON: the lists are read.
        rows = self.model._base_manager.exclude(themes=[]).values_list("pk", "themes")
        return self.filter(pk__in=[pk for pk, themes in rows if theme in themes])

    def in_plan_order(self):
        """As the contract prints them: axis, then what hangs straight on it, then objective by objective."""
        return self.order_by(
            "axis__position",
            "axis_id",
            F("objective__position").asc(nulls_first=True),
            "objective_id",
            "position",
            "id",
        )

    def by_priority(self):
        """High, medium, low, then what says nothing."""
        rank = Case(*(When(priority=code, then=place) for place, code in enumerate(PRIORITIES)), default=9)
        return self.order_by(rank, "pk")

    def by_status(self):
        """In the order of the life of a fiche; « sans statut » last."""
        rank = Case(*(When(status=code, then=place) for place, code in enumerate(ActionStatus.values)), default=99)
        return self.order_by(rank, "pk")

    def with_completeness(self):
        """Annotates `has_<code>` for every rule of `actions.completeness`."""
        from .completeness import RULES

        held = {f"has_{rule.code}": _boolean(rule.held()) for rule in RULES}
        return self.annotate(**held)

    def complete(self, complete=True):
        """Those that every rule of `actions.completeness` finds whole, or the others."""
        from .completeness import RULES

        whole = Q()
        for rule in RULES:
            whole &= rule.held()
        return self.filter(whole) if complete else self.exclude(pk__in=self.model._base_manager.filter(whole))

    def for_lists(self):
        """What one row of a list shows, in a constant number of queries."""
        from .models import ActionOrganisation

        leads = ActionOrganisation.objects.filter(part="lead").select_related("organisation")
        return self.select_related("axis", "objective", "contract").prefetch_related(
            models.Prefetch("organisation_parts", queryset=leads, to_attr="lead_rows")
        )


class FundingQuerySet(models.QuerySet):
    def due_on(self, day):
        """Lines of a year that is over, planned or granted, whose spending is not said: « argent dû »."""
        promised = Q(planned__gt=0) | Q(granted__gt=0)
        return self.filter(promised, year__lt=day.year, spent__isnull=True)

    def missing_money(self):
        """Lines planned for more than what was granted."""
        return self.filter(planned__gt=Coalesce(F("granted"), Decimal(0)))

    def unplanned_money(self):
        """Lines granted for more than what was planned."""
        return self.filter(granted__gt=Coalesce(F("planned"), Decimal(0)))

    def in_state(self, state, day):
        """What the filters of pages and of the REST interface call « missing », « unplanned » and « due »."""
        match state:
            case "missing":
                return self.missing_money()
            case "unplanned":
                return self.unplanned_money()
            case "due":
                return self.due_on(day)
        return self

    def for_tables(self):
        """What one row of a table of money shows, in a constant number of queries."""
        return self.select_related("funder", "funding_agreement", "action", "action__axis").order_by(
            "action__axis__position", "action__position", "action", F("year").asc(nulls_last=True), "position", "pk"
        )


def stale_since(day):
    return day - timedelta(days=STALE_AFTER_DAYS)


def _boolean(condition):
    return Case(When(condition, then=True), default=False, output_field=BooleanField())

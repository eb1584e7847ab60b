"""What one may read of the fiches, in the field's own words."""

from decimal import Decimal

from django.db import connections, models
from django.db.models import BooleanField, Case, ExpressionWrapper, F, Q, When
from django.db.models.functions import Coalesce

from contracts.models.contract import Contract
from core.search import matching, words

from . import states
from .enums import ActionStatus, Priority

PRIORITIES = [Priority.HIGH, Priority.MEDIUM, Priority.LOW]


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The fiches of the contracts that `user` may read."""
        return self.filter(contract__in=Contract.objects.visible_to(user))

    def late_on(self, day):
        return self.filter(states.late(day))

    def stale_on(self, day):
        return self.filter(states.silent(day))

    def in_state(self, state, day):
        """What the page calls « à regarder »: see `actions.states`."""
        return self.filter(states.STATES[state](day)) if state in states.STATES else self

    def led_by(self, user):
        return self.filter(person_parts__part="lead", person_parts__user=user)

    def led_by_organisation(self, organisation):
        from .models import ActionOrganisation

        led = ActionOrganisation.objects.filter(part="lead", organisation=organisation)
        return self.filter(pk__in=led.values("action"))

    def funded_by(self, funder):
        from .models import Funding

        return self.filter(pk__in=Funding.objects.filter(funder=funder).values("action"))

    def with_sector(self, sector):
        """Led or helped by an organisation of this sector."""
        from .models import ActionOrganisation

        return self.filter(pk__in=ActionOrganisation.objects.filter(organisation__sector=sector).values("action"))

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

        held = {f"has_{rule.code}": ExpressionWrapper(rule.held(), BooleanField()) for rule in RULES}
        return self.annotate(**held)

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

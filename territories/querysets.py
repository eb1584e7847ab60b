"""Reads of places and perimeters."""

from functools import reduce
from operator import and_, or_

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from core.search import MAX_WORDS

from .names import place_key


class PlaceQuerySet(models.QuerySet):
    def search(self, text):
        """By name, code or postcode; what begins with the text first, then the most populated."""
        key = place_key(text)
        if not key:
            return self.none() if str(text or "").strip() else self
        by_code = Q(code__istartswith=key) if " " not in key and any(c.isdigit() for c in key) else Q(pk__in=[])
        if any(field.name == "postcodes" for field in self.model._meta.fields) and key.isdigit():
            by_code |= Q(postcodes__contains=key)
        by_name = reduce(and_, (Q(search__contains=word) for word in key.split()[:MAX_WORDS]))
        rank = Case(
            When(Q(search=key) | Q(code__iexact=key), then=Value(0)),
            When(search__startswith=key, then=Value(1)),
            When(search__contains=f" {key}", then=Value(2)),
            default=Value(3),
        )
        return self.filter(reduce(or_, [by_name, by_code])).annotate(rank=rank).order_by("rank", *self._by_size())

    def _by_size(self):
        return (F("population").desc(nulls_last=True), "search", "pk")

    def of_department(self, code):
        return self.filter(department=code)


class RegionQuerySet(PlaceQuerySet):
    def of_department(self, code):
        return self.filter(departments=code)


class DepartmentQuerySet(PlaceQuerySet):
    def of_department(self, code):
        return self.filter(pk=code)


class CommuneQuerySet(PlaceQuerySet):
    def current(self):
        """Those that still exist."""
        return self.filter(active=True)


class EpciQuerySet(PlaceQuerySet):
    def current(self):
        return self.filter(dissolved=False)

    def of_department(self, code):
        """Those with at least one commune there: an EPCI may cross the border of a département."""
        from .models import Commune

        communes = Commune.objects.filter(department=code).order_by()
        inside = [communes.filter(**{f"{field}__isnull": False}).values(field) for field in ("epci", "ept")]
        return self.filter(Q(pk__in=inside[0]) | Q(pk__in=inside[1]))


class TerritoryQuerySet(models.QuerySet):
    def touching(self, department_codes):
        """Those of which at least one commune is in one of these départements; each once."""
        through = self.model.departments.through.objects.filter(department__in=list(department_codes))
        return self.filter(Exists(through.filter(territory=OuterRef("pk"))))

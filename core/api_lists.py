"""Reading a request and cutting lists, the same for all REST resources: body, pages, search, order.

Apart from `core.api`, since the settings of REST name these while its own classes are still being made.
"""

import json
import re
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import exceptions, filters, pagination, parsers

from .problems import TooLarge
from .search import matching, words

SEARCH_HELP = "Mots à trouver, tous\xa0; ni les accents ni la casse ne comptent."


class StrictJSONParser(parsers.JSONParser):
    """JSON of a bounded size, whose texts can be stored: no lone surrogate, no null character, no abyss."""

    def parse(self, stream, media_type=None, parser_context=None):
        request = (parser_context or {}).get("request")
        if request and int(request.META.get("CONTENT_LENGTH") or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise TooLarge
        try:
            data = super().parse(stream, media_type, parser_context)
            json.dumps(data, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise exceptions.ParseError("Un texte contient un demi-caractère (surrogate) isolé.") from error
        except (RecursionError, ValueError) as error:
            raise exceptions.ParseError("Ce JSON ne peut pas être lu.") from error
        return data


class Pagination(pagination.PageNumberPagination):
    page_size_query_param = "page_size"
    max_page_size = 200
    page_size_query_description = "Nombre de résultats par page, 200 au plus."

    def get_page_size(self, request):
        asked = request.query_params.get(self.page_size_query_param)
        if asked is not None and not re.fullmatch(r"0*[1-9][0-9]{0,8}", asked):
            raise exceptions.ValidationError({"page_size": ["Donnez un nombre entier, à partir de 1."]})
        return super().get_page_size(request)

    def get_paginated_response(self, data):
        """The neighbours in `Link` too (RFC 8288): a CSV body has no place for them."""
        response = super().get_paginated_response(data)
        known = {"next": response.data["next"], "prev": response.data["previous"]}
        if links := [f'<{address}>; rel="{name}"' for name, address in known.items() if address]:
            response["Link"] = ", ".join(links)
        return response

    def get_schema_operation_parameters(self, view):
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            parameter["schema"]["minimum"] = 1
        return parameters


class Filters(DjangoFilterBackend):
    """Makes the form of the filters only where one is asked for: copying some ten fields costs as much as a query."""

    def get_filterset(self, request, queryset, view):
        known = getattr(self.get_filterset_class(view, queryset), "base_filters", {})
        return super().get_filterset(request, queryset, view) if known.keys() & request.query_params.keys() else None


class AccentFreeSearch(filters.BaseFilterBackend):
    """`?search=`: over the view's `search_fields` (normalised columns), else by the QuerySet's own `search(text)`."""

    def filter_queryset(self, request, queryset, view):
        text = request.query_params.get("search", "")
        fields = getattr(view, "search_fields", None)
        if not text.strip():
            return queryset
        if not fields:
            return queryset.search(text) if hasattr(queryset, "search") else queryset
        for word in words(text) or [text]:
            queryset = self._narrowed(queryset, word, fields)
        return queryset

    def _narrowed(self, queryset, word, fields):
        plain = [name for name in fields if not _many(queryset.model, name)]
        conditions = [matching(word, name) for name in plain]
        # A list on the other side is asked apart, so that no row comes twice.
        conditions += [
            Q(pk__in=queryset.model._base_manager.filter(matching(word, name)).values("pk"))
            for name in fields
            if name not in plain
        ]
        return queryset.filter(reduce(or_, conditions))

    def get_schema_operation_parameters(self, view):
        if not (getattr(view, "search_fields", None) or hasattr(getattr(view, "queryset", None), "search")):
            return []
        return [{"name": "search", "in": "query", "description": SEARCH_HELP, "schema": {"type": "string"}}]


def _many(model, path) -> bool:
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if field.one_to_many or field.many_to_many:
            return True
        model = field.related_model
        if model is None:
            return False
    return False


class StableOrdering(filters.BaseFilterBackend):
    """`?ordering=`: only what the view names in `ordering_fields` (a list, or public name → field), then the key.

    The key at the end keeps pages apart when many rows are equal.
    """

    def filter_queryset(self, request, queryset, view):
        asked = request.query_params.get("ordering")
        if asked is None:
            default = getattr(view, "ordering", None) or queryset.query.order_by or queryset.model._meta.ordering
            return queryset.order_by(*(name for name in default if name not in ("id", "pk")), "pk")
        return queryset.order_by(*self._terms(asked, _orderings(view)), "pk")

    def _terms(self, asked, known):
        for term in filter(None, (part.strip() for part in asked.split(","))):
            name = term.removeprefix("-")
            if name not in known:
                choice = ", ".join(known) or "aucun"
                raise exceptions.ValidationError({"ordering": [f"Tri inconnu. Tris possibles\xa0: {choice}."]})
            yield ("-" if term.startswith("-") else "") + known[name]

    def get_schema_operation_parameters(self, view):
        names = [sign + name for name in _orderings(view) for sign in ("", "-")]
        schema = {"type": "array", "items": {"type": "string", "enum": names}}
        parameter = {"name": "ordering", "in": "query", "schema": schema, "style": "form", "explode": False}
        return [{**parameter, "description": "Ordre\xa0; « - » devant pour l’inverse."}] if names else []


def _orderings(view) -> dict[str, str]:
    fields = getattr(view, "ordering_fields", None) or {}
    return dict(fields) if isinstance(fields, dict) else {name: name for name in fields}

"""What all REST resources share: pages, search, order, versions, and services behind the verbs."""

import json
import re
from functools import reduce
from operator import or_

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q
from rest_framework import (
    exceptions,
    filters,
    mixins,
    pagination,
    parsers,
    permissions,
    status,
    viewsets,
)
from rest_framework.response import Response

from .errors import Stale
from .history import Channel, acting
from .problems import PreconditionRequired, TooLarge, etag_of
from .search import matching, words

SEARCH_HELP = "Mots à trouver, tous\xa0; ni les accents ni la casse ne comptent."
ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')


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

    def get_schema_operation_parameters(self, view):
        parameters = super().get_schema_operation_parameters(view)
        for parameter in parameters:
            parameter["schema"]["minimum"] = 1
        return parameters


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


class SafeInput:
    """Refuses, before any query, what no database can be asked; and journals what follows as done by API."""

    def dispatch(self, request, *args, **kwargs):
        with acting(channel=Channel.API):
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        if any("\x00" in str(value) for value in kwargs.values()):
            raise exceptions.NotFound
        for name, values in request.query_params.lists():
            if any("\x00" in value for value in [name, *values]):
                raise exceptions.ValidationError({name.replace("\x00", ""): ["Le caractère nul n’est pas permis."]})

    def acting(self):
        return acting(actor=self.request.user, channel=Channel.API)


def expected_version(request, instance) -> int | None:
    """The version named by If-Match, `None` for « * ». Raises 428 without it, 412 where it is not the current one."""
    given = request.headers.get("If-Match")
    if given is None:
        raise PreconditionRequired
    if given.strip() == "*":
        return None
    if str(instance.version) not in ETAG.findall(given):
        raise Stale(instance)
    return instance.version


class ReadViewSet(SafeInput, mixins.ListModelMixin, viewsets.GenericViewSet):
    """List and detail; the detail of a versioned row has an ETag."""

    def retrieve(self, request, *args, **kwargs):
        return self.answer(self.get_object())

    def answer(self, instance, *, status=status.HTTP_200_OK):
        headers = {"ETag": etag_of(instance)} if hasattr(instance, "version") else {}
        return Response(self.get_serializer(instance).data, status=status, headers=headers)

    def fresh(self, instance):
        """The row as a reader gets it: with what the list's QuerySet adds, where it is still visible."""
        found = self.get_queryset().filter(pk=instance.pk).first()
        return found if found is not None else instance

    def get_validated(self, *args, **kwargs):
        serializer = self.get_serializer(*args, data=self.request.data, **kwargs)
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data


class CreateByService:
    """POST. `perform_create(data)` calls a service with `actor=self.request.user` and gives the new row."""

    def create(self, request, *args, **kwargs):
        data = self.get_validated()
        with self.acting():
            made = self.perform_create(data)
        return self.answer(self.fresh(made), status=status.HTTP_201_CREATED)


class ChangeByService:
    """PUT and PATCH under If-Match. `perform_change(instance, data, version)` calls a service."""

    def update(self, request, *args, partial=False, **kwargs):
        instance = self.get_object()
        version = expected_version(request, instance)
        data = self.get_validated(instance, partial=partial)
        with self.acting():
            changed = self.perform_change(instance, data, version)
        return self.answer(self.fresh(changed))

    def partial_update(self, request, *args, **kwargs):
        return self.update(request, *args, partial=True, **kwargs)


class DeleteByService:
    """DELETE under If-Match. `perform_delete(instance, version)` calls a service."""

    def destroy(self, request, *args, **kwargs):
        instance = self.get_object()
        version = expected_version(request, instance)
        with self.acting():
            self.perform_delete(instance, version)
        return Response(status=status.HTTP_204_NO_CONTENT)


class VersionedModelViewSet(CreateByService, ChangeByService, DeleteByService, ReadViewSet):
    """All verbs. Compose the parts above for a resource that has fewer."""


class ByPermission(permissions.BasePermission):
    """Signed in, and for writing the `rules` permission that the view names in `write_permission`, if any."""

    def has_permission(self, request, view):
        user = request.user
        if not (user and user.is_authenticated):
            return False
        needed = getattr(view, "write_permission", None)
        return request.method in permissions.SAFE_METHODS or not needed or user.has_perm(needed)

"""What all REST resources share: versions, and services behind the verbs. Lists are in `core.api_lists`."""

import re

from rest_framework import (
    exceptions,
    mixins,
    permissions,
    status,
    viewsets,
)
from rest_framework.response import Response

from .errors import Stale
from .history import Channel, acting
from .problems import PreconditionRequired, etag_of

ETAG = re.compile(r'(?:W/)?"(\d{1,9})"')


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

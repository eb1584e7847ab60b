"""Turns what services refuse into pages, so that no view has to."""

import logging

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from .errors import (
    OUT_OF_BOUNDS,
    Forbidden,
    Frozen,
    Invalid,
    PassageRefused,
    Refused,
    ServiceError,
    Stale,
    out_of_bounds,
)

logger = logging.getLogger(__name__)

_STATUSES = {Forbidden: 403, Invalid: 400, Stale: 409, Refused: 409}
_TITLES = {
    Frozen: "Ce qui est signé ne change plus",
    PassageRefused: "Ce passage n’est pas encore possible",
    Stale: "Quelqu’un d’autre a enregistré entre-temps",
    Forbidden: "Vous ne pouvez pas faire cela",
    Invalid: "Ce qui a été envoyé ne convient pas",
    Refused: "Cela n’est pas possible en l’état",
}

NOT_ALLOWED = "Vos rôles ne permettent pas de faire cela."


def _of(table, error, default):
    return next((value for kind, value in table.items() if isinstance(error, kind)), default)


class RefusalMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path_info and not request.path_info.startswith("/api/"):
            # No database can be asked for it; REST answers with a problem of its own.
            raise Http404
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, ServiceError):
            title = _of(_TITLES, exception, "Cela n’est pas possible")
            missing = getattr(exception, "missing", [])
            return refusal(
                request, title, _sentences(exception), status=_of(_STATUSES, exception, 400), missing=missing
            )
        if out_of_bounds(exception) and (request.GET or request.POST):
            logger.warning("Out of bounds on %s", request.path, exc_info=exception)
            return refusal(request, _TITLES[Invalid], [OUT_OF_BOUNDS], status=400)
        if isinstance(exception, PermissionDenied) and is_fragment(request):
            return refusal(request, _TITLES[Forbidden], [NOT_ALLOWED], status=403)
        return None


def is_fragment(request) -> bool:
    """Asked by htmx: a whole page would be swapped into the middle of another."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def refusal(request, title, sentences, *, status, missing=()):
    """The page of a refusal; for htmx, an alert above the page that the person was looking at."""
    context = {"title": title, "sentences": sentences, "missing": missing, "back": way_back(request)}
    fragment = is_fragment(request)
    template = "components/refusal_fragment.html" if fragment else "refusal.html"
    response = render(request, template, context, status=status)
    if fragment:
        response["HX-Retarget"], response["HX-Reswap"] = "#messages", "innerHTML"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _sentences(exception) -> list[str]:
    """What is missing is shown as a list with links; the first sentence alone stands above it."""
    return exception.sentences[:1] if getattr(exception, "missing", None) else exception.sentences


def way_back(request) -> str:
    """The page the person comes from when it is one of ours, else the home page."""
    origin = request.META.get("HTTP_REFERER", "")
    if url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure()):
        return origin
    return "/"


def place_to_mend(where) -> str:
    """The address of a `Missing.where`: a `(url_name, kwargs, anchor)` tuple, or a ready address."""
    if not where:
        return ""
    if isinstance(where, str):
        return where
    name, kwargs, *anchor = where
    try:
        url = reverse(name, kwargs=kwargs or {})
    except NoReverseMatch:
        return ""
    return f"{url}#{anchor[0].lstrip('#')}" if anchor and anchor[0] else url

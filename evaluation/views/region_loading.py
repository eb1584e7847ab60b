"""The first line of the pages of a region's evaluation: read by its ARS agents, written by its siège."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.permissions import may_manage_region
from contracts.services.region import NOT_YOURS
from core.errors import Forbidden
from evaluation.permissions import reads_region
from territories.models import Region


def load_region(request, code):
    """(region, whether this person sets it): 404 for whoever is not of it."""
    found = get_object_or_404(Region, pk=code)
    if not reads_region(request.user, found):
        raise Http404
    return found, may_manage_region(request.user, found)


def load_settable(request, code):
    region, may_set = load_region(request, code)
    if not may_set:
        raise Forbidden(NOT_YOURS)
    return region

"""The share of the population that is covered, on a map and in a table."""

from django.urls import path

from .views import coverage

COVERAGE = [
    path("tableau-de-bord/couverture/", coverage.france, name="coverage"),
    path("tableau-de-bord/couverture/<str:code>/", coverage.region, name="coverage_region"),
]

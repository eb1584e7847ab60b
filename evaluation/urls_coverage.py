"""The population covered: a map and its table, for France and for a région."""

from django.urls import path

from .views import coverage

HERE = "tableau-de-bord/couverture/"

COVERAGE = [
    path(HERE, coverage.france, name="coverage"),
    path(f"{HERE}fichier/<slug:kind>/", coverage.export, name="coverage_file"),
    path(f"{HERE}<str:code>/", coverage.region, name="coverage_region"),
    path(f"{HERE}<str:code>/fichier/<slug:kind>/", coverage.export, name="coverage_region_file"),
]

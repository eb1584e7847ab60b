"""The dashboard of the ARS; after the addresses that its own would hide."""

from django.urls import path

from .views import dashboard, quality

HERE = "tableau-de-bord/"

DASHBOARD = [
    path(HERE, dashboard.dashboard, name="dashboard"),
    path(f"{HERE}qualite/", quality.contracts, name="quality"),
    path(f"{HERE}qualite/organisations/", quality.organisations, name="quality_organisations"),
    path(f"{HERE}<slug:code>/", dashboard.figure, name="dashboard_figure"),
]

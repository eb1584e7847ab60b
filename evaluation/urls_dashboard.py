"""The dashboard of the ARS; after the addresses that its own would hide."""

from django.urls import path

from .views import dashboard, dashboard_keeping, quality

HERE = "tableau-de-bord/"

DASHBOARD = [
    path(HERE, dashboard.dashboard, name="dashboard"),
    path(f"{HERE}qualite/", quality.contracts, name="quality"),
    path(f"{HERE}qualite/excel/", quality.workbook, name="quality_workbook"),
    path(f"{HERE}qualite/pdf/", quality.printed, name="quality_pdf"),
    path(f"{HERE}qualite/organisations/", quality.organisations, name="quality_organisations"),
    path(f"{HERE}vues/garder/", dashboard_keeping.save_view, name="dashboard_view_save"),
    path(f"{HERE}vues/retirer/", dashboard_keeping.drop_view, name="dashboard_view_drop"),
    path(f"{HERE}vues/region/<int:pk>/retirer/", dashboard_keeping.unshare, name="dashboard_view_unshare"),
    path(f"{HERE}excel/", dashboard_keeping.workbook, name="dashboard_workbook"),
    path(f"{HERE}pdf/", dashboard_keeping.printed, name="dashboard_pdf"),
    path(f"{HERE}<slug:code>/", dashboard.figure, name="dashboard_figure"),
]

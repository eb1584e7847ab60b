"""The rows of the dashboard of the ARS."""

from tests.matrix.groups import ARS_AND_ADMIN

ARGUMENTS = {"evaluation:dashboard_figure": {"code": "!stages"}}
PAGES: dict = {
    ("evaluation:dashboard", "get"): ARS_AND_ADMIN,
    ("evaluation:dashboard_figure", "get"): ARS_AND_ADMIN,
    ("evaluation:dashboard_view_save", "get"): ARS_AND_ADMIN,
    ("evaluation:dashboard_view_drop", "post"): ARS_AND_ADMIN,
    ("evaluation:dashboard_workbook", "get"): ARS_AND_ADMIN,
    ("evaluation:dashboard_pdf", "post"): ARS_AND_ADMIN,
    ("evaluation:quality", "get"): ARS_AND_ADMIN,
    ("evaluation:quality_workbook", "get"): ARS_AND_ADMIN,
    ("evaluation:quality_pdf", "post"): ARS_AND_ADMIN,
    ("evaluation:quality_organisations", "get"): ARS_AND_ADMIN,
}

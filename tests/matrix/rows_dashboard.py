"""The rows of the dashboard of the ARS."""

from tests.matrix.groups import ADMINISTERS, ARS_AND_ADMIN


def rows_on(people, draft, rows):
    from evaluation.models import SharedView

    return {"shared_view": SharedView.objects.create(region=people.region, name="Vue d’essai").pk}


ARGUMENTS = {
    "evaluation:dashboard_figure": {"code": "!stages"},
    "evaluation:dashboard_view_unshare": {"pk": "shared_view"},
}
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
MANAGED: dict = {
    ("evaluation:dashboard_view_unshare", "post"): ADMINISTERS,
}

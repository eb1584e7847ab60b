"""The rows of the evaluation's addresses."""

from tests.matrix.groups import READ

ARGUMENTS = {"evaluation:figure_rows": {"code": "!status"}}
PAGES: dict = {}
CONTRACT: dict = {
    **{(f"evaluation:{name}", "get"): READ for name in ("home", "figures", "figures_workbook", "figure_rows")},
    ("evaluation:figures_pdf", "post"): READ,
}

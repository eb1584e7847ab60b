"""The jobs of the evaluation: one file a topic."""

from . import (  # noqa: F401 - declare their kinds
    campaign_tasks,
    dashboard_tasks,
    evaluation_tasks,
    figures_tasks,
    period_tasks,
    review_tasks,
)

"""The jobs of the evaluation: one file a topic."""

from . import campaign_tasks, evaluation_tasks, figures_tasks, period_tasks  # noqa: F401 - declare their kinds

"""The jobs of the evaluation: one file a topic."""

from . import campaign_tasks  # noqa: F401 - declares its kinds

"""Django looks for models here; each lives beside its idea."""

from .history import Change
from .job_model import Job
from .reminder_model import Postponed, Reminder, ReminderPause
from .versioned import Versioned

__all__ = ["Change", "Job", "Postponed", "Reminder", "ReminderPause", "Versioned"]

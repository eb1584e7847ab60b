"""Django looks for models here; each lives beside its idea."""

from .history import Change
from .versioned import Versioned

__all__ = ["Change", "Versioned"]

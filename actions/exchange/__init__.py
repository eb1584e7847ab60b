"""The fiches' share of the exchange file: fiches on their axis or objective, indicators everywhere they hang."""

from .reading import read
from .tables import OWN_KEYS
from .writing import write

__all__ = ["OWN_KEYS", "read", "write"]

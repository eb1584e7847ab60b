"""The demonstration: fictional contracts on real territories, and somebody for each role."""

from .accounts import PASSWORD, known_accounts
from .filling import fill

__all__ = ["PASSWORD", "fill", "known_accounts"]

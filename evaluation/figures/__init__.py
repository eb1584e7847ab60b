"""The figures of contracts, gathered once from those who define them, for whoever shows them."""

from .summary import ContractFigures, Line, attainment, of_contract

__all__ = ["ContractFigures", "Line", "attainment", "of_contract"]

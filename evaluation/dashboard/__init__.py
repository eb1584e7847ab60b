"""The dashboard of the ARS: the figures of many contracts, each on its rows."""

"""The addresses of contracts, under `/contrats/`. Fixed words come before references."""

from importlib import import_module
from importlib.util import find_spec

app_name = "contracts"

_FRAGMENTS = ["urls_exchange", "urls_pages", "urls_plan", "urls_life", "urls_pdf"]

urlpatterns = [
    pattern
    for name in _FRAGMENTS
    if find_spec(f"contracts.{name}")
    for pattern in import_module(f"contracts.{name}").urlpatterns
]

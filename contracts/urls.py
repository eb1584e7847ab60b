"""The addresses of contracts, under `/contrats/`. Fixed words come before references."""

from . import urls_exchange, urls_life, urls_pages, urls_plan

app_name = "contracts"

urlpatterns = [
    *urls_exchange.urlpatterns,
    *urls_pages.urlpatterns,
    *urls_plan.urlpatterns,
    *urls_life.urlpatterns,
]

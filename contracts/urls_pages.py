"""The list, the contract's home, its identity, perimeter, texts, people; the settings of regions."""

urlpatterns: list = []

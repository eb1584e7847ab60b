"""The governance of a contract, under `/contrats/`."""

from django.urls import path

from .views import rows

app_name = "governance"
HERE = "<str:reference>/gouvernance/"

urlpatterns = [
    path(HERE, rows.bodies, name="bodies"),
    path(f"{HERE}<str:kind>/ajouter/", rows.add, name="add"),
    path(f"{HERE}<str:host_kind>/<int:host>/<str:kind>/ajouter/", rows.add, name="add_to"),
    path(f"{HERE}<str:kind>/<int:pk>/", rows.change, name="change"),
    path(f"{HERE}<str:kind>/<int:pk>/retirer/", rows.remove, name="remove"),
]

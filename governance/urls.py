"""The governance of a contract, under `/contrats/`."""

from django.urls import path

from . import views

app_name = "governance"
HERE = "<str:reference>/gouvernance/"

urlpatterns = [
    path(HERE, views.bodies, name="bodies"),
    path(f"{HERE}<str:kind>/ajouter/", views.add, name="add"),
    path(f"{HERE}<str:host_kind>/<int:host>/<str:kind>/ajouter/", views.add, name="add_to"),
    path(f"{HERE}<str:kind>/<int:pk>/", views.change, name="change"),
    path(f"{HERE}<str:kind>/<int:pk>/retirer/", views.remove, name="remove"),
]

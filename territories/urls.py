from django.urls import path

from . import views

app_name = "territories"

urlpatterns = [
    path("", views.index, name="index"),
    path("recherche/", views.lookup, name="lookup"),
    path("<str:level>/<str:code>/", views.place, name="place"),
]

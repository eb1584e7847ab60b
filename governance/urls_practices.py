"""The shelf of shared practices."""

from django.urls import path

from .views import practices

app_name = "practices"

urlpatterns = [
    path("pratiques/", practices.practices, name="list"),
    path("pratiques/<int:pk>/", practices.practice, name="practice"),
    path("pratiques/<int:pk>/modifier/", practices.edit, name="edit"),
    path("pratiques/<int:pk>/passage/<str:target>/", practices.passage, name="passage"),
    path("pratiques/<int:pk>/reprendre/", practices.take, name="take"),
    path("contrats/<str:reference>/fiches/<int:pk>/pratique/", practices.propose, name="propose"),
]

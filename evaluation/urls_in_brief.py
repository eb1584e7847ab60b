"""The contract in brief, and its weather."""

from django.urls import path

from .views import in_brief

IN_BRIEF = [
    path("contrats/<str:reference>/en-bref/", in_brief.in_brief, name="in_brief"),
    path("contrats/<str:reference>/en-bref/meteo/", in_brief.weather, name="weather"),
]

"""The evaluation of a contract, and its figures."""

from django.urls import path

from .views import home

HERE = "contrats/<str:reference>/evaluation/"

FIGURES = [
    path(HERE, home.home, name="home"),
]

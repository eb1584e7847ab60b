"""The evaluation of a contract, and its figures."""

from django.urls import path

from .views import figures, home

HERE = "contrats/<str:reference>/evaluation/"
NUMBERS = f"{HERE}chiffres/"

FIGURES = [
    path(HERE, home.home, name="home"),
    path(NUMBERS, figures.figures, name="figures"),
    path(f"{NUMBERS}excel/", figures.workbook, name="figures_workbook"),
    path(f"{NUMBERS}pdf/", figures.printed, name="figures_pdf"),
    path(f"{NUMBERS}<slug:code>/", figures.rows, name="figure_rows"),
]

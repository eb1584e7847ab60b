"""The consolidated evaluation of a region, period by period."""

from django.urls import path

from .views import periods

REGION = "evaluation/regions/<str:code>/"
PERIOD = f"{REGION}periodes/<int:pk>/"

PERIODS = [
    path("evaluation/regions/", periods.regions, name="period_regions"),
    path(REGION, periods.periods, name="periods"),
    path(f"{REGION}periodes/ouvrir/", periods.edit, name="period_add"),
    path(PERIOD, periods.period, name="period"),
    path(f"{PERIOD}modifier/", periods.edit, name="period_edit"),
    path(f"{PERIOD}synthese/", periods.synthesis, name="period_synthesis"),
    path(f"{PERIOD}clore/", periods.close, name="period_close"),
    path(f"{PERIOD}corriger/<str:figure>/<str:line>/<str:column>/", periods.correct, name="period_correct"),
    path(f"{PERIOD}phrases/<int:place>/", periods.correct_sentence, name="period_sentence"),
    path(f"{PERIOD}documents/<str:format>/", periods.paper, name="period_paper"),
]

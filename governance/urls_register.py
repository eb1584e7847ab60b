"""The register of decisions, the follow-ups and the papers of meetings."""

from django.urls import path

from .views import decisions, follow_ups, papers

HERE = "<str:reference>/gouvernance/"
DECISIONS = f"{HERE}decisions/"
FOLLOW_UPS = f"{HERE}suites/"

REGISTER = [
    path(f"{HERE}seances/<int:pk>/documents/<str:paper>/", papers.make, name="paper"),
    path(f"{HERE}fiches/", decisions.fiche_lookup, name="fiche_lookup"),
    path(DECISIONS, decisions.decisions, name="decisions"),
    path(f"{DECISIONS}prendre/", decisions.take, name="take"),
    path(f"{DECISIONS}<int:pk>/", decisions.decision, name="decision"),
    path(f"{DECISIONS}<int:pk>/remplacer/", decisions.take, name="supersede"),
    path(f"{DECISIONS}<int:pk>/avenant/", decisions.answer, name="answer"),
    path(FOLLOW_UPS, follow_ups.follow_ups, name="follow_ups"),
    path(f"{FOLLOW_UPS}ajouter/", follow_ups.follow_up, name="follow_up_add"),
    path(f"{FOLLOW_UPS}verification/", follow_ups.settings, name="follow_up_settings"),
    path(f"{FOLLOW_UPS}<int:pk>/", follow_ups.follow_up, name="follow_up"),
    path(f"{FOLLOW_UPS}<int:pk>/fait/", follow_ups.finish, name="follow_up_finish"),
    path(f"{FOLLOW_UPS}<int:pk>/abandonner/", follow_ups.drop, name="follow_up_drop"),
    path(f"{FOLLOW_UPS}<int:pk>/rouvrir/", follow_ups.reopen, name="follow_up_reopen"),
    path(f"{FOLLOW_UPS}<int:pk>/verifier/", follow_ups.verify, name="follow_up_verify"),
]

"""« Promis / tenu » of a contract."""

from django.urls import path

from .views import commitments

HERE = "<str:reference>/engagements/"
SIGNATORY = f"{HERE}signataires/<int:pk>/"

COMMITMENTS = [
    path(HERE, commitments.commitments, name="commitments"),
    path(f"{HERE}<int:pk>/", commitments.report, name="commitment"),
    path(SIGNATORY, commitments.signatory, name="signatory"),
    path(f"{SIGNATORY}pdf/", commitments.signatory_paper, name="signatory_paper"),
]

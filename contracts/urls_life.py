from django.urls import path

from .views import amendments, comments, documents, journal, lifecycle, negotiation, signature

urlpatterns = [
    path("<str:reference>/etapes/", lifecycle.stages, name="lifecycle"),
    path("<str:reference>/etapes/suspendre/", lifecycle.suspension, name="suspend"),
    path("<str:reference>/etapes/suspensions/<int:pk>/", lifecycle.suspension, name="end_suspension"),
    path("<str:reference>/etapes/justifier/<slug:rule>/", lifecycle.justification, name="justify"),
    path("<str:reference>/etapes/vers/<slug:target>/", lifecycle.passage, name="passage"),
    path("<str:reference>/negociation/", negotiation.negotiation, name="negotiation"),
    path("<str:reference>/negociation/<int:pk>/repondre/", comments.answer, name="comment_answer"),
    path("<str:reference>/negociation/<int:pk>/clore/", comments.close, name="comment_close"),
    path("<str:reference>/negociation/sur/<slug:word>/<int:pk>/", comments.row_comments, name="row_comments"),
    path("<str:reference>/negociation/accord/<str:side>/", negotiation.agree, name="agree"),
    path(
        "<str:reference>/negociation/accord/<str:side>/retirer/",
        negotiation.withdraw_agreement,
        name="withdraw_agreement",
    ),
    path("<str:reference>/negociation/avis/", negotiation.opinion, name="opinion_add"),
    path("<str:reference>/negociation/avis/<int:pk>/", negotiation.opinion, name="opinion"),
    path("<str:reference>/negociation/avis/<int:pk>/retirer/", negotiation.remove_opinion, name="opinion_remove"),
    path("<str:reference>/signature/", signature.signature, name="signature"),
    path("<str:reference>/signature/scan/", signature.scan, name="scan"),
    path("<str:reference>/signature/<int:pk>/", signature.record, name="record_signature"),
    path("<str:reference>/avenants/", amendments.amendments, name="amendments"),
    path("<str:reference>/avenants/ajouter/", amendments.amendment, name="amendment_add"),
    path("<str:reference>/avenants/<int:pk>/", amendments.amendment, name="amendment"),
    path("<str:reference>/avenants/<int:pk>/retirer/", amendments.remove_amendment, name="amendment_remove"),
    path("<str:reference>/documents/", documents.documents, name="documents"),
    path("<str:reference>/documents/deposer/", documents.deposit, name="document_deposit"),
    path("<str:reference>/documents/<uuid:pk>/", documents.download, name="document"),
    path("<str:reference>/documents/<uuid:pk>/version/", documents.deposit, name="document_version"),
    path("<str:reference>/documents/<uuid:pk>/retirer/", documents.withdraw, name="document_withdraw"),
    path("<str:reference>/journal/", journal.journal, name="journal"),
]

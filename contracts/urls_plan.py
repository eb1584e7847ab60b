from django.urls import path

from .views import diagnosis, parties, plan, schemes

urlpatterns = [
    path("<str:reference>/axes/", plan.plan, name="plan"),
    path("<str:reference>/axes/ajouter/", plan.axis, name="axis_add"),
    path("<str:reference>/axes/renumeroter/", plan.renumber, name="plan_renumber"),
    path("<str:reference>/axes/objectifs/ajouter/", plan.objective, name="objective_add"),
    path("<str:reference>/axes/objectifs/<int:pk>/", plan.objective, name="objective"),
    path("<str:reference>/axes/<int:pk>/", plan.axis, name="axis"),
    path("<str:reference>/axes/<str:kind>/ordre/", plan.order, name="plan_order"),
    path("<str:reference>/axes/<str:kind>/ordre/<int:pk>/", plan.order, name="plan_order_within"),
    path("<str:reference>/axes/<str:kind>/<int:pk>/deplacer/", plan.move, name="plan_move"),
    path("<str:reference>/axes/<str:kind>/<int:pk>/retirer/", plan.remove, name="plan_remove"),
    path("<str:reference>/signataires/", parties.signatories, name="signatories"),
    path("<str:reference>/signataires/ajouter/", parties.signatory, name="signatory_add"),
    path("<str:reference>/signataires/<int:pk>/", parties.signatory, name="signatory"),
    path("<str:reference>/signataires/<int:pk>/deplacer/", parties.move, name="signatory_move"),
    path("<str:reference>/signataires/<int:pk>/retirer/", parties.remove_signatory, name="signatory_remove"),
    path("<str:reference>/signataires/<int:signatory>/engagements/", parties.commitment, name="commitment_add"),
    path("<str:reference>/signataires/engagements/<int:pk>/", parties.commitment, name="commitment"),
    path("<str:reference>/signataires/engagements/<int:pk>/deplacer/", parties.move_commitment, name="commitment_move"),
    path(
        "<str:reference>/signataires/engagements/<int:pk>/retirer/", parties.remove_commitment, name="commitment_remove"
    ),
    path("<str:reference>/constats/", diagnosis.findings, name="findings"),
    path("<str:reference>/constats/ajouter/", diagnosis.finding, name="finding_add"),
    path("<str:reference>/constats/<int:pk>/", diagnosis.finding, name="finding"),
    path("<str:reference>/constats/<int:pk>/retirer/", diagnosis.remove_finding, name="finding_remove"),
    path("<str:reference>/thematiques/", diagnosis.themes, name="themes"),
    path("<str:reference>/articulation/", diagnosis.schemes, name="schemes"),
    path("<str:reference>/articulation/themes/<path:theme>/", schemes.roles, name="scheme_roles"),
    path("<str:reference>/articulation/ajouter/", diagnosis.scheme, name="scheme_add"),
    path("<str:reference>/articulation/<int:pk>/", diagnosis.scheme, name="scheme"),
    path("<str:reference>/articulation/<int:pk>/retirer/", diagnosis.remove_scheme, name="scheme_remove"),
]

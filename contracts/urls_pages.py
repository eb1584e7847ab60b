"""The list, the contract's home, its identity, perimeter, texts, people; the settings of regions."""

from django.urls import path

from .views import contract, lists, people, perimeter, region, schemes, texts

urlpatterns = [
    path("", lists.contracts, name="list"),
    path("nouveau/", contract.create, name="create"),
    path("regions/", region.regions, name="regions"),
    path("regions/<str:code>/", region.settings, name="region_settings"),
    path("regions/<str:code>/textes/ajouter/", region.standard_text, name="standard_text_add"),
    path("regions/<str:code>/textes/<int:pk>/", region.standard_text, name="standard_text"),
    path("regions/<str:code>/textes/<int:pk>/retirer/", region.remove_standard_text, name="standard_text_remove"),
    path("regions/<str:code>/etapes/<slug:stage>/", region.stage_help, name="stage_help"),
    path("dispositifs/", schemes.register, name="register"),
    path("dispositifs/nouveau/", schemes.scheme_form, name="register_scheme_add"),
    path("dispositifs/<int:pk>/", schemes.scheme, name="register_scheme"),
    path("dispositifs/<int:pk>/modifier/", schemes.scheme_form, name="register_scheme_edit"),
    path("<str:reference>/", contract.contract, name="contract"),
    path("<str:reference>/modifier/", contract.edit, name="edit"),
    path("<str:reference>/perimetre/", perimeter.perimeter, name="perimeter"),
    path("<str:reference>/predecesseurs/", perimeter.predecessors, name="predecessors"),
    path("<str:reference>/predecesseurs/<int:pk>/retirer/", perimeter.remove_predecessor, name="predecessor_remove"),
    path("<str:reference>/textes/", texts.texts, name="texts"),
    path("<str:reference>/textes/modifier/", texts.long_texts, name="long_texts"),
    path("<str:reference>/textes/types/", texts.standard_texts, name="standard_texts"),
    path("<str:reference>/textes/<str:words>/ajouter/", texts.edit_text, name="text_add"),
    path("<str:reference>/textes/<str:words>/ordre/", texts.reorder_texts, name="text_order"),
    path("<str:reference>/textes/<str:words>/<int:pk>/", texts.edit_text, name="text_edit"),
    path("<str:reference>/textes/<str:words>/<int:pk>/retirer/", texts.remove_text, name="text_remove"),
    path("<str:reference>/textes/<str:words>/<int:pk>/deplacer/", texts.move_text, name="text_move"),
    path("<str:reference>/personnes/", people.people, name="roles"),
    path("<str:reference>/personnes/<int:pk>/retirer/", people.remove_role, name="role_remove"),
    path("<str:reference>/personnes/invitations/<int:pk>/annuler/", people.revoke_invitation, name="invitation_revoke"),
]

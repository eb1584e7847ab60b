from django.urls import path

from .views import fiche, lists, order, rows

app_name = "actions"

CONTRACT = "contrats/<str:reference>/fiches/"
FICHE = f"{CONTRACT}<int:pk>/"

urlpatterns = [
    path("fiches/", lists.all_actions, name="all"),
    path(CONTRACT, lists.contract_list, name="list"),
    path(f"{CONTRACT}nouvelle/", fiche.create, name="create"),
    path(f"{CONTRACT}ordre/", order.order, name="order"),
    path(FICHE, fiche.fiche, name="action"),
    path(f"{FICHE}modifier/", fiche.edit, name="edit"),
    path(f"{FICHE}objectifs/", fiche.goals, name="goals"),
    path(f"{FICHE}deplacer/", fiche.move, name="move"),
    path(f"{FICHE}copier/", fiche.duplicate, name="duplicate"),
    path(f"{FICHE}supprimer/", fiche.delete, name="delete"),
    path(f"{FICHE}journal/", fiche.journal, name="journal"),
    path(f"{FICHE}indicateurs/<int:indicator>/<str:kind>/nouvelle/", rows.add, name="measure_add"),
    path(f"{FICHE}<str:kind>/ajouter/", rows.add, name="row_add"),
    path(f"{FICHE}<str:kind>/<int:row>/", rows.change, name="row"),
    path(f"{FICHE}<str:kind>/<int:row>/retirer/", rows.remove, name="row_remove"),
]

"""Who coordinates, who pays: of a contract and of a region."""

from django.urls import path

from .views import calendars, directory, handovers, post_money, posts, sharing, usual

app_name = "coordination"
HERE = "contrats/<str:reference>/gouvernance/"
HANDOVER = f"{HERE}passation/<int:pk>/"
REGION = "gouvernance/regions/<str:code>/"

urlpatterns = [
    path("agenda/<str:token>.ics", calendars.calendar, name="calendar"),
    path("mon-compte/agenda/", calendars.address, name="calendar_address"),
    path("mon-compte/agenda/creer/", calendars.make, name="calendar_make"),
    path("mon-compte/agenda/retirer/", calendars.withdraw, name="calendar_withdraw"),
    path("gouvernance/postes/", posts.posts, name="posts"),
    path("gouvernance/annuaire/", directory.directory, name="directory"),
    path("gouvernance/annuaire/<int:pk>/", directory.person, name="person"),
    path("gouvernance/annuaire/<int:pk>/formations/ajouter/", directory.add_training, name="training_add"),
    path("gouvernance/annuaire/<int:pk>/formations/<int:training>/", directory.training, name="training"),
    path(
        "gouvernance/annuaire/<int:pk>/formations/<int:training>/retirer/",
        directory.remove_training,
        name="training_remove",
    ),
    path(f"{REGION}partage/", sharing.of_region, name="region_sharing"),
    path(f"{REGION}instances/", usual.of_region, name="usual"),
    path(f"{REGION}instances/reprendre/", usual.start, name="usual_start"),
    path(f"{REGION}instances/ajouter/", usual.add_body, name="usual_body_add"),
    path(f"{REGION}instances/<int:pk>/sieges/ajouter/", usual.add_seat, name="usual_seat_add"),
    path(f"{REGION}habituel/<str:kind>/<int:pk>/", usual.change, name="usual_change"),
    path(f"{REGION}habituel/<str:kind>/<int:pk>/retirer/", usual.remove, name="usual_remove"),
    path(f"{HERE}postes/<int:pk>/titulaire/", posts.holder, name="holder"),
    path(f"{HERE}postes/<int:pk>/financement/", post_money.money, name="money"),
    path(f"{HERE}partage/", sharing.justify, name="sharing"),
    path(f"{HERE}passation/", handovers.handovers, name="handovers"),
    path(HANDOVER, handovers.handover, name="handover"),
    path(f"{HANDOVER}modifier/", handovers.edit, name="handover_edit"),
    path(f"{HANDOVER}questions/<int:question>/", handovers.answer, name="handover_answer"),
    path(f"{HANDOVER}pdf/", handovers.pdf, name="handover_pdf"),
    path(f"{HANDOVER}remettre/", handovers.give, name="handover_give"),
    path(f"{HANDOVER}abandonner/", handovers.drop, name="handover_drop"),
    path(f"{HANDOVER}lu/", handovers.read, name="handover_read"),
]

"""The governance of a contract, under `/contrats/`."""

from django.urls import path

from .urls_commitments import COMMITMENTS
from .urls_register import REGISTER
from .views import agenda, answering, bodies, live, meetings, people, rows, usual

app_name = "governance"
HERE = "<str:reference>/gouvernance/"
BODY = f"{HERE}instances/<int:pk>/"
MEETING = f"{HERE}seances/<int:pk>/"
ITEM = f"{HERE}points/<int:pk>/"

urlpatterns = [
    path("convocation/<str:token>/", answering.answer, name="answer_invitation"),
    path(HERE, bodies.bodies, name="bodies"),
    path(f"{HERE}instances/habituelles/", usual.propose, name="usual_bodies"),
    path(f"{BODY}seances/preparer/", meetings.prepare, name="prepare"),
    path(f"{BODY}seances/voisines/", meetings.neighbours, name="neighbours"),
    path(f"{BODY}points/ajouter/", agenda.add_to_backlog, name="backlog_add"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}modifier/", meetings.edit, name="meeting_edit"),
    path(f"{MEETING}compte-rendu/", meetings.minutes, name="minutes"),
    path(f"{MEETING}prevenir/", meetings.tell, name="tell"),
    path(f"{MEETING}rectifier/", meetings.rectify, name="rectify"),
    path(f"{MEETING}retirer/", meetings.remove, name="meeting_remove"),
    path(f"{MEETING}passage/<str:target>/", meetings.passage, name="passage"),
    path(f"{MEETING}points/ajouter/", agenda.add, name="item_add"),
    path(f"{MEETING}points/ordre/", agenda.order, name="item_order"),
    path(f"{MEETING}points/proposes/", agenda.propose, name="propose"),
    path(f"{MEETING}seance/", live.live, name="live"),
    path(f"{MEETING}personnes/", people.people, name="people"),
    path(f"{MEETING}personnes/sieges/", people.seat, name="seat_people"),
    path(f"{MEETING}personnes/inviter/", people.invite, name="invite"),
    path(ITEM, agenda.edit, name="item"),
    path(f"{ITEM}notes/", live.notes, name="notes"),
    path(f"{ITEM}traite/", live.treated, name="treated"),
    path(f"{ITEM}decision/", live.decide, name="decide"),
    path(f"{ITEM}suite/", live.follow, name="follow"),
    path(f"{HERE}presences/<int:pk>/", live.presence, name="presence"),
    path(f"{ITEM}retirer/", agenda.remove, name="item_remove"),
    path(f"{ITEM}deplacer/", agenda.move, name="item_move"),
    path(f"{ITEM}reserve/", agenda.send_to_backlog, name="item_later"),
    path(f"{ITEM}inscrire/<int:meeting>/", agenda.put_on_agenda, name="item_schedule"),
    *REGISTER,
    *COMMITMENTS,
    path(f"{HERE}<str:kind>/ajouter/", rows.add, name="add"),
    path(f"{HERE}<str:host_kind>/<int:host>/<str:kind>/ajouter/", rows.add, name="add_to"),
    path(f"{HERE}<str:kind>/<int:pk>/", rows.change, name="change"),
    path(f"{HERE}<str:kind>/<int:pk>/retirer/", rows.remove, name="remove"),
]

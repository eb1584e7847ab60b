"""The bodies of a département or of a region."""

from django.urls import path

from .views import answering, networks
from .views import network_follow_ups as follow_ups
from .views import network_meetings as meetings

app_name = "networks"
HERE = "gouvernance/reseaux/"
ONE = f"{HERE}<int:pk>/"
MEETING = f"{HERE}seances/<int:pk>/"
ITEM = f"{HERE}points/<int:pk>/"
FOLLOW_UP = f"{HERE}suites/<int:pk>/"

urlpatterns = [
    path(HERE, networks.networks, name="list"),
    path(f"{HERE}creer/", networks.add, name="add"),
    path(ONE, networks.network, name="network"),
    path(f"{ONE}modifier/", networks.edit, name="edit"),
    path(f"{ONE}retirer/", networks.remove, name="remove"),
    path(f"{ONE}journal/", networks.journal, name="journal"),
    path(f"{ONE}membres/ajouter/", networks.add_member, name="member_add"),
    path(f"{ONE}membres/proposes/", networks.take_members, name="members_take"),
    path(f"{ONE}membres/<int:member>/", networks.member, name="member"),
    path(f"{ONE}membres/<int:member>/retirer/", networks.remove_member, name="member_remove"),
    path(f"{ONE}decisions/ajouter/", networks.decide, name="decide"),
    path(f"{ONE}decisions/<int:decision>/remplacer/", networks.supersede, name="supersede"),
    path(f"{ONE}suites/ajouter/", follow_ups.add, name="follow_up_add"),
    path(FOLLOW_UP, follow_ups.edit, name="follow_up"),
    path(f"{FOLLOW_UP}faite/", follow_ups.finish, name="follow_up_finish"),
    path(f"{FOLLOW_UP}abandonner/", follow_ups.drop, name="follow_up_drop"),
    path(f"{FOLLOW_UP}rouvrir/", follow_ups.reopen, name="follow_up_reopen"),
    path(f"{HERE}convocation/<str:token>/", answering.network_answer, name="answer"),
    path(f"{ONE}seances/preparer/", meetings.prepare, name="prepare"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}modifier/", meetings.edit, name="meeting_edit"),
    path(f"{MEETING}compte-rendu/", meetings.minutes, name="minutes"),
    path(f"{MEETING}retirer/", meetings.remove, name="meeting_remove"),
    path(f"{MEETING}passage/<str:target>/", meetings.passage, name="passage"),
    path(f"{MEETING}prevenir/", meetings.tell, name="tell"),
    path(f"{MEETING}presences/", meetings.presences, name="presences"),
    path(f"{MEETING}rectifier/", meetings.rectify, name="rectify"),
    path(f"{MEETING}releve/", meetings.paper, name="paper"),
    path(f"{MEETING}points/ajouter/", meetings.add_item, name="item_add"),
    path(ITEM, meetings.item, name="item"),
    path(f"{ITEM}retirer/", meetings.remove_item, name="item_remove"),
    path(f"{ITEM}deplacer/", meetings.move_item, name="item_move"),
]

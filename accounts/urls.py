from django.urls import path

from .views import departures, me, organisations, people, session

app_name = "accounts"

urlpatterns = [
    path("connexion/", session.sign_in, name="login"),
    path("deconnexion/", session.sign_out, name="logout"),
    path("mot-de-passe-oublie/", session.password_forgotten, name="password_forgotten"),
    path("mot-de-passe/<str:uid>/<str:token>/", session.password_reset, name="password_reset"),
    path("invitation/<str:token>/", session.invitation, name="invitation"),
    path("mon-compte/", me.account, name="me"),
    path("mon-compte/mot-de-passe/", me.password, name="password"),
    path("mon-compte/cles/", me.create_key, name="create_key"),
    path("mon-compte/cles/<int:pk>/revoquer/", me.revoke_key, name="revoke_key"),
    path("comptes/", people.people, name="people"),
    path("comptes/inviter/", people.invite_person, name="invite"),
    path("comptes/<int:pk>/", people.person, name="person"),
    path("comptes/<int:pk>/depart/", departures.departure, name="departure"),
    path("comptes/<int:pk>/fermer/", departures.close, name="close"),
    path("comptes/<int:pk>/activation/", people.activation, name="activation"),
    path("comptes/<int:pk>/roles/", people.add_role, name="add_role"),
    path("comptes/roles/<int:pk>/retirer/", people.remove_role, name="remove_role"),
    path("comptes/invitations/<int:pk>/renvoyer/", people.resend, name="resend_invitation"),
    path("comptes/invitations/<int:pk>/annuler/", people.revoke, name="revoke_invitation"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/recherche/", organisations.lookup, name="organisation_lookup"),
    path("organisations/nouvelle/", organisations.create, name="organisation_create"),
    path("organisations/<int:pk>/", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/modifier/", organisations.edit, name="organisation_edit"),
    path("organisations/<int:pk>/noms/", organisations.add_name, name="organisation_add_alias"),
    path("organisations/noms/<int:pk>/retirer/", organisations.remove_name, name="organisation_remove_alias"),
    path("organisations/<int:pk>/fusionner/", organisations.merge, name="organisation_merge"),
]

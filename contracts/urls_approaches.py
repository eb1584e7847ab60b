"""The démarches, before any contract exists."""

from django.urls import path

from .views import approach_file, approaches

app_name = "approaches"

urlpatterns = [
    path("", approaches.approaches, name="list"),
    path("nouvelle/", approaches.form, name="add"),
    path("<int:pk>/", approaches.approach, name="approach"),
    path("<int:pk>/modifier/", approaches.form, name="edit"),
    path("<int:pk>/passage/<slug:target>/", approaches.passage, name="passage"),
    path("<int:pk>/contrat/", approaches.become, name="become"),
    path("<int:pk>/notes/ajouter/", approach_file.note, name="note_add"),
    path("<int:pk>/presse/ajouter/", approach_file.press, name="press_add"),
    path("<int:pk>/presse/<int:link>/retirer/", approach_file.remove_press, name="press_remove"),
    path("<int:pk>/documents/deposer/", approach_file.deposit, name="document_deposit"),
    path("<int:pk>/documents/<uuid:document>/", approach_file.download, name="document"),
    path("<int:pk>/documents/<uuid:document>/retirer/", approach_file.withdraw, name="document_withdraw"),
]

from django.urls import path

from . import job_views, mail_views, todo_views

app_name = "core"
urlpatterns = [
    path("taches/<uuid:job_id>/", job_views.job_page, name="job"),
    path("taches/<uuid:job_id>/etat/", job_views.job_state, name="job_state"),
    path("taches/<uuid:job_id>/fichier/", job_views.job_file, name="job_file"),
    path("taches/<uuid:job_id>/relancer/", job_views.job_restart, name="job_restart"),
    path("a-faire/", todo_views.page, name="todo"),
    path("a-faire/contrat/<int:scope>/", todo_views.of_contract, name="todo_of"),
    path("a-faire/remettre/", todo_views.put_off, name="todo_put_off"),
    path("a-faire/reprendre/", todo_views.take_back, name="todo_take_back"),
    path("courriels/", mail_views.kept_mail_list, name="kept_mails"),
    path("courriels/<str:name>/", mail_views.kept_mail_page, name="kept_mail"),
    path("courriels/<str:name>/pieces/<int:rank>/", mail_views.kept_mail_file, name="kept_mail_file"),
]

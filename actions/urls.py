from django.urls import path

from .views import (
    agreements,
    board,
    bulk,
    fiche,
    leads,
    lists,
    meaning,
    money,
    news,
    news_answer,
    order,
    progress,
    reminders,
    rows,
    timeline,
)

app_name = "actions"

CONTRACT = "contrats/<str:reference>/fiches/"
FICHE = f"{CONTRACT}<int:pk>/"
NEWS = f"{CONTRACT}nouvelles/"
AGREEMENTS = "contrats/<str:reference>/conventions/"

urlpatterns = [
    path("fiches/", lists.all_actions, name="all"),
    path("nouvelles/<str:token>/", news_answer.answer, name="news_answer"),
    path(CONTRACT, lists.contract_list, name="list"),
    path(f"{CONTRACT}tableau/", board.board, name="board"),
    path(f"{FICHE}statut/", board.move, name="board_move"),
    path(f"{CONTRACT}lot/", bulk.bulk, name="bulk"),
    path(f"{CONTRACT}lot/confirmer/", bulk.confirm, name="bulk_confirm"),
    path(f"{CONTRACT}lot/<int:pk>/", bulk.batch, name="batch"),
    path(f"{CONTRACT}lot/<int:pk>/annuler/", bulk.undo, name="batch_undo"),
    path(f"{CONTRACT}calendrier/", timeline.timeline, name="timeline"),
    path(f"{CONTRACT}pilotes/", leads.by_lead, name="by_lead"),
    path(f"{CONTRACT}nouvelle/", fiche.create, name="create"),
    path(f"{CONTRACT}ordre/", order.order, name="order"),
    path(f"{CONTRACT}sens/", meaning.page, name="meaning"),
    path(f"{CONTRACT}sens/habitants/<str:code>/", meaning.phase, name="participation_phase"),
    path(f"{FICHE}partenariats/", meaning.partnerships, name="partnerships"),
    path(NEWS, news.news_page, name="news"),
    path(f"{NEWS}demander/", news.ask, name="news_ask"),
    path(f"{NEWS}<int:pk>/approuver/", news.approve, name="news_approve"),
    path(f"{NEWS}<int:pk>/renvoyer/", news.send_back, name="news_return"),
    path(f"{NEWS}<int:pk>/retirer/", news.withdraw, name="news_withdraw"),
    path(f"{NEWS}liens/<int:pk>/revoquer/", news.revoke, name="news_revoke"),
    path(f"{NEWS}rappels/", reminders.page, name="reminders"),
    path(f"{NEWS}rappels/<str:email>/courriel/", reminders.preview, name="reminders_preview"),
    path(f"{NEWS}rappels/<str:email>/pause/", reminders.pause, name="reminders_pause"),
    path(f"{CONTRACT}argent/", money.overview, name="money"),
    path(f"{CONTRACT}argent/saisie/", money.contract_grid, name="money_grid"),
    path(AGREEMENTS, agreements.agreements, name="agreements"),
    path(f"{AGREEMENTS}ajouter/", agreements.agreement, name="agreement_add"),
    path(f"{AGREEMENTS}<int:pk>/", agreements.agreement, name="agreement"),
    path(f"{AGREEMENTS}<int:pk>/retirer/", agreements.remove_agreement, name="agreement_remove"),
    path(f"{FICHE}argent/", money.fiche_grid, name="fiche_money"),
    path(f"{CONTRACT}avancement/", progress.progress, name="progress"),
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

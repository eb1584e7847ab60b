"""Campaigns of questionnaires: prepared, sent, answered, read."""

from django.urls import path

from .views import campaign_questions as questions
from .views import campaign_replies as replies
from .views import campaign_results as results
from .views import campaign_verbatims as verbatims
from .views import campaigns

HERE = "campagnes/<int:pk>/"
QUESTION = HERE + "questions/<int:question>/"
REPLY = HERE + "reponses/<int:reply>/"

CAMPAIGNS = [
    path("campagnes/", campaigns.campaigns, name="campaigns"),
    path("campagnes/nouvelle/", campaigns.create, name="campaign_add"),
    path(HERE, campaigns.campaign, name="campaign"),
    path(HERE + "modifier/", campaigns.edit, name="campaign_edit"),
    path(HERE + "contrats/", campaigns.choose_contracts, name="campaign_contracts"),
    path(HERE + "etat/<slug:target>/", campaigns.passage, name="campaign_passage"),
    path(HERE + "journal/", campaigns.journal, name="campaign_journal"),
    path(HERE + "dupliquer/", campaigns.duplicate, name="campaign_duplicate"),
    path(HERE + "avancement/", campaigns.progress, name="campaign_progress"),
    path(HERE + "relancer/", campaigns.remind, name="campaign_remind"),
    path(HERE + "courriels/", campaigns.mails_again, name="campaign_mails"),
    path(HERE + "questions/", questions.questions, name="questions"),
    path(HERE + "questions/ordre/", questions.reorder, name="question_order"),
    path(HERE + "questions/ajouter/<slug:kind>/", questions.question_form, name="question_add"),
    path(QUESTION, questions.question_form, name="question"),
    path(QUESTION + "deplacer/", questions.move, name="question_move"),
    path(QUESTION + "retirer/", questions.remove, name="question_remove"),
    path(HERE + "apercu/", questions.preview, name="campaign_preview"),
    path(REPLY, replies.reply, name="reply"),
    path(REPLY + "questions/<int:question>/", replies.answer, name="answer"),
    path(REPLY + "questions/<int:question>/versions/", replies.versions, name="answer_versions"),
    path(REPLY + "envoyer/", replies.submit, name="reply_submit"),
    path(REPLY + "personnes/", replies.people, name="reply_people"),
    path(REPLY + "rouvrir/", replies.reopen, name="reply_reopen"),
    path(REPLY + "ecarter/", replies.refuse, name="reply_refuse"),
    path(REPLY + "retenir/", replies.keep, name="reply_keep"),
    path(HERE + "resultats/", results.results, name="campaign_results"),
    path(HERE + "resultats/questions/<int:question>/", results.answers, name="campaign_answers"),
    path(HERE + "resultats/croiser/", results.cross, name="campaign_cross"),
    path(HERE + "resultats/fichier/<slug:kind>/", results.export, name="campaign_export"),
    path(HERE + "resultats/pdf/", results.pdf, name="campaign_pdf"),
    path(HERE + "verbatims/", verbatims.verbatims, name="verbatims"),
    path(HERE + "verbatims/<int:verbatim>/", verbatims.verbatim, name="verbatim"),
]

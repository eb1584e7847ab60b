"""The evaluation of a contract: questions and grids, sources, conclusions; and what a region sets for all of them."""

from django.urls import path

from .views import bank, conclusions, evaluation_report, evaluation_rows, grids, questions, sources

HERE = "contrats/<str:reference>/evaluation/"
QUESTION = f"{HERE}questions/<int:pk>/"
INTERVIEW = f"{HERE}entretiens/<int:pk>/"
QUOTE = f"{HERE}citations/<int:pk>/"
RECOMMENDATION = f"{HERE}recommandations/<int:pk>/"
ROW = f"{HERE}lignes/<str:kind>/"
BANK = "evaluation/regions/<str:code>/banque/"

EVALUATIONS = [
    path(f"{HERE}cadrage/", questions.set_up, name="set_up"),
    path(f"{HERE}questions/", questions.questions, name="evaluation_questions"),
    path(f"{HERE}questions/banque/", questions.take, name="questions_take"),
    path(QUESTION, questions.question, name="question_page"),
    path(f"{QUESTION}grille/", grids.grid, name="grid"),
    path(f"{QUESTION}forces-et-faiblesses/", questions.swot, name="swot"),
    path(f"{QUESTION}deplacer/", questions.move, name="evaluation_question_move"),
    path(f"{HERE}indicateurs/", questions.indicator_lookup, name="indicator_lookup"),
    path(f"{HERE}sources/", sources.sources, name="sources"),
    path(f"{HERE}entretiens/ajouter/", sources.add_interview, name="interview_add"),
    path(INTERVIEW, sources.interview, name="interview"),
    path(f"{INTERVIEW}modifier/", sources.edit_interview, name="interview_edit"),
    path(f"{INTERVIEW}consentement/", sources.consent, name="consent"),
    path(f"{INTERVIEW}reponses/", sources.answers, name="interview_answers"),
    path(f"{INTERVIEW}retirer/", sources.remove_interview, name="interview_remove"),
    path(f"{INTERVIEW}citations/ajouter/", sources.add_quote, name="quote_add"),
    path(QUOTE, sources.edit_quote, name="quote"),
    path(f"{QUOTE}confirmer/", sources.confirm_quote, name="quote_confirm"),
    path(f"{QUOTE}retirer/", sources.remove_quote, name="quote_remove"),
    path(f"{HERE}conclusions/", conclusions.conclusions, name="conclusions"),
    path(f"{RECOMMENDATION}repondre/", conclusions.answer, name="recommendation_answer"),
    path(f"{RECOMMENDATION}suivre/", conclusions.follow, name="recommendation_follow"),
    path(f"{RECOMMENDATION}reprendre/", conclusions.take_up, name="recommendation_take_up"),
    path(f"{HERE}rapport/<str:format>/", evaluation_report.make, name="evaluation_report"),
    path(f"{ROW}ajouter/", evaluation_rows.add, name="row_add"),
    path(f"{QUESTION}<str:kind>/ajouter/", evaluation_rows.add, name="row_add_to"),
    path(f"{ROW}<int:pk>/", evaluation_rows.change, name="row"),
    path(f"{ROW}<int:pk>/retirer/", evaluation_rows.remove, name="row_remove"),
    path(BANK, bank.bank, name="bank"),
    path(f"{BANK}habituelle/", bank.adopt, name="bank_adopt"),
    path(f"{BANK}ajouter/", bank.question, name="bank_question_add"),
    path(f"{BANK}<int:pk>/", bank.question, name="bank_question"),
    path(f"{BANK}<int:pk>/retirer/", bank.retire, name="bank_question_retire"),
    path("evaluation/regions/<str:code>/guides/<str:audience>/", bank.guide, name="guide"),
]

"""The yearly reviews, of one contract and of a whole territory."""

from django.urls import path

from .views import review_batches, reviews

HERE = "contrats/<str:reference>/evaluation/bilans/"
ONE = f"{HERE}<int:pk>/"
MANY = "evaluation/bilans/"

REVIEWS = [
    path(HERE, reviews.reviews, name="reviews"),
    path(f"{HERE}preparer/", reviews.prepare, name="review_prepare"),
    path(ONE, reviews.review, name="review"),
    path(f"{ONE}rubriques/", reviews.sections, name="review_sections"),
    path(f"{ONE}rubriques/<slug:section>/", reviews.text, name="review_text"),
    path(f"{ONE}passage/<str:target>/", reviews.passage, name="review_passage"),
    path(f"{ONE}documents/<str:kind>/", reviews.paper, name="review_paper"),
    path(f"{ONE}retirer/", reviews.remove, name="review_remove"),
    path(MANY, review_batches.batches, name="review_batches"),
    path(f"{MANY}demander/", review_batches.ask, name="review_batch_ask"),
    path(f"{MANY}<int:pk>/", review_batches.batch, name="review_batch"),
    path(f"{MANY}<int:pk>/relancer/", review_batches.restart, name="review_batch_restart"),
    path(f"{MANY}echeance/<str:code>/", review_batches.region_settings, name="region_reviews"),
]

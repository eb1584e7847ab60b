"""Who coordinates, who pays: of a contract and of a region."""

from django.urls import path

from .views import post_money, posts, sharing

app_name = "coordination"
HERE = "contrats/<str:reference>/gouvernance/"

urlpatterns = [
    path("gouvernance/postes/", posts.posts, name="posts"),
    path("gouvernance/regions/<str:code>/partage/", sharing.of_region, name="region_sharing"),
    path(f"{HERE}postes/<int:pk>/titulaire/", posts.holder, name="holder"),
    path(f"{HERE}postes/<int:pk>/financement/", post_money.money, name="money"),
    path(f"{HERE}partage/", sharing.justify, name="sharing"),
]

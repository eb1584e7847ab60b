"""Every address of the site."""

from django.urls import include, path

from cls_platform.health import health

urlpatterns = [
    path("sante", health, name="health"),
    path("", include("core.urls")),
]

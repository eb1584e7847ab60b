"""Every address of the site."""

from django.urls import path

from cls_platform.health import health

urlpatterns = [
    path("sante", health, name="health"),
]

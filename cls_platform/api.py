"""The REST interface of the whole site: every app's resources under one root.

An app brings its own in `<app>/api.py`: `RESOURCES`, a list of (address, viewset, name).
"""

from importlib import import_module
from importlib.util import find_spec

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import permissions
from rest_framework.exceptions import NotFound
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

APPS = ["territories", "accounts", "contracts", "actions", "governance", "evaluation"]


class Nowhere(APIView):
    """An address that does not exist answers with a problem, like the rest of the interface."""

    permission_classes = [permissions.AllowAny]
    schema = None

    def initial(self, request, *args, **kwargs):
        raise NotFound


def build_router():
    router = SimpleRouter()
    for app in APPS:
        if find_spec(f"{app}.api"):
            for address, viewset, name in import_module(f"{app}.api").RESOURCES:
                router.register(address, viewset, basename=name)
    return router


# Included by the root at « api/ », in the namespace « api ».
app_name = "api"
urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api:schema"), name="docs"),
    path("v1/", include(build_router().urls)),
    # Line breaks too: « . » would leave them to the site, which answers with a page.
    re_path(r"^v1/(?:[\s\S]*/)?$", Nowhere.as_view()),
]

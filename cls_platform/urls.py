"""Every address of the site."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from cls_platform import views, welcome_views
from cls_platform.health import health


def _pages(prefix, module):
    """The pages of an application, once it has some."""
    return [path(prefix, include(module))] if find_spec(module) else []


handler400 = "cls_platform.views.bad_request"

urlpatterns = [
    path("", views.home, name="home"),
    path("arrivee/", views.arrival, name="arrival"),
    path("bienvenue/", welcome_views.welcome, name="welcome"),
    path("bienvenue/fini/", welcome_views.finish, name="welcome_finish"),
    path("sante", health, name="health"),
    # Before the pages, whose hundreds of addresses would each be tried first.
    path("api/", include("cls_platform.api")),
    path("aide/", views.help_index, name="help"),
    path("aide/style/", views.style_guide, name="style_guide"),
    path("aide/glossaire/", views.glossary, name="glossary"),
    path("aide/etapes/<slug:slug>/", views.help_stage, name="help_stage"),
    path("aide/<slug:slug>/", views.help_topic, name="help_topic"),
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("territoires/", include("territories.urls")),
    *_pages("", "evaluation.urls"),
    *_pages("", "governance.urls_coordination"),
    *_pages("", "governance.urls_practices"),
    *_pages("", "governance.urls_networks"),
    *_pages("contrats/", "governance.urls"),
    *_pages("", "actions.urls"),
    *_pages("demarches/", "contracts.urls_approaches"),
    *_pages("contrats/", "contracts.urls"),
    path("admin/", admin.site.urls),
]

"""The site, and the floor: a page with header, menu, footer and nothing in it."""

from django.http import HttpResponse
from django.template import engines
from django.urls import path

from cls_platform.urls import urlpatterns as site

FLOOR = '{% extends "base.html" %}{% block title %}Rien{% endblock %}'


def floor(request):
    return HttpResponse(engines["django"].from_string(FLOOR).render({}, request))


urlpatterns = [path("banc/", floor, name="bench_floor"), *site]

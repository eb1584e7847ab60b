"""The Celery application: the worker's entry point and its clock (beat)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cls_platform.settings.base")

app = Celery("cls_platform")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

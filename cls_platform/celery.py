"""The Celery application: the worker's entry point and its clock (beat)."""

import os

from celery import Celery
from celery.signals import worker_ready, worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cls_platform.settings.base")

app = Celery("cls_platform")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
def start_heartbeat(**_):
    from cls_platform import heartbeat

    heartbeat.start()


@worker_shutting_down.connect
def stop_heartbeat(**_):
    from cls_platform import heartbeat

    heartbeat.stop()

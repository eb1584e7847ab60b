"""The Celery application: the worker's entry point and its clock (beat)."""

import os

from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_ready, worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cls_platform.settings.base")

HOUR = 3600

app = Celery("cls_platform")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_finalize.connect
def set_the_clock(sender, **_):
    from django.conf import settings

    sender.conf.beat_schedule = {
        "sweep": {"task": "core.sweep_jobs", "schedule": settings.JOB_SWEEP_SECONDS},
        "purge": {"task": "core.purge_jobs", "schedule": HOUR},
        # Monday morning, before people open their week.
        "reminders": {"task": "core.weekly_reminders", "schedule": crontab(day_of_week="mon", hour="7", minute="30")},
    }


@worker_ready.connect
def find_lost_jobs(**_):
    """What the broker lost while no worker was there: it is done even where no clock runs."""
    from core.tasks import sweep_jobs

    sweep_jobs.delay(everything=True)


@worker_ready.connect
def start_heartbeat(**_):
    from cls_platform import heartbeat

    heartbeat.start()


@worker_shutting_down.connect
def stop_heartbeat(**_):
    from cls_platform import heartbeat

    heartbeat.stop()

"""`/sante`: is the site in working order? Read by load balancers, by Docker and by people in a hurry."""

import logging
from pathlib import Path

from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cls_platform import heartbeat

logger = logging.getLogger(__name__)


class Down(Exception):
    """One of the services does not answer as it should."""


def check_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def check_broker():
    folder = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {}).get("data_folder_in")
    if folder and not Path(folder).is_dir():
        raise Down(f"{folder} is not a folder")
    with current_app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=1, timeout=3)


def check_worker():
    age = heartbeat.seconds_since_last()
    if age is None or age > heartbeat.ALIVE_SECONDS:
        raise Down("no worker has given a sign of life")


CHECKS = {"database": check_database, "broker": check_broker, "worker": check_worker}


def state_of(name):
    """“ok” or “down”: the reason goes to the log, it is nobody's business outside."""
    try:
        CHECKS[name]()
    except Exception as error:  # noqa: BLE001  whatever the reason, the service is down
        logger.warning("Health: %s is down (%s)", name, error)
        return "down"
    return "ok"


@login_not_required
@never_cache
@require_safe
def health(request):
    states = {name: state_of(name) for name in CHECKS}
    well = all(state == "ok" for state in states.values())
    return JsonResponse({"status": "ok" if well else "down", **states}, status=200 if well else 503)

"""A real Celery worker on the test database, with a broker space of its own."""

import os
import time

import redis

from cls_platform.celery import app
from tests.support.process import SiteProcess


class Broker:
    """Points this process and its children at Redis, under a prefix that nobody else uses."""

    def __init__(self, url, prefix):
        self.url, self.prefix = url, prefix
        self.environment = {"CELERY_BROKER_URL": url, "TEST_BROKER_PREFIX": prefix}

    def open(self):
        self._before = app.conf.broker_transport_options
        os.environ["CELERY_BROKER_URL"] = self.url
        app.conf.broker_transport_options = {"global_keyprefix": self.prefix}
        self._forget_connections()

    def close(self):
        os.environ.pop("CELERY_BROKER_URL", None)
        app.conf.broker_transport_options = self._before
        self._forget_connections()
        with redis.Redis.from_url(self.url) as client:
            for key in client.scan_iter(match=f"*{self.prefix}*"):
                client.delete(key)

    @staticmethod
    def _forget_connections():
        if app._pool is not None:
            app._pool.force_close_all()
        app._pool = None
        app.amqp._producer_pool = None


class WorkerProcess(SiteProcess):
    arguments = ("celery", "-A", "cls_platform", "worker", "--concurrency=1", "--loglevel=INFO")
    ready = " ready."

    def __init__(self, broker, media_root):
        self.broker = broker
        super().__init__(media_root, **broker.environment)


def wait_for(condition, seconds=30, what="the condition"):
    """What happens in another process can only be asked for; returns the first true answer."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"Waited {seconds} s for {what}")
        time.sleep(0.05)

"""The site as it is served in production: gunicorn, on a free port of this machine."""

import re

from tests.support.process import SiteProcess


class ServerProcess(SiteProcess):
    arguments = ("gunicorn", "cls_platform.wsgi", "--bind", "127.0.0.1:0")
    ready = "Booting worker"

    @property
    def url(self):
        return re.search(r"Listening at: (\S+)", self.output())[1]

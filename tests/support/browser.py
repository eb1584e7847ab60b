"""What a browser test needs beside Playwright's page."""

import os
import shutil

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

TIMEOUT_MS = 30_000
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--force-prefers-reduced-motion",
]


def chromium_path():
    candidates = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((path for name in candidates if name and (path := shutil.which(name))), None)


class Browser:
    """A page on the live site: `open(path)`, `sign_in(user)`, `axe()`, `errors`."""

    def __init__(self, page, base_url):
        self.page, self.base_url = page, base_url
        self.errors = []
        page.set_default_timeout(TIMEOUT_MS)
        page.set_default_navigation_timeout(TIMEOUT_MS)
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("console", self._heard)

    def _heard(self, message):
        # A refused inline script or style shows nowhere else.
        asked = message.location.get("url", "")
        if message.type == "error" and not asked.endswith("/favicon.ico"):
            self.errors.append(f"{self.page.url}: {message.text} {asked}")

    def open(self, path):
        self.page.goto(self.base_url + path, wait_until="load")
        return self.page

    def sign_in(self, user):
        """Puts the session's cookie in the browser: the sign-in page has its own test."""
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": self.base_url}]
        )
        return self

    def resize(self, width, height=800):
        self.page.set_viewport_size({"width": width, "height": height})

    def scrolls_sideways(self):
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")

    def axe(self, **options):
        """The accessibility faults of the page, one line each (empty when there are none)."""
        found = Axe().run(self.page, **options).response["violations"]
        return [
            f"{fault['id']} ({fault['impact']}): {fault['help']} — {node['target']}"
            for fault in found
            for node in fault["nodes"]
        ]

"""The only door to WeasyPrint: HTML in, a tagged PDF out, without one look at the network.

A picture, a chart or a style sheet that cannot be had never loses the document: it is replaced and listed in `missing`.
"""

import io
import mimetypes
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from PIL import Image

# What a document may point at: the site's own static files, as `{% static %}` writes them (so that one template serves
# the PDF and its preview); `media:<name>`, given by the caller; `data:`. The host below exists nowhere.
_SITE = "https://document.invalid"
_REPLACEMENT = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90" width="160" height="90">
<path d="M1 1h158v88H1zL159 89M159 1L1 89" fill="none" stroke="#929292"/></svg>"""
_SIGNS = re.compile("[\u202f\u2011]")
_fonts_lock = threading.Lock()
_fonts = None


@dataclass(frozen=True)
class Rendered:
    """The PDF, its number of pages, and what could not be had, as French sentences."""

    content: bytes
    pages: int
    missing: list[str] = field(default_factory=list)


def render_pdf(html, *, media=None, variant="pdf/ua-1"):
    """The PDF as bytes; see `render_document` to know also what was missing."""
    return render_document(html, media=media, variant=variant).content


def render_document(html, *, media=None, variant="pdf/ua-1"):
    """`media` maps the names used as `media:<name>` to bytes or to open files; nothing else is read.

    Title, language, author and subject come from the HTML (`<html lang>`, `<title>`, `<meta>`).
    """
    import weasyprint

    fetcher = _fetcher_class()(media or {})
    document = weasyprint.HTML(string=_printable(html), base_url=f"{_SITE}/", url_fetcher=fetcher)
    pages = document.render(font_config=_font_configuration(), pdf_variant=variant, pdf_tags=True)
    return Rendered(pages.write_pdf(pdf_variant=variant, pdf_tags=True), len(pages.pages), fetcher.missing)


def _printable(html):
    """The fonts lack the narrow no-break space and the non-breaking hyphen: their plain forms print the same."""
    return _SIGNS.sub(lambda found: "\u00a0" if found[0] == "\u202f" else "-", html)


def _font_configuration():
    """One for the process: reading the fonts again for each document costs time and memory."""
    global _fonts
    with _fonts_lock:
        if _fonts is None:
            from weasyprint.text.fonts import FontConfiguration

            _fonts = FontConfiguration()
        return _fonts


def _fetcher_class():
    # WeasyPrint is imported late: the web process starts without Pango.
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OfflineFetcher(URLFetcher):
        def __init__(self, media):
            super().__init__(allowed_protocols=["data"])
            self.media, self.missing = media, []

        def fetch(self, url, headers=None):
            try:
                content, content_type = self._read(url)
                _check_picture(content, content_type)
            except Exception as error:  # noqa: BLE001  a storage may fail in its own way: the document goes on
                self.missing.append(_sentence(url, error))
                content, content_type = _instead(url)
            return URLFetcherResponse(url, content, {"Content-Type": content_type})

        def _read(self, url):
            if url.startswith("data:"):
                response = super().fetch(url)
                return response.read(), response.content_type
            if url.startswith("media:"):
                name = unquote(url.removeprefix("media:"))
                return _whole(self.media[name]), _type_of(name)
            prefix = f"{_SITE}{static('')}"
            if not url.startswith(prefix):
                raise NotAllowed
            name = unquote(urlsplit(url.removeprefix(prefix)).path)
            return _static_path(name).read_bytes(), _type_of(name)

    return OfflineFetcher


class NotAllowed(Exception):
    """An address outside the site: never fetched."""


def _whole(content):
    if hasattr(content, "read"):
        content.seek(0)
        return content.read()
    return content


def _check_picture(content, content_type):
    """WeasyPrint would leave a broken picture out without a word."""
    if content_type == "image/svg+xml":
        ElementTree.fromstring(content)
    elif content_type.startswith("image/"):
        with Image.open(io.BytesIO(content)) as picture:
            picture.verify()


def _static_path(name):
    """In production the collected files, in development those of the applications."""
    found = finders.find(name)
    if found:
        return Path(found)
    path = Path(staticfiles_storage.path(name)).resolve()
    if not path.is_relative_to(Path(settings.STATIC_ROOT).resolve()):
        raise NotAllowed
    return path


def _type_of(name):
    if name.endswith(".woff2"):
        return "font/woff2"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def _instead(url):
    if url.endswith(".css"):
        return b"", "text/css"
    return _REPLACEMENT, "image/svg+xml"


def _sentence(url, error):
    short = url if len(url) < 120 else url[:117] + "…"
    if isinstance(error, NotAllowed):
        return f"Adresse refusée, un document ne va rien chercher hors du site\u00a0: {short}"
    return f"Élément introuvable ou illisible\u00a0: {short}"

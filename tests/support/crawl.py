"""From page to page by their links, as a person goes: what leads where, and which pages are of one kind."""

from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

# A word in an address makes another page; a number only another row.
WORDS = {"kind", "words", "level", "side", "target", "rule", "slug"}
# The Django admin and the description of the REST interface are not pages of ours.
FOREIGN = ("/admin/", "/api/", "/static/", "/media/")
# Addresses that give a file, or nothing to look at.
FILES = {
    *("contracts:document", "contracts:export", "contracts:pdf", "core:job_file", "core:kept_mail_file"),
    *("evaluation:campaign_export", "evaluation:dashboard_workbook", "evaluation:figures_workbook"),
    *("evaluation:coverage_file", "evaluation:coverage_region_file", "evaluation:quality_workbook"),
}


class _Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag == "a" and (href := dict(attrs).get("href")):
            self.found.append(href)


def links_in(html):
    parser = _Links()
    parser.feed(html)
    return parser.found


def kinds_of(links, page, of_each_contract=()):
    """`(path, kind)` for each link to a page of ours; a kind is a view, the words of its address, and for the views
    of `of_each_contract` the contract itself. An address that leads nowhere is of its own kind, so that it is met."""
    here = urlsplit(page)
    for link in links:
        url = urlsplit(urljoin(page, link))
        if url.scheme not in ("http", "https") or url.netloc != here.netloc or url.path.startswith(FOREIGN):
            continue
        try:
            match = resolve(url.path)
        except Resolver404:
            yield url.path, (url.path,)
            continue
        words = [str(value) for name, value in match.kwargs.items() if name in WORDS]
        if match.view_name in of_each_contract:
            words.append(match.kwargs.get("reference", ""))
        yield url.path, (match.view_name, *words)

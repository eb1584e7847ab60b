"""What applications bring to the frame of the site: entries of the main menu, and blocks of the home page.

Each application registers its own in `AppConfig.ready()`, so that the frame knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse


def signed_in(user) -> bool:
    return user.is_authenticated


@dataclass(frozen=True)
class Entry:
    label: str
    url_name: str
    order: int = 100
    predicate: Callable = signed_in


@dataclass(frozen=True)
class HomeBlock:
    """`context(request)` gives the context of `template`; a block that returns None is not shown."""

    template: str
    context: Callable
    order: int = 100
    predicate: Callable = signed_in


_entries: dict[str, Entry] = {}
_blocks: dict[str, HomeBlock] = {}


def register(label, url_name, *, order=100, predicate=signed_in):
    _entries[url_name] = Entry(label, url_name, order, predicate)


def register_home_block(template, context, *, order=100, predicate=signed_in):
    _blocks[template] = HomeBlock(template, context, order, predicate)


_arrivals: dict[Callable, int] = {}


def register_arrival(arrival, *, order=100):
    """`arrival(user)` gives the address where a person is most useful after signing in, or None."""
    _arrivals[arrival] = order


def arrival_of(user) -> str:
    """The first page after signing in: what an application proposes to this person, else the home page."""
    proposed = (arrival(user) for arrival in sorted(_arrivals, key=lambda each: _arrivals[each]))
    return next((url for url in proposed if url), reverse("home"))


_search: list[Entry] = []


def register_search(label, url_name, *, predicate=signed_in):
    """The page that the search box of the header asks with `?q=`."""
    _search[:] = [Entry(label, url_name, predicate=predicate)]


def quick_search(request) -> dict | None:
    for entry in _search:
        if entry.predicate(request.user):
            try:
                return {"label": entry.label, "url": reverse(entry.url_name), "text": request.GET.get("q", "")}
            except NoReverseMatch:
                return None
    return None


def main_menu(request) -> list[dict]:
    """The entries that this person may open; the one whose address begins the current one is active."""
    entries = sorted(_entries.values(), key=lambda entry: (entry.order, entry.label))
    items: list[dict] = []
    for entry in entries:
        if not entry.predicate(request.user):
            continue
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            # An application may be installed before its pages are.
            continue
        items.append({"label": entry.label, "url": url, "active": _is_here(request.path, url)})
    # Of « /contrats/ » and « /contrats/regions/ », only the nearer one is where we are.
    here: list[str] = [item["url"] for item in items if item["active"]]
    nearest = max(here, key=len, default="")
    return [{**item, "active": item["url"] == nearest} for item in items]


def _is_here(path, url) -> bool:
    return path == url if url == "/" else path.startswith(url)


def home_blocks(request) -> list[dict]:
    return _shown(_blocks.values(), request)


_account_blocks: dict[str, HomeBlock] = {}


def register_account_block(template, context, *, order=100):
    """What an application says of a person on « Mon compte »."""
    _account_blocks[template] = HomeBlock(template, context, order)


def account_blocks(request) -> list[dict]:
    return _shown(_account_blocks.values(), request)


def _shown(blocks, request) -> list[dict]:
    shown = []
    for block in sorted(blocks, key=lambda block: block.order):
        if block.predicate(request.user) and (context := block.context(request)) is not None:
            shown.append({"template": block.template, "context": context})
    return shown

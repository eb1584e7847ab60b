"""Every page of the site that a référent can reach, on a desk and on a telephone: calm, accessible, within its width.

The walk follows the links from the home page, so a new page is looked at as soon as something leads to it.
"""

from collections import deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve, reverse

from actions.models import Action
from contracts.exchange.reading import import_contract
from tests.exchange_sample import sample
from tests.factories.accounts import referent
from tests.factories.contracts import RegionSettingsFactory, SignedContractFactory
from tests.factories.territories import small_cog

pytestmark = pytest.mark.browser

WIDTHS = {"desk": 1280, "telephone": 375}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# The links of a drawing bear an object where others bear their address.
ADDRESSES = "links => links.map(link => new URL(link.getAttribute('href'), document.baseURI).href)"
# Not pages of ours, or files.
LEFT_OUT = {
    *("api:docs", "contracts:export", "contracts:document", "contracts:pdf", "core:job_file"),
    *("evaluation:dashboard_workbook", "evaluation:figures_workbook", "evaluation:campaign_export"),
}
# The printed document on screen: a h1 a chapter, and the title that its file bears.
PRINTED = {"contracts:preview"}
SIGNED = "CLS-26-2025-01"
# What differs on a signed contract; its other parts are those of the draft, with less to press.
OF_A_SIGNED_ONE = {
    "contracts:contract",
    "contracts:edit",
    "contracts:signature",
    "contracts:lifecycle",
    "actions:action",
}
# A word in an address makes another page; a number only another row.
WORDS = {"kind", "words", "level", "side", "target", "rule", "slug"}
FOREIGN = ("/admin/", "/api/", "/static/", "/media/")
# The frame cannot be trusted if the walk met but a few pages.
MUST_SEE = {
    "home",
    "help",
    "accounts:me",
    "accounts:organisations",
    "actions:action",
    "actions:all",
    "actions:create",
    "actions:edit",
    "actions:list",
    "actions:row_add",
    "contracts:amendments",
    "contracts:contract",
    "contracts:create",
    "contracts:documents",
    "contracts:edit",
    "contracts:findings",
    "contracts:import",
    "contracts:journal",
    "contracts:lifecycle",
    "contracts:list",
    "contracts:long_texts",
    "contracts:negotiation",
    "contracts:perimeter",
    "contracts:plan",
    "contracts:preview",
    "contracts:roles",
    "contracts:row_comments",
    "contracts:schemes",
    "contracts:signatories",
    "contracts:signature",
    "contracts:texts",
    "contracts:themes",
    "governance:bodies",
    "territories:index",
}


@pytest.fixture
def walker(transactional_db, browser_page):
    places = small_cog()
    person = referent(places.drome, display_name="Rachid Référent")
    RegionSettingsFactory(region=places.aura)
    import_contract(sample(), actor=person, as_draft=True)
    SignedContractFactory(reference=SIGNED, title="CLS signé de Grignan", department=places.drome)
    assert Action.objects.exists()
    return browser_page.sign_in(person)


def test_every_page_is_sound(walker):
    faults, seen = [], set()
    waiting, known = deque([reverse("home")]), set()
    while waiting:
        path = waiting.popleft()
        faults += _look(walker, path)
        seen.add(resolve(path).view_name)
        for link, kind in _links(walker.page):
            if kind not in known:
                known.add(kind)
                waiting.append(link)
    faults += [f"{name}: no link leads there any more" for name in sorted(MUST_SEE - seen)]
    assert not faults, "\n" + "\n".join(faults)


def _links(page):
    """The addresses of the page, with what makes a page of another kind: its view and the words of its address."""
    for link in page.eval_on_selector_all("a[href]", ADDRESSES):
        url = urlsplit(link)
        if f"{url.scheme}://{url.netloc}" not in page.url or url.path.startswith(FOREIGN):
            continue
        try:
            match = resolve(url.path)
        except Resolver404:
            yield url.path, url.path
            continue
        signed = match.kwargs.get("reference") == SIGNED
        if match.view_name not in LEFT_OUT and (not signed or match.view_name in OF_A_SIGNED_ONE):
            words = [value for name, value in match.kwargs.items() if name in WORDS]
            yield url.path, (match.view_name, signed, *words)


def _look(walker, path):
    page = walker.page
    walker.resize(WIDTHS["desk"])
    answer = page.goto(walker.base_url + path, wait_until="load")
    if answer.status != 200:
        walker.errors.clear()
        return [f"{path}: answers {answer.status}"]
    faults = [] if resolve(path).view_name in PRINTED else list(_faults_of_the_frame(page, path))
    for name, width in WIDTHS.items():
        walker.resize(width)
        faults += [f"{path} ({name}): {fault}" for fault in _faults_at_this_width(walker)]
    faults += walker.errors
    walker.errors.clear()
    return faults


def _faults_of_the_frame(page, path):
    if page.locator("h1").count() != 1:
        yield f"{path}: {page.locator('h1').count()} h1"
    if not page.title().split("—")[0].strip() or page.title() == page.title().split(" — ")[-1]:
        yield f"{path}: the title says only « {page.title()} »"


def _faults_at_this_width(walker):
    # The rich text editor takes its place after the page is loaded.
    try:
        walker.page.wait_for_function(FITS, timeout=3000)
    except Exception as error:  # noqa: BLE001 - any failure to fit is one
        wide = walker.page.evaluate("document.documentElement.scrollWidth")
        yield f"scrolls sideways ({wide} px): {type(error).__name__}"
    yield from walker.axe()

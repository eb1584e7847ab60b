"""Every page that somebody can reach, on a desk and on a telephone: calm, accessible, within its width.

The walk follows the links from the home page as each person of the demonstration, so a new page is looked at as soon as
something leads to it. What one of them was shown is not looked at again for the next, but for the pages that say
something else to each. `test_reach.py` opens every page for every person, without a browser.
"""

from collections import deque

import pytest
from django.core.management import call_command
from django.urls import resolve, reverse

from accounts.models import User
from contracts.exchange.reading import import_contract
from tests.exchange_sample import sample
from tests.support.crawl import FILES, kinds_of

pytestmark = pytest.mark.browser

WIDTHS = {"desk": 1280, "telephone": 375}
FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
# The links of a drawing bear an object where others bear an address: both as they are written.
LINKS = "links => links.map(link => link.getAttribute('href'))"
WRITER = "referente.drome@exemple.fr"
# Looked at for each person, or for each contract.
OF_EACH_PERSON = {"home", "contracts:contract", "contracts:list", "actions:action", "core:help"}
OF_EACH_CONTRACT = {"contracts:contract", "contracts:lifecycle", "contracts:signature", "contracts:edit"}
# The printed document on screen: a h1 a chapter, and the title that its file bears.
PRINTED = {"contracts:preview"}


@pytest.fixture
def everything_there(transactional_db, settings):
    """The demonstration, and beside it a contract that has something of everything."""
    settings.DEMO_MODE = True
    call_command("import_cog", verbosity=0)
    call_command("demo", verbosity=0)
    import_contract(sample(), actor=User.objects.get(email=WRITER), as_draft=True)


def test_every_page_is_sound(everything_there, browser_page):
    people = sorted(User.objects.active(), key=lambda user: (user.email != WRITER, user.email))
    faults, looked_at = [], set()
    for person in people:
        browser_page.sign_in(person)
        faults += [f"{person.email}: {fault}" for fault in _walk(browser_page, looked_at)]
    assert len(people) > 8 and len(looked_at) > 200, "the walk met but a few pages"
    assert not faults, "\n" + "\n".join(faults)


def _walk(walker, looked_at):
    waiting, known = deque([reverse("home")]), {("home",)}
    while waiting:
        path = waiting.popleft()
        yield from _look(walker, path)
        for link, kind in kinds_of(
            walker.page.eval_on_selector_all("a[href]", LINKS), walker.page.url, OF_EACH_CONTRACT
        ):
            if kind[0] in FILES or kind in known or (kind in looked_at and kind[0] not in OF_EACH_PERSON):
                continue
            known.add(kind)
            waiting.append(link)
    looked_at |= known


def _look(walker, path):
    page = walker.page
    walker.resize(WIDTHS["desk"])
    answer = page.goto(walker.base_url + path, wait_until="load")
    if answer.status != 200:
        walker.errors.clear()
        yield f"{path}: answers {answer.status}"
        return
    if resolve(path).view_name not in PRINTED:
        yield from _faults_of_the_frame(page, path)
    for name, width in WIDTHS.items():
        walker.resize(width)
        yield from (f"{path} ({name}): {fault}" for fault in _faults_at_this_width(walker))
    yield from walker.errors
    walker.errors.clear()


def _faults_of_the_frame(page, path):
    if page.locator("h1").count() != 1:
        yield f"{path}: {page.locator('h1').count()} h1"
    if not page.title().split("—")[0].strip() or page.title() == page.title().split(" — ")[-1]:
        yield f"{path}: the title says only « {page.title()} »"


def _faults_at_this_width(walker):
    # The rich text editor takes its place after the page is loaded.
    try:
        walker.page.wait_for_function(FITS, timeout=3000)
    except Exception as error:  # noqa: BLE001 - any failure to fit is one
        wide = walker.page.evaluate("document.documentElement.scrollWidth")
        yield f"scrolls sideways ({wide} px): {type(error).__name__}"
    yield from walker.axe()

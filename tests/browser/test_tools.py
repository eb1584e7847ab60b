"""The browser itself: that it starts, reaches the live site, and that its helpers see what they should."""

import pytest

from cls_platform import heartbeat

pytestmark = pytest.mark.browser


def test_the_live_site_is_reached(browser_page):
    heartbeat.beat()
    page = browser_page.open("/sante")
    assert '"status": "ok"' in page.content()
    assert browser_page.errors == []


def test_accessibility_faults_and_sideways_scroll_are_seen(browser_page):
    browser_page.resize(375)
    browser_page.page.set_content(
        '<html lang="fr"><title>t</title><main><h1>Titre</h1><img src="data:,x"></main></html>'
    )
    assert [line.split(" ")[0] for line in browser_page.axe()] == ["image-alt"]
    assert not browser_page.scrolls_sideways()
    browser_page.page.set_content('<html lang="fr"><title>t</title><div style="width:900px">large</div></html>')
    assert browser_page.scrolls_sideways()

"""What holds for every page type: no error of axe's, no sideways scroll, a quiet console, a light first visit."""

from __future__ import annotations

import pytest

from tests.e2e.pages import PAGES, Page, unlisted_views
from tests.support.browser import NARROW, Browser

FIRST_VISIT = 300_000  # bytes, headers included, charts aside


def test_every_view_is_a_page_here_or_said_to_be_none() -> None:
    assert unlisted_views() == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)
def test_a_page_wide_narrow_and_dark(browser: Browser, page: Page) -> None:
    browser.open(address(browser, page))
    light = {path: weight for path, weight in browser.weights().items() if "/vega/" not in path}
    assert sum(light.values()) <= FIRST_VISIT, light
    browser.assert_no_sideways_scroll()
    browser.assert_axe_clean()
    with browser.at_width(NARROW), browser.in_the_dark():
        browser.assert_no_sideways_scroll()
        browser.assert_axe_clean()
        browser.assert_quiet()
        browser.driver.execute_script("document.body.replaceChildren()")  # nobody need see it wide and light again


def address(browser: Browser, page: Page) -> str:
    """Where the page is, for the one who sees it, who is logged in from here on."""
    browser.become(page.who)
    if not page.link:
        return page.path
    browser.open(page.path)
    return browser.one(page.link).get_property("href").removeprefix(browser.url)

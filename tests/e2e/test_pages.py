"""What holds for every page type: no error of axe's, no sideways scroll, a quiet console, a light first visit."""

from __future__ import annotations

import pytest

from tests.e2e.pages import PAGES, Page, unlisted_views
from tests.support.browser import NARROW, Browser

FIRST_VISIT = 300_000  # bytes, headers included, charts aside

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.id)


def test_every_view_is_a_page_here_or_said_to_be_none() -> None:
    assert unlisted_views() == []


@every_page
def test_wide(browser: Browser, page: Page) -> None:
    go_to(browser, page)
    sound(browser)
    weights = browser.open_cold(browser.path)
    light = {path: weight for path, weight in weights.items() if "/vega/" not in path}
    assert sum(light.values()) <= FIRST_VISIT, light


@every_page
def test_narrow(browser: Browser, page: Page) -> None:
    with browser.at_width(NARROW):
        go_to(browser, page)
        sound(browser)


@every_page
def test_dark(browser: Browser, page: Page) -> None:
    with browser.in_the_dark():
        go_to(browser, page)
        sound(browser)


def go_to(browser: Browser, page: Page) -> None:
    browser.become(page.who)
    browser.open(page.path)
    if page.link:
        browser.driver.get(browser.one(page.link).get_attribute("href"))
    assert "Stegvis" in browser.driver.title


def sound(browser: Browser) -> None:
    browser.assert_no_sideways_scroll()
    browser.assert_axe_clean()
    browser.assert_quiet()

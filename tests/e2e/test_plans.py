"""The employer's year, laid in with one press and changed."""

from __future__ import annotations

from tests.support.browser import NARROW, Browser


def look_closely(browser: Browser) -> None:
    """As every page is looked at, wide and narrow."""
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
    browser.assert_quiet()


def test_the_year_is_laid_in_and_changed(browser: Browser) -> None:
    browser.become("gunilla")
    browser.open("/organisation/oversikt/")
    browser.press("Arbetsgivarens årshjul: när samtal och uppföljningar kommer")
    browser.press("Lägg in ett vanligt årshjul")
    assert len(browser.all(".careers-wheel__arc")) == len(browser.all("main tbody tr")) == 6
    look_closely(browser)
    browser.click("main tbody a")
    browser.fill("title", "Lönesamtal i våra enheter")
    look_closely(browser)
    browser.press("Spara")
    assert "Lönesamtal i våra enheter" in browser.text

"""Gunilla, who coordinates Ale, looks at what forecasts stand on and changes an assumption in her name."""

from __future__ import annotations

from tests.support.browser import NARROW, Browser


def fine(browser: Browser) -> None:
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()


def test_a_coordinator_changes_an_assumption_that_every_forecast_then_tells_of(browser: Browser) -> None:
    browser.become("gunilla")
    browser.open("/planering/underlag/")
    browser.click("main .sv-card a[href*='/underlag/'], main .sv-card button")
    ground = browser.path
    fine(browser)
    browser.open(f"{ground}personal/")
    browser.wait_for_text("uppskattat efter invånarna")
    fine(browser)
    browser.open(f"{ground}fil/personal/")
    fine(browser)
    browser.open(f"{ground}andra/leaving/?yrke=fysioterapeut")
    browser.fill("value", "4,5")
    browser.fill("source", "Ales personalstatistik")
    browser.fill("why", "Så var det förra året.")
    fine(browser)
    browser.press("Ändra och skriv under")
    browser.wait_for_text("Antagandet är ändrat")
    fine(browser)

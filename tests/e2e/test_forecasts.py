"""Two scenarios for physiotherapists in the thirteen municipalities, compared, and the report."""

from __future__ import annotations

from tests.support.browser import NARROW, Browser


def look_closely(browser: Browser) -> None:
    """As every page is looked at, wide and narrow."""
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
    browser.assert_quiet()


def test_two_scenarios_are_made_and_compared(browser: Browser) -> None:
    browser.become("dag")
    browser.open("/planering/prognoser/")
    browser.click("main .sv-card a[href*='/prognoser/']")
    browser.press("Gör ett scenario")
    look_closely(browser)
    browser.fill("scenario_name", "Senare pension")
    browser.fill("retirement_age", "12")
    browser.press("Spara och beräkna")
    browser.open("/planering/prognoser/")
    browser.click("main .sv-card a[href*='/prognoser/']")
    look_closely(browser)
    browser.press("Jämför")
    assert "nio gånger av tio mellan" in browser.text
    look_closely(browser)
    browser.click("main .sv-breadcrumbs a[href*='/prognoser/']:last-of-type, .sv-breadcrumbs li:nth-child(2) a")
    browser.click("main tbody a")
    assert "Vad vi inte vet" in browser.text
    look_closely(browser)
    assert browser.all("a[href*='export=pdf']")

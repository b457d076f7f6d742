"""A collaboration gathers demand, and an employer says how many seats: the page that no world begins with."""

from __future__ import annotations

from tests.support.browser import NARROW, Browser


def test_demand_is_gathered_and_seats_are_said(browser: Browser) -> None:
    browser.become("dag")
    browser.open("/utbud/samkop/nytt/?titel=S%C3%A5rv%C3%A5rd")
    browser.press("Börja samla")
    browser.become("gunilla")
    browser.open("/utbud/behov/")
    browser.click("main a[href*='/utbud/samkop/']:not([href*='nytt'])")
    browser.one("[name$='-seats']").send_keys("4")
    browser.press("Notera platserna")
    browser.wait_for_text("4 platser önskas")
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
    browser.assert_quiet()

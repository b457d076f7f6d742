"""A mentor who offers themself, a question and a yes, and a round; the answers on a telephone's width."""

from __future__ import annotations

from django.utils import timezone

from tests.e2e.test_plans import look_closely
from tests.support.browser import NARROW, Browser


def test_a_mentor_asked_and_a_round(browser: Browser) -> None:
    browser.become("maria")
    browser.open("/mentorskap/")
    browser.press_in("main", "Bli mentor")
    browser.one("[name='topics'][value='role']").click()
    browser.press("Erbjud dig som mentor")
    browser.wait_for_text("Tack. Ditt erbjudande visas")

    browser.become("anna")
    browser.open("/mentorskap/")
    browser.click("main a[href*='/mentorskap/mentor/']")
    look_closely(browser)
    browser.fill("line", "Att växa i rollen")
    browser.press("Skicka frågan")
    browser.wait_for_text("Väntar på svar")

    browser.become("maria")
    browser.open("/mentorskap/")
    with browser.at_width(NARROW):
        browser.click("section[aria-labelledby='mine'] li a")
        browser.assert_no_sideways_scroll()
        browser.press("Ja, gärna")
        browser.wait_for_text("Pågår")
        browser.one("[name='topics'][value='role']").click()
        browser.press("Notera träffen")
        browser.wait_for_text("Ta bort")
    look_closely(browser)
    browser.press("Avsluta mentorskapet")
    browser.press("Avsluta det")
    browser.wait_for_text("Avslutat i förtid")
    look_closely(browser)

    browser.become("dag")
    browser.open("/mentorskap/omgangar/ny/")
    browser.fill("title", "Mentorer i GR")
    browser.driver.execute_script(
        "document.querySelector('[name=closes_on]').value = arguments[0]", str(timezone.localdate())
    )
    browser.press("Öppna den")
    browser.wait_for_text("Omgången är öppen för önskemål")

    browser.become("anna")
    browser.open("/mentorskap/")
    browser.click("main a[href$='/onska/']")
    look_closely(browser)
    with browser.at_width(NARROW):
        browser.fill("line", "Att växa i rollen")
        browser.one("[name^='mentor-']").send_keys("1")
        browser.press("Spara mina önskemål")
        browser.wait_for_text("1 önskemål är sparat")

    browser.become("maria")
    browser.open("/mentorskap/")
    browser.click("main a[href$='/ordna/']")
    look_closely(browser)
    browser.one("[name^='ordning-']").send_keys("1")
    browser.press("Spara")
    browser.wait_for_text("Du kan ändra det tills matchningen körs")

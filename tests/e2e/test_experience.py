"""A course passed on, a role for somebody with long experience, and studies in the employment, as they are lived."""

from __future__ import annotations

from tests.e2e.test_plans import look_closely
from tests.support.browser import NARROW, Browser


def test_three_lines_are_shared_and_thanked_for(browser: Browser) -> None:
    browser.become("anna")
    with browser.at_width(NARROW):
        browser.open("/min-utveckling/")
        browser.press("Delat på enheten")
        browser.press("Dela något")
        browser.fill("title", "Sårvård i hemmet")
        browser.fill("text", "Tvätta först. Täck. Dokumentera.")
        browser.press("Dela")
        browser.assert_no_sideways_scroll()
    assert "Tvätta först." in browser.text
    browser.click("article a[href*='/delat/']")
    look_closely(browser)
    browser.become("bosse")
    browser.open("/delat/")
    browser.click("form[action$='/tack/'] button")
    assert "Du har tackat" in browser.text
    look_closely(browser)


def test_a_role_is_offered_wanted_and_settled(browser: Browser) -> None:
    browser.become("bosse")
    browser.open("/erfarenhet/ny/")
    browser.fill("title", "Handleda nya kollegor")
    browser.fill("share", "40")
    browser.press("Erbjud rollen")
    look_closely(browser)
    browser.become("anna")
    with browser.at_width(NARROW):
        browser.open("/erfarenhet/")
        browser.click("form[action$='/intresse/'] button")
        browser.assert_no_sideways_scroll()
    assert "Du har sagt att du är intresserad" in browser.text
    browser.become("bosse")
    browser.open("/erfarenhet/")
    browser.click("main a[href*='/erfarenhet/svar/']")
    look_closely(browser)
    browser.one("input[value='agreed']").click()
    browser.press("Spara")
    assert "Anna Exempel" not in browser.text


def test_studies_from_plan_to_degree(browser: Browser) -> None:
    browser.become("bosse")
    browser.open("/mitt-team/")
    browser.press("Anna Exempel")
    browser.press("Studier i anställningen")
    look_closely(browser)
    browser.press("Planera studier")
    browser.fill("title", "Äldres hälsa")
    browser.fill("share", "50")
    look_closely(browser)
    browser.press("Spara")
    browser.press("Vi har pratat och är överens")
    look_closely(browser)
    browser.press("Pausa")
    look_closely(browser)
    browser.press("Spara")
    browser.press("Fortsätt studierna")
    browser.press("Spara")
    browser.become("anna")
    with browser.at_width(NARROW):
        browser.open("/min-utveckling/studier/")
        browser.press("Äldres hälsa")
        browser.click("button[name='natt']")
        browser.assert_no_sideways_scroll()
    browser.click("main .careers-todo a[href*='/steg/']")
    look_closely(browser)
    browser.open("/min-utveckling/studier/")
    browser.press("Äldres hälsa")
    browser.press("Klar")
    browser.fill("title", "Magisterexamen i omvårdnad")
    browser.press("Spara")
    browser.open("/min-utveckling/underlag/")
    assert "Magisterexamen i omvårdnad" in browser.text

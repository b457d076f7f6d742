"""A development talk: planned for the whole team with one press, prepared apart, held, and signed by both."""

from __future__ import annotations

from tests.e2e.test_plans import look_closely
from tests.support.browser import NARROW, Browser


def test_a_talk_from_plan_to_signatures(browser: Browser) -> None:
    browser.become("bosse")
    browser.open("/mitt-team/")
    browser.press("Samtal")
    browser.press("Planera samtal")
    browser.press("Planera samtalen")  # three presses for the whole team, a day each
    assert "är planerade" in browser.text
    look_closely(browser)
    (anna,) = [one for one in browser.all("main tbody tr") if "Anna Exempel" in one.text]
    browser._follow(anna.find_element("css selector", "td a"))
    talk = browser.path
    look_closely(browser)
    browser.press("Annan dag, eller ställ in")
    look_closely(browser)
    browser.become("anna")
    with browser.at_width(NARROW):
        browser.open("/")
        browser.press("Förbered")
        browser.fill("well", "Nätverket")
        browser.one("[name='is_shared']").click()
        browser.press("Spara min förberedelse")
        browser.assert_no_sideways_scroll()
    browser.become("bosse")
    browser.open(talk)
    assert "Nätverket" in browser.text
    browser.fill("notes", "Anna leder nätverket vidare.")
    browser.press("Samtalet är hållet")
    look_closely(browser)
    browser.press("Skriv under")
    browser.become("anna")
    browser.open(talk)
    look_closely(browser)
    browser.press("Skriv under")
    assert "Underskrivet av båda" in browser.text
    assert browser.status(f"{talk}pdf/") == 200
    look_closely(browser)

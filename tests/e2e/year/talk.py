"""A development talk: planned for the whole team with one press, prepared apart, held, and signed by both."""

from __future__ import annotations

from tests.e2e.test_plans import look_closely
from tests.support.browser import NARROW, Browser


def talk(browser: Browser, name: str) -> None:
    browser.become("bosse")
    browser.open("/mitt-team/")
    browser.press("Samtal")
    browser.press("Planera samtal")
    browser.press("Planera samtalen")  # three presses for the whole team, a day each
    assert "är planerade" in browser.text
    look_closely(browser)
    (row,) = [one for one in browser.all("main tbody tr") if f"{name} Exempel" in one.text]
    browser._follow(row.find_element("css selector", "td a"))
    address = browser.path
    look_closely(browser)
    browser.press("Annan dag, eller ställ in")
    look_closely(browser)
    browser.become(name.lower())
    with browser.at_width(NARROW):
        browser.open("/")
        browser.press("Förbered")
        browser.fill("well", "Nätverket")
        browser.one("[name='is_shared']").click()
        browser.press("Spara min förberedelse")
        browser.assert_no_sideways_scroll()
    browser.become("bosse")
    browser.open(address)
    assert "Nätverket" in browser.text
    browser.fill("notes", f"{name} leder nätverket vidare.")
    browser.press("Samtalet är hållet")
    look_closely(browser)
    browser.press("Skriv under")
    browser.become(name.lower())
    browser.open(address)
    look_closely(browser)
    browser.press("Skriv under")
    assert "Underskrivet av båda" in browser.text
    assert browser.status(f"{address}pdf/") == 200
    look_closely(browser)

"""An introduction from the coordinator's click to the evidence, the new employee's part on a telephone's width."""

from __future__ import annotations

from selenium.webdriver.support.ui import Select

from tests.support.browser import NARROW, Browser


def introduce(browser: Browser, name: str) -> None:
    browser.become("gunilla")
    browser.open("/introduktion/program/")
    look(browser)
    browser.click("form[action$='/kommunal-introduktion/'] button")
    assert browser.one("[name='title']").get_attribute("value") == "Introduktion i kommunal hälso- och sjukvård"
    look(browser)

    browser.become("bosse")
    browser.open("/mitt-team/")
    browser.press_in("main", f"{name} Exempel")
    browser.press_in("main", "Starta en introduktion")
    Select(browser.one("[name='programme']")).select_by_index(1)
    browser.fill("supervisor", "gunilla@example.se")
    look(browser)
    browser.press("Starta")
    browser.wait_for_text("Introduktionen är i gång")
    address = browser.path
    look(browser)

    browser.become(name.lower())
    browser.open("/")
    browser.press_in("main", "Öppna min introduktion")
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
        browser.assert_axe_clean()
        browser.click("section[aria-labelledby='now'] li form button")
        browser.wait_for_text("1 av 16 steg klara")
        browser.click("section[aria-labelledby='now'] li a[href$='/avvikelse/']")
        browser.fill("ground", "Kontot dröjer")
        browser.assert_no_sideways_scroll()
        browser.press("Spara")
        browser.wait_for_text("Inte som planerat: Kontot dröjer")

    browser.become("gunilla")
    browser.open("/introduktion/handleder/")
    assert f"{name} Exempel" in browser.text
    look(browser)

    browser.become("bosse")
    browser.open("/introduktion/")
    assert f"{name} Exempel" in browser.text
    look(browser)
    browser.open(address)
    browser.press_in("main", "Avsluta som klar")
    browser.fill("explanation", "Kunde resten sedan tidigare.")
    look(browser)
    browser.press("Spara")
    browser.wait_for_text("Introduktionen är nu ett underlag")


def look(browser: Browser) -> None:
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()

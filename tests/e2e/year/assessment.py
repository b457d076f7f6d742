"""An assessment from the person's start to both signatures: without a mouse, and on a telephone's width."""

from __future__ import annotations

from selenium.webdriver.common.keys import Keys

from tests.support.browser import NARROW, Browser

RATED = 7  # competences that the nurses' framework asks for


def assess(browser: Browser, name: str) -> None:
    browser.become(name.lower())
    browser.open("/min-utveckling/bedomningar/")
    with browser.at_width(NARROW):
        browser.press("Börja med din egen bedömning")
        assert browser.heading == "Bedöm dig själv"
        judge_by_keyboard(browser)
        browser.assert_no_sideways_scroll()
        browser.assert_axe_clean()
        browser.press("Lämna in")
        browser.wait_for_text("Bedömningen är inlämnad")

    browser.become("bosse")
    browser.open("/")
    assert "1 person väntar på din bedömning" in browser.text
    browser.open("/mitt-team/bedomningar/bedom/")
    rate_by_keyboard(browser)
    look(browser)
    with browser.at_width(NARROW):
        look(browser)
    browser.press("Lämna in dem som är klara")
    browser.wait_for_text("1 bedömning är inlämnad.")

    browser.open("/mitt-team/bedomningar/")
    browser.press_in("main tbody", f"{name} Exempel")
    assert browser.texts("main article h3 .ds-tag")[:1] == ["2 steg isär"]
    look(browser)
    with browser.at_width(NARROW):
        look(browser)
    browser.press("Signera det sammanvägda")
    browser.wait_for_text("Bedömningen är signerad.")
    look(browser)

    browser.become(name.lower())
    browser.open("/min-utveckling/bedomningar/")
    browser.press("Läs och signera")
    browser.fill("comment", "Ett bra samtal.")
    browser.press("Signera att du har läst")
    browser.wait_for_text("Ett bra samtal.")
    look(browser)


def judge_by_keyboard(browser: Browser) -> None:
    """The second step of each scale, saved as it is chosen."""
    for position in range(RATED):
        first = browser.all(".assess__scale")[position].find_element("css selector", "input")
        browser.driver.execute_script("arguments[0].focus()", first)
        browser.keys(Keys.SPACE, Keys.ARROW_DOWN)
    browser.wait(lambda: browser.texts(".assess__saved") == ["Sparat"] * RATED, "not all is saved")


def rate_by_keyboard(browser: Browser) -> None:
    """A digit in each cell; the arrows go back and change the first."""
    first = browser.one("[data-sheet] td input")
    browser.driver.execute_script("arguments[0].focus()", first)
    browser.keys(*"2" * RATED, *[Keys.ARROW_LEFT] * RATED, "4")
    browser.wait(lambda: len(browser.all("[data-sheet] td input[data-saved]")) == RATED, "not all is saved")
    browser.wait(lambda: first.get_attribute("value") == "4")


def look(browser: Browser) -> None:
    browser.assert_no_sideways_scroll()
    browser.assert_axe_clean()
    browser.assert_quiet()


def decide(browser: Browser, name: str) -> None:
    browser.become("bosse")
    browser.open("/mitt-team/")
    browser.press_in("main tbody", f"{name} Exempel")
    browser.click("[aria-labelledby='decided'] form button")
    browser.wait_for_text("Nivån är beslutad.")

    browser.become(name.lower())
    browser.open("/min-utveckling/")
    browser.click("a[href$='/svara/']")
    with browser.at_width(NARROW):
        look(browser)
        browser.fill("text", "Jag vill att ni tittar igen.")
        browser.press("Skicka")
        browser.wait_for_text("Inget svar än")

    browser.become("bosse")
    browser.open("/")
    assert "1 person har svarat på ett nivåbeslut" in browser.text
    browser.open("/mitt-team/svar/")
    browser.click("main a[href*='/mitt-team/svar/']")
    look(browser)
    browser.fill("reply", "Vi tittar igen i maj.")
    browser.press("Svara")
    browser.wait_for_text("Ditt svar är skickat.")

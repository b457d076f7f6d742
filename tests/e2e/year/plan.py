"""A development plan in a minute: Bosse makes it in two presses, they refine it, agree and follow it up."""

from __future__ import annotations

from tests.support.browser import NARROW, Browser


def look_closely(browser: Browser) -> None:
    """As every page is looked at, wide and narrow."""
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
    browser.assert_quiet()


def plan(browser: Browser, name: str) -> None:
    browser.become("bosse")
    browser.open("/mitt-team/")
    browser.press(f"{name} Exempel")
    browser.press("Utvecklingsplan")
    browser.press("Gör ett förslag")  # two presses from the person's page, and the plan is there
    assert browser.heading.startswith("Utvecklingsplan 20")
    goals = len(browser.all("main .careers-head"))
    assert goals > 1
    look_closely(browser)
    browser.fill("title", "Leda reflektion i gruppen")
    browser.press("Lägg till målet")
    assert len(browser.all("main .careers-head")) == goals + 1
    browser.click("main section:nth-of-type(1) a[href$='/aktivitet/']")
    browser.fill("title", "Läs in dig")
    browser.fill("hours", "6")
    look_closely(browser)
    browser.press("Spara")
    browser.click("main .careers-head a")
    look_closely(browser)
    browser.press("Ta bort ur planen")
    browser.press("Vi har pratat och är överens")
    assert "Överenskommen" in browser.text
    browser.become(name.lower())
    with browser.at_width(NARROW):
        browser.open("/min-utveckling/")
        browser.press("Min plan")
        browser.click(".careers-todo button[value='done']")
        browser.assert_no_sideways_scroll()
    assert "1 av" in browser.text
    browser.press("Följ upp")
    browser.fill("note", "Det går framåt")
    look_closely(browser)
    browser.press("Spara")
    assert "Det går framåt" in browser.text
    browser.press("Avsluta planen")
    look_closely(browser)
    browser.press("Avsluta och börja nästa")
    assert len(browser.all("main .careers-head")) == goals - 1  # what is finished stays behind

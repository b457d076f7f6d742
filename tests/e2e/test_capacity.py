"""A unit manager plans the weeks ahead, takes the cheapest levers, decides, and tells how a week went."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.support.browser import NARROW, Browser

TALL_GRIDS = """
return [...document.querySelectorAll("body, main, main *")]
    .filter((one) => getComputedStyle(one).display.includes("grid") && one.offsetHeight > 400)
    .map((one) => one.className)
"""


def test_the_weeks_are_planned_decided_and_told_of(browser: Browser) -> None:
    browser.become("bosse")
    browser.open("/planering/kapacitet/ny/")
    browser.fill("title", "Vår och sommar")
    begins = str(timezone.localdate() - timedelta(days=7))
    browser.driver.execute_script("document.querySelector('[name=starts]').value = arguments[0]", begins)
    browser.press("Spara")
    browser.press("Lägg till vad som produceras")
    browser.fill("name", "Hembesök")
    browser.fill("amount", "1000")
    browser.fill(browser.one("input[name^='minutes_']").get_attribute("name") or "", "60")
    look(browser)
    browser.press("Spara")
    browser.wait_for_text("saknar timmar")
    browser.click("a[href*='/spak/extra/']")
    browser.fill(browser.one("input[name^='most_']").get_attribute("name") or "", "20")
    browser.fill(browser.one("input[name^='cost_']").get_attribute("name") or "", "420")
    look(browser)
    browser.press("Spara")
    browser.click("a[href*='/franvaro/']")
    look(browser)
    browser.open(f"{browser.path.split('franvaro/')[0]}forslag/")
    look(browser)
    browser.press("Använd förslaget")
    browser.click("a[href*='/las-in/']")
    look(browser)
    browser.open(browser.path.split("las-in/")[0])
    browser.press("Besluta planen")
    browser.click("main tbody a[href*='/vecka/1/']")
    look(browser)
    browser.fill("words", "Fler inskrivna än väntat")
    browser.press("Spara veckan")
    browser.wait_for_text("Fler inskrivna än väntat")
    look(browser)
    with browser.on_paper():  # what follows a grid that a page's end breaks would be printed over it
        assert browser.driver.execute_script(TALL_GRIDS) == []
    browser.assert_quiet()


def look(browser: Browser) -> None:
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()

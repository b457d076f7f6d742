"""Gunilla makes Ale's supply plan, follows it up and decides it; the national follow-up reads it."""

from __future__ import annotations

from datetime import date

from selenium.webdriver.support.ui import Select

from tests.support.browser import NARROW, Browser


def fine(browser: Browser) -> None:
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()


def write_day(browser: Browser, name: str, day: date) -> None:
    field = browser.one(f"[name='{name}']")
    browser.driver.execute_script("arguments[0].value = arguments[1]", field, str(day))


def test_a_plan_is_made_followed_up_decided_and_read(browser: Browser) -> None:
    browser.become("gunilla")
    browser.open("/planering/planer/ny/")
    browser.fill("title", "Plan för Ale")
    browser.press("Spara")
    browser.wait_for_text("Planen är påbörjad.")
    plan = browser.path
    browser.open(f"{plan}behov/")
    Select(browser.one("[name='profession']")).select_by_visible_text("Sjuksköterska")
    for name, figure in (("now", "62"), ("supply", "55,5"), ("need", "74"), ("source", "Egen räkning")):
        browser.fill(name, figure)
    fine(browser)
    browser.press("Spara")
    browser.wait_for_text("1 yrke kommer att sakna personal: sjuksköterska med 18,5 årsarbetare.")
    browser.open(f"{plan}atgarder/ny/")
    browser.fill("title", "Mentor åt alla nya")
    browser.fill("owner", "HR-chef")
    write_day(browser, "due_on", date(2028, 12, 31))
    browser.press("Spara")
    browser.wait_for_text("Mentor åt alla nya")
    browser.click("main a[href*='/uppfoljning/']")
    browser.fill("words", "Hälften har fått en mentor.")
    browser.press("Spara")
    browser.wait_for_text("Hälften har fått en mentor.")
    fine(browser)
    browser.click("main a[href*='/besluta/']")
    browser.fill("decided_in", "Kommunstyrelsen § 12")
    fine(browser)
    browser.press("Notera beslutet")
    browser.wait_for_text("Version 1, beslutad")
    browser.become("farid")
    browser.open("/planering/planer/oversikt/")
    fine(browser)
    browser.click("main tbody a[href*='/beslutad/']")
    browser.wait_for_text("Hälften har fått en mentor.")
    fine(browser)
    assert browser.download(browser.one("main a[href$='plan.pdf']")).read_bytes().startswith(b"%PDF-1.7")

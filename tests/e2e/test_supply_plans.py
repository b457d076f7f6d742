"""Supply plans: Gunilla makes Ale's, follows it up and decides it, and the national follow-up reads it; Dag takes a
scenario's needs and measures into his."""

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
    browser.one("[name='is_open']").click()
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


def forecast(browser: Browser) -> str:
    """Dag's, of two places and two professions, with a scenario; the scenario's address."""
    browser.open("/planering/prognoser/ny/")
    browser.fill("title", "Rehab i GR")
    for box in browser.all("[name='professions']"):
        if box.is_selected() != (box.get_attribute("value") in {"sjukskoterska", "fysioterapeut"}):
            box.click()
    browser.fill("draws", "20")
    browser.press("Beräkna prognosen")
    browser.wait_for_text("Gör ett scenario")
    browser.open(browser.path.partition("scenario/")[0])
    browser.press("Gör ett scenario")
    browser.fill("scenario_name", "Längre arbetsliv")
    browser.fill("retirement_age", "24")
    browser.press("Spara och beräkna")
    browser.wait_for_text("Vad vi inte vet")
    return browser.path


def test_a_scenario_becomes_needs_and_measures_of_a_plan(browser: Browser) -> None:
    browser.become("dag")
    browser.open("/planering/planer/ny/")
    browser.fill("title", "Plan för GR")
    browser.press("Spara")
    browser.wait_for_text("Planen är påbörjad.")
    plan = browser.path
    browser.open(forecast(browser))
    browser.press("Se vad som förs in")
    browser.wait_for_text("Personal i dag")
    for box in browser.all("[name='professions']"):
        if not box.is_selected():
            box.click()
    fine(browser)
    browser.fill("retirement_age-1-owner", "HR-chef")
    write_day(browser, "retirement_age-1-due", date(2030, 12, 31))
    browser.press("För in behoven och åtgärderna")
    browser.wait_for_text("Det står i planen.")
    assert browser.path == plan
    assert "Senare pension: +24 månader" in browser.text
    assert "ska ge" in browser.text
    fine(browser)
    browser.click("main a[href*='/scenario/']")
    browser.wait_for_text("Vad vi inte vet")

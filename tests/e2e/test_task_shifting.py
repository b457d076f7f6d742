"""Bosse, unit manager in Ale, shifts a task and follows for eight weeks whether it really moves."""

from __future__ import annotations

from datetime import timedelta

import openpyxl
from django.utils import timezone

from tests.support.browser import NARROW, Browser

STORE = "Sköta förråd, beställa och packa upp material"


def fine(browser: Browser) -> None:
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()


def test_study_posts_of_the_years_ahead_come_from_the_workbook(browser: Browser) -> None:
    browser.become("bosse")
    browser.open("/planering/kompetensmix/ny/")
    browser.press("Spara")
    mix = browser.path
    browser.open(f"{mix}ar/")
    browser.wait_for_text("Inget är sagt om åren framåt än")
    fine(browser)
    file = browser.download(browser.one(f"main a[href='{mix}fil/']"))
    book = openpyxl.load_workbook(file)
    source, target = (book["Personal"].cell(row, 1).value for row in (3, 2))
    for place in ("Ale", "Tjörn"):
        for year in (2027, 2028, 2029):
            book["År"].append([place, year, 130, 90, 900_000])
    book["Utbildningstjänster"].append([source, target, 1, 50, 400_000, 2])
    book.save(file)
    browser.open(f"{mix}las-in/")
    browser.one("[name='file']").send_keys(str(file))
    browser.press("Granska")
    fine(browser)
    assert browser.texts(".sv-stats > *")[:3] == ["Nya 1", "Ändrade 0", "Borttaget 0"]
    browser.press("Spara")
    browser.open(f"{mix}ar/")
    browser.wait_for_text("Vem som får utbildningstjänsterna, och varför")
    fine(browser)
    told = browser.download(browser.one(f"main a[href='{mix}ar/fil/']"))
    assert openpyxl.load_workbook(told).sheetnames == ["Brist", "Utbildningstjänster", "Vad som kunde växlas"]


def test_a_unit_manager_shifts_a_task_and_follows_it_for_eight_weeks(browser: Browser) -> None:
    browser.become("bosse")
    browser.open("/planering/kompetensmix/")
    browser.click("main a[href='/planering/kompetensmix/ny/']")
    browser.press("Spara")
    mix = browser.path
    browser.press("Ändra personalen")
    browser.fill("hours_service", "40")
    browser.fill("wage_service", "220")
    fine(browser)
    browser.press("Spara")
    browser.open(mix)
    fine(browser)
    browser.press(STORE)
    fine(browser)
    browser.open(f"{mix}las-in/")
    fine(browser)
    browser.open(mix)
    browser.click("main a[href*='uppgift=Sk%C3%B6ta'][href*='till=service']")
    fine(browser)
    browser.driver.execute_script(
        "document.querySelector('[name=starts]').value = arguments[0]", str(timezone.localdate() - timedelta(weeks=8))
    )
    browser.fill("why", "Sjuksköterskorna gör hembesök i stället.")
    browser.press("Spara")
    shift = browser.path
    browser.press("Besluta och underteckna")
    browser.wait_for_text("Beslutad och undertecknad")
    for number in range(1, 9):
        browser.open(f"{shift}vecka/{number}/")
        browser.fill("moved", "1" if number < 4 else "100")
        browser.fill("added", "100")
        browser.press("Spara")
        if number == 3:
            browser.wait_for_text("Personal har tillkommit, men växlingen uteblir")
            fine(browser)
    browser.wait_for_text("Växlingen sker")
    browser.press("Summera och underteckna")
    browser.fill("words", "Ny rutin för beställning.")
    fine(browser)
    browser.press("Spara")
    browser.wait_for_text("Uppgiften har växlats")
    fine(browser)

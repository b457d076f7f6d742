"""A change of municipality: listed by the new employer, invited, and shown what the old one has registered."""

from __future__ import annotations

import re
from pathlib import Path

from openpyxl import load_workbook
from selenium.webdriver.support.ui import Select

from tests.e2e.test_import import upload
from tests.support.browser import NARROW, Browser

MANY = "Bjud in alla"


def move(browser: Browser, name: str, logs: Path) -> None:
    browser.become("nils")
    browser.open("/personal/import/")
    path = listed(browser.download(browser.one("a[href$='/mall/molndal/']")), browser.folder / "molndal.xlsx", name)
    upload(browser, path)
    browser.click("form[action$='/spara/'] button")
    browser.wait(lambda: browser.all(".ds-alert [href='/personal/']"), "the list is not saved")
    browser.press("Bjud in personalen")
    assert MANY in browser.text
    look(browser)
    with browser.at_width(NARROW):
        look(browser)
    browser.click("main .sv-stack > form button, main > form button")
    assert browser.heading.startswith("Skicka ")
    look(browser)
    with browser.at_width(NARROW):
        look(browser)
    browser.press("Avbryt")
    browser.click("main tbody button[name='unit']")
    browser.wait(lambda: browser.path == "/personal/bjud-in/" and MANY not in browser.text, "the letters do not go")

    browser.become(name.lower())
    with browser.at_width(NARROW):
        browser.open(link_to(logs, f"{name.lower()}@example.se"))
        look(browser)
        browser.press("Ta emot inbjudan")
        browser.open("/min-utveckling/")
        assert "Mölndals kommun" in browser.text
        browser.press("Min meritportfölj")
        browser.press("Visa för en arbetsgivare")
        Select(browser.one("[name='receiver']")).select_by_visible_text("Mölndals kommun")
        browser.press("Visa")
        look(browser)

    browser.become("maria")
    browser.open("/")
    browser.press("Se vad som visas")
    browser.press(f"{name} Exempel")
    look(browser)
    browser.press("Räkna allt")
    assert "Räknas hos er" in browser.text
    browser.open("/mitt-team/")
    browser.press(f"{name} Exempel")
    look(browser)


def listed(template: Path, path: Path, name: str) -> Path:
    """The template with one nurse more, whose address is the one that they log in with."""
    workbook = load_workbook(template)
    sheet = workbook["Personal"]
    at = {cell.value: cell.column for cell in sheet[1]}
    row = {"Förnamn": name, "Efternamn": "Exempel", "Yrke": "Sjuksköterska", "Enhet": "HS", "Från": "2026-11-01"}
    row |= {"Anställningsnummer": "M9001", "E-post arbete": f"{name.lower()}@example.se"}
    for title, value in row.items():
        sheet.cell(2, at[title], value)
    workbook.save(path)
    return path


def link_to(logs: Path, address: str) -> str:
    """The path in the letter to the address, which this product writes where its worker talks."""
    (letter,) = [one for one in (logs / "worker.log").read_text().split("Subject: ") if f"To: {address}" in one]
    found = re.search(r"(/inbjudan/\S+/)", letter)
    assert found
    return found[1]


def look(browser: Browser) -> None:
    browser.assert_no_sideways_scroll()
    browser.assert_axe_clean()

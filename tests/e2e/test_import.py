"""Gunilla, coordinator in Ale, brings in a staff list: the template filled in, looked through, saved, brought again."""

from __future__ import annotations

import uuid
from pathlib import Path

from openpyxl import load_workbook

from tests.support.browser import NARROW, Browser

FAMILY = "O'Brien-Åkerström"


def test_a_staff_list_goes_in_once(browser: Browser) -> None:
    browser.become("gunilla")
    browser.open("/personal/import/")
    path = filled_in(browser.download(browser.one("a[href$='/mall/ale/']")), browser.folder / "personal.xlsx")
    upload(browser, path)
    assert summary(browser)["Personal"] == [3, 0, 0, 2]
    assert browser.texts("table[data-stack] tbody tr:nth-child(1) td")[:2] == ["Personal", "5"]
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
        browser.assert_axe_clean()
    browser.one("[name='partial']").click()
    browser.click("form[action$='/spara/'] button")
    browser.wait(lambda: browser.all(".ds-alert [href='/personal/']"), "the list is not saved")
    browser.open(f"/personal/?q={FAMILY}")
    assert browser.texts("tbody th") == [f"{name} {FAMILY}" for name in ("Åsa", "Ärla", "Örjan")]

    upload(browser, path)
    assert summary(browser)["Personal"] == [0, 0, 3, 2]
    assert browser.all("form[action$='/spara/']") == []
    browser.click("form[action$='/slang/'] button")
    assert browser.path == "/personal/import/"


def upload(browser: Browser, path: Path) -> None:
    """Hand the file in and wait, by the page's own progress, until it can be looked through."""
    browser.open("/personal/import/")
    browser.fill("file", str(path))
    browser.click("main form[enctype] button[type='submit']")
    browser.wait(lambda: browser.all("form[action$='/slang/']"), "the list is not ready to look through")


def summary(browser: Browser) -> dict[str, list[int]]:
    """New, changed, unchanged and with errors, by sheet."""
    rows = browser.all("main table:not([data-stack]) tbody tr")
    return {
        row.find_element("css selector", "th").text: [
            int(cell.text) for cell in row.find_elements("css selector", "td")
        ]
        for row in rows
    }


def filled_in(template: Path, path: Path) -> Path:
    """Three new people whose names are hard, one with a date in the year 0202 and one of an unknown profession."""
    workbook = load_workbook(template)
    sheet = workbook["Personal"]
    at = {cell.value: cell.column for cell in sheet[1]}
    start = uuid.uuid4().int % 10**6 * 10
    good = {"Efternamn": FAMILY, "Yrke": "Sjuksköterska", "Enhet": "HSV-S", "Från": "2024-05-31", "Födelseår": 1985}
    for number, row in enumerate(
        (
            good | {"Förnamn": "Åsa"},
            good | {"Förnamn": "Örjan"},
            good | {"Förnamn": "Ärla"},
            good | {"Förnamn": "Ivar", "Från": "0202-01-01"},
            good | {"Förnamn": "Olof", "Yrke": "Trollkarl"},
        )
    ):
        for name, value in {**row, "Anställningsnummer": f"N{start + number}"}.items():
            sheet.cell(number + 2, at[name], value)
    workbook.save(path)
    return path

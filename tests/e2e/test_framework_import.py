"""Gunilla brings in a framework: from another's CASE file, and our template filled in and brought in twice."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook

from tests.frameworks.exchange.packages import association, package
from tests.support.browser import NARROW, Browser

SAVE, DROP = "form[action$='/spara/'] button", "form[action$='/kasta/'] button"


def test_anothers_framework_is_looked_through_and_becomes_a_draft(browser: Browser) -> None:
    browser.become("gunilla")
    path = browser.folder / "klinisk-blick.json"
    rough = package()
    rough["CFAssociations"].append(association("borta", "kommunikation"))
    path.write_text(json.dumps(rough))
    upload(browser, path)
    assert browser.heading == "Klinisk blick"
    assert [row.split(" ")[0] for row in browser.texts("main table:not([data-stack]) tbody tr")] == [
        "Om",
        "Nivåer",
        "Kompetenser",
    ]
    assert browser.texts("table[data-stack] tbody td:first-child") == ["Hela filen", "CFAssociations · rad 6"]
    looks_well(browser)
    browser.click(SAVE)
    assert browser.heading == "Klinisk blick"
    assert "/utkast/" in browser.path
    upload(browser, path)
    assert browser.all(SAVE) == []
    assert "samma fil är redan ett utkast" in browser.text
    browser.click(DROP)
    assert browser.path == "/karriarmodeller/import/"
    looks_well(browser)


def test_the_template_is_filled_in_with_a_mistake_and_mended(browser: Browser) -> None:
    browser.become("gunilla")
    browser.open("/karriarmodeller/import/")
    template = browser.download(browser.one("a[href$='/import/mall/']"))
    upload(browser, with_requirement(template, browser.folder / "fel.xlsx", "Mästare"))
    assert browser.texts("table[data-stack] tbody td")[:2] == [
        "Krav · rad 2 · Nivå eller spår",
        "Det finns inget ”Mästare” på bladet Nivåer.",
    ]
    assert browser.all(SAVE) == []
    looks_well(browser)
    browser.click(DROP)
    upload(browser, with_requirement(template, browser.folder / "ratt.xlsx", "Grund"))
    browser.click(SAVE)
    assert browser.heading == "Vår karriärmodell"


def test_a_published_framework_is_downloaded_in_every_format(browser: Browser) -> None:
    browser.become("anna")
    browser.open("/karriarmodeller/pilot-sjukskoterska-kommun/")
    browser.one("u-details:has([href*='/som/']) u-summary, details:has([href*='/som/']) summary").click()
    assert [link.get_attribute("href").rpartition("/som/")[2] for link in browser.all("a[href*='/som/']")] == [
        "yaml/",
        "case-full/",
        "case-strict/",
        "excel/",
        "opensalt/",
        "moodle/",
    ]
    looks_well(browser)
    path = browser.download(browser.one("a[href$='/som/case-strict/']"))
    assert json.loads(path.read_text())["CFDocument"]["caseVersion"] == "1.1"


def upload(browser: Browser, path: Path) -> None:
    browser.open("/karriarmodeller/import/")
    browser.fill("file", str(path))
    browser.click("main form[enctype] button[type='submit']")
    browser.wait(lambda: browser.all(DROP), "the file is not ready to look through")


def looks_well(browser: Browser) -> None:
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
        browser.assert_axe_clean()


def with_requirement(template: Path, path: Path, level: str) -> Path:
    workbook = load_workbook(template)
    sheet = workbook["Krav"]
    at = {cell.value: cell.column for cell in sheet[1]}
    row = {"Nivå eller spår": level, "Slag": "legitimation", "Krav": "Legitimation", "Godtar": "sjukskoterska"}
    for name, value in row.items():
        sheet.cell(2, at[name], value)
    workbook.save(path)
    return path

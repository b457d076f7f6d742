"""Bosse, unit manager in Ale, sees his team of sixty, one of them closely, and takes the figures with him."""

from __future__ import annotations

import zipfile

from python_calamine import load_workbook

from tests.support.browser import NARROW, Browser
from tests.support.world import IN_TEAM


def test_the_matrix_holds_everybody(browser: Browser) -> None:
    browser.become("bosse")
    browser.open("/")
    browser.press("Mitt team")
    assert len(browser.all("tbody tr")) == IN_TEAM
    browser.press("Matris")
    people = []
    for framework in range(len(browser.all("#modell option"))):
        browser.one(f"#modell option:nth-child({framework + 1})").click()
        browser.click(".careers-filter button")
        rows, columns = len(browser.all(".sv-matrix tbody tr")), len(browser.all(".sv-matrix thead th"))
        assert len(browser.all(".sv-matrix tbody :is(th, td)")) == rows * columns
        people += browser.texts(".sv-matrix tbody th a")
    assert len(people) == IN_TEAM
    assert people.count("Anna Exempel") == 1
    assert people.count("Per Exempel") == 0  # his identity is protected


def test_each_part_of_the_page_is_there(browser: Browser) -> None:
    browser.become("bosse")
    browser.open("/mitt-team/")
    parts = [link.get_attribute("href") for link in browser.all("nav[aria-label='Delar av teamets sida'] a")]
    current = []
    for part in parts:
        browser.driver.get(part)
        browser.assert_quiet()
        current.append(browser.texts("nav[aria-label='Delar av teamets sida'] [aria-current]")[0].rstrip(" 0123456789"))
    assert current == ["Översikt", "Matris", "Saknas", "Går snart ut", "Pensioner", "Sårbarhet"]


def test_a_reading_of_annas_page_is_there_for_anna_to_see(browser: Browser) -> None:
    browser.become("bosse")
    browser.open("/mitt-team/")
    browser.press("Anna Exempel")
    assert browser.heading == "Anna Exempel"
    assert browser.texts("nav ol [aria-current]") == ["Anna Exempel"]
    browser.become("anna")
    browser.open("/min-utveckling/historik/lasningar/")
    assert "Bosse" in browser.one("main table").text


def test_the_export_opens_and_no_cell_is_a_formula(browser: Browser) -> None:
    browser.become("bosse")
    browser.open("/mitt-team/")
    path = browser.download(browser.named("Excel"))
    workbook = load_workbook(str(path))
    (sheet,) = workbook.sheet_names
    rows = workbook.get_sheet_by_name(sheet).to_python()
    assert len(rows) == 1 + IN_TEAM
    assert rows[0][:7] == ["Namn", "Enhet", "Yrke", "Område", "Nivå", "Nästa nivå", "Går ut först"]
    assert [row[0] for row in rows[1:]].count("Anna Exempel") == 1
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/")]
    assert [part for part in parts if b"<f>" in part or b"<f " in part] == []


def test_the_team_on_a_phone(browser: Browser) -> None:
    with browser.at_width(NARROW):
        browser.become("bosse")
        browser.open("/mitt-team/?del=matris")
        browser.assert_no_sideways_scroll()
        first = browser.one(".sv-matrix tbody th a")
        assert first.is_displayed()
        assert first.rect["x"] + first.rect["width"] <= NARROW
        left = browser.one(".sv-matrix details")
        assert not left.find_element("tag name", "li").is_displayed()
        left.find_element("tag name", "summary").click()
        assert left.find_element("tag name", "li").is_displayed()
        browser.assert_no_sideways_scroll()

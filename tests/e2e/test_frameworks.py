"""Frameworks are read, compared and printed; the organisation's overview tells of no small group."""

from __future__ import annotations

import base64

from selenium.webdriver.support.ui import Select

from stegvis.frameworks.packaged import documents
from tests.support.browser import Browser


def test_every_packaged_framework_is_listed_and_can_be_read(browser: Browser) -> None:
    browser.become("cecilia")
    browser.open("/karriarmodeller/")
    listed = {link.get_attribute("href").split("/")[-2] for link in browser.all("main a[href*='/karriarmodeller/']")}
    assert listed - {"jamfor"} >= {reference.code for reference in documents()}
    browser.open("/karriarmodeller/pilot-rehab-kommun/")
    levels = [text for text in browser.texts("main h2") if text.endswith("nivå")]
    assert levels == ["Grundnivå", "Fördjupningsnivå", "Expertnivå"]


def compare(browser: Browser) -> None:
    browser.open("/karriarmodeller/jamfor/")
    for name, code in (("left", "fysioterapeuter"), ("right", "sjuksköterskor i kommunal")):
        choice = Select(browser.one(f"[name='{name}']"))
        choice.select_by_visible_text(next(o.text for o in choice.options if code in o.text))
    browser.press("Jämför")


def assert_well_made(browser: Browser) -> None:
    for width in (1280, 320):
        with browser.at_width(width):
            browser.assert_axe_clean()
            browser.assert_no_sideways_scroll()


def test_two_frameworks_side_by_side(browser: Browser) -> None:
    browser.become("cecilia")
    compare(browser)
    assert len(browser.all(".fw-compare")) == 3
    assert len(browser.all(".fw-compare tbody td")) == 2 * len(browser.all(".fw-compare tbody tr"))
    browser.one("#forslag > summary").click()
    assert browser.all("[name='forslag']") == []
    assert_well_made(browser)


def test_an_equivalence_is_recorded_seen_and_withdrawn(browser: Browser) -> None:
    browser.become("gunilla")
    compare(browser)
    browser.one("#forslag > summary").click()
    browser.fill("ground", "Samma kursplan")
    browser.click("[name='forslag']")
    browser.wait_for_text("Likvärdigheten är noterad.")
    assert "Samma kursplan" in browser.one("section > .sv-scroll .fw-equivalent").text
    assert len(browser.all("[aria-labelledby='nivaer'] tbody tr")) == 3
    assert_well_made(browser)
    browser.press("Notera en likvärdighet")
    assert browser.heading == "Notera en likvärdighet"
    assert_well_made(browser)
    browser.press("Notera")
    browser.wait_for_text("Något behöver rättas")
    browser.press("Avbryt")
    browser.click("a[href*='/aterkalla/']")
    assert_well_made(browser)
    browser.press("Återkalla")
    browser.wait_for_text("Likvärdigheten är återkallad.")
    assert browser.texts("#aterkallade > summary") == ["Återkallade (1)"]


def test_a_framework_is_printed_without_the_shell(browser: Browser) -> None:
    browser.become("cecilia")
    browser.open("/karriarmodeller/pilot-rehab-kommun/")
    with browser.on_paper():
        shown = {css: browser.one(css).is_displayed() for css in (".sv-header", ".sv-footer", "h1", "main")}
        assert shown == {".sv-header": False, ".sv-footer": False, "h1": True, "main": True}
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    assert base64.b64decode(printed["data"]).startswith(b"%PDF-")


def test_small_groups_are_hidden_from_the_coordinator_too(browser: Browser) -> None:
    browser.become("gunilla")
    browser.open("/organisation/oversikt/")
    (night,) = [row for row in browser.texts("[aria-labelledby='placements'] tbody tr") if "natt" in row]
    assert night == "Hälso- och sjukvård – Hemsjukvård natt färre än 5"
    numbers = [int(text) for text in browser.texts("main tbody td") if text.isdigit()]
    assert [number for number in numbers if 0 < number < 5] == []

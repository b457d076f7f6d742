"""Cecilia shows Ale what Mölndal has registered, from a phone; Ale's coordinator reads it, and then no more."""

from __future__ import annotations

from selenium.webdriver.support.ui import Select

from tests.e2e.year.evidence import look
from tests.support.browser import NARROW, Browser


def test_a_record_is_shown_read_and_no_longer_shown(browser: Browser) -> None:
    with browser.at_width(NARROW):
        browser.become("cecilia")
        browser.open("/min-utveckling/")
        browser.press("Min meritportfölj")
        look(browser)
        browser.press("Visa för en arbetsgivare")
        look(browser)
        Select(browser.one("[name='receiver']")).select_by_visible_text("Ale kommun")
        browser.press("Visa")
        assert browser.path == "/min-utveckling/meritportfolj/visas-for/"
        assert "Ale kommun" in browser.text
        look(browser)
    assert browser.status("/min-utveckling/meritportfolj/pdf/") == 200
    assert browser.status("/min-utveckling/meritportfolj/json/") == 200

    browser.become("gunilla")
    browser.open("/")
    browser.press("Se vad som visas")
    look(browser)
    browser.press("Cecilia Exempel")
    shown = browser.path
    assert "Underlag" in browser.texts("h2")
    look(browser)

    browser.become("cecilia")
    browser.open("/min-utveckling/historik/lasningar/")
    assert "Gunilla, Ale kommun" in browser.text
    browser.open("/min-utveckling/meritportfolj/")
    browser.press("Sluta visa Ale kommun")
    assert "Visas inte längre" in browser.texts("h2")

    browser.become("gunilla")
    assert browser.status(shown) == 404
    browser.complaints()

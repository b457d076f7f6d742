"""The base of an overlay has a new version: its owner is told, chooses, looks through the mapping and publishes."""

from __future__ import annotations

from tests.support.browser import NARROW, Browser


def test_an_overlay_is_set_on_the_new_version_of_its_base(browser: Browser) -> None:
    browser.become("gunilla")
    browser.open("/")
    browser.press_in("main", "Se vad det innebär")
    assert browser.path == "/karriarmodeller/ale-rehab/1/uppgradera/"
    assert len(browser.all(".fw-part")) == 3
    _look(browser)
    browser.one("input[name='clarify-0'][value='to-forskrivare-1']").click()
    browser.press("Börja ett utkast på den nya basen")
    browser.wait_for_text("Ett utkast på basens nya version är påbörjat")

    browser.press_in(".sv-tabs", "Byte av version")
    assert "Sammanfört av" in browser.text
    _look(browser)
    browser.press("Godkänn alla förslag")
    browser.wait_for_text("Varje krav har fått sin plats")
    browser.all("main table a[href*='/rad/']")[0].click()
    _look(browser)
    browser.fill("note", "Som basens ägare har sagt.")
    browser.press("Spara")
    browser.wait_for_text("Som basens ägare har sagt.")

    browser.press_in(".sv-tabs", "Publicera")
    assert "Måste rättas" not in browser.text
    browser.press("Publicera versionen")
    browser.wait_for_text("Version 2 är publicerad")
    browser.open("/karriarmodeller/")
    assert "Basen har en ny version" not in browser.text


def _look(browser: Browser) -> None:
    browser.assert_axe_clean()
    with browser.in_the_dark():
        browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
        browser.assert_axe_clean()

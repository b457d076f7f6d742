"""A certificate from the telephone to the level: registered, checked, told of, and in the calendar's address."""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver.support.ui import Select

from tests.support.browser import NARROW, Browser

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n45\n%%EOF\n"


def certify(browser: Browser, name: str, folder: Path) -> None:
    certificate = folder / "intyg.pdf"
    certificate.write_bytes(PDF)
    with browser.at_width(NARROW):
        browser.become(name.lower())
        browser.open("/min-utveckling/underlag/")
        look(browser)
        browser.press("Registrera något")
        Select(browser.one("[name='what']")).select_by_value("course:")
        browser.fill("title", "Palliativ vård, grund")
        browser.driver.execute_script("document.querySelector('[name=valid_from]').value = '2026-10-01'")
        browser.one("[name='file']").send_keys(str(certificate))
        look(browser)
        browser.press("Spara")
        assert browser.path == "/min-utveckling/underlag/"
        assert browser.texts("main .ds-card h2").count("Palliativ vård, grund") == 1
        look(browser)

    browser.become("bosse")
    browser.open("/")
    browser.press("Kontrollera")
    browser.press("Palliativ vård, grund")
    look(browser)
    browser.fill("how", "Sett intyget")
    browser.press("Godta")
    assert "Palliativ vård, grund" not in browser.texts("main tbody")

    browser.become(name.lower())
    browser.open("/")
    browser.click(".sv-bell")
    browser.press("Ny: ”Palliativ vård, grund” är kontrollerat och räknas.")
    assert browser.path == "/min-utveckling/underlag/"
    browser.open("/aviseringar/val/")
    browser.press("Gör en adress")
    assert browser.text.count("/kalender/") == 1
    look(browser)
    browser.assert_quiet()


def look(browser: Browser) -> None:
    browser.assert_axe_clean()
    browser.assert_no_sideways_scroll()

"""Something verified is taken along and checked by a stranger, and a card on a phone is checked by another unit."""

from __future__ import annotations

from pathlib import Path

from selenium.webdriver.support.ui import Select

from tests.support.browser import NARROW, Browser


def look(browser: Browser) -> None:
    browser.assert_axe_clean()
    browser.assert_no_sideways_scroll()


def test_a_certificate_is_made_checked_by_a_stranger_and_revoked(browser: Browser) -> None:
    browser.become("anna")
    browser.open("/min-utveckling/")
    browser.press("Mina digitala intyg")
    browser.press("Gör ett digitalt intyg")
    choice = Select(browser.one("[name='source']"))
    choice.select_by_index(1)
    browser.press("Gör intyget")
    title = browser.heading
    look(browser)
    file = browser.download(browser.one("main a[href$='fil.jwt']"))
    link = browser.one("#address").get_attribute("value") or ""
    public = "/intyg/" + link.partition("/intyg/")[2]

    browser.forget()
    with browser.at_width(NARROW):
        check(browser, file)
        assert "Intyget är äkta och gäller i dag" in browser.text
        assert {title, "Anna Exempel", "Ale kommun"} <= set(browser.texts("main dd"))
        look(browser)
        browser.open(public)
        look(browser)

    browser.become("gunilla")
    browser.open("/organisation/oversikt/")
    browser.press("Utfärdade intyg")
    browser.press_in("main tbody", title)
    browser.one("main summary").click()
    browser.fill("ground", "Underlaget var fel")
    browser.press("Återkalla")
    look(browser)

    browser.forget()
    check(browser, file)
    assert "Intyget är återkallat" in browser.text
    browser.open(public)
    assert ("återkallades" in browser.text, "Anna" in browser.text) == (True, False)
    browser.assert_quiet()


def check(browser: Browser, file: Path) -> None:
    browser.open("/intyg/kontrollera/")
    browser.one("[name='file']").send_keys(str(file))
    browser.press("Kontrollera")


def test_a_card_on_a_phone_is_checked_by_its_code(browser: Browser) -> None:
    with browser.at_width(NARROW):
        browser.become("anna")
        browser.open("/min-utveckling/")
        browser.press("Mitt kompetenskort")
        browser.press("Gör en kod")
        look(browser)
        code = browser.one(".attesting-code h2").text
        with browser.on_paper():
            browser.assert_no_sideways_scroll()

        browser.forget()
        browser.open("/kort/")
        browser.fill("kod", code.replace("-", "").lower())
        browser.press("Visa kortet")
        assert browser.path == f"/kort/{code}/"
        assert browser.one(".attesting-card h2").text == "Anna Exempel"
        look(browser)

        browser.become("anna")
        browser.open("/min-utveckling/kort/")
        assert "någon med koden, inte inloggad" in browser.text
        browser.press(f"Stäng koden {code}")
        assert "Koden är stängd." in browser.text
        assert browser.all(".attesting-code") == []
    browser.assert_quiet()

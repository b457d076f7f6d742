"""The collaboration's coordinator builds a questionnaire of what is in the bank, and fixes it to be asked."""

from __future__ import annotations

from tests.support.browser import NARROW, Browser


def looked_over(browser: Browser) -> None:
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()


def test_a_questionnaire_is_built_from_the_bank(browser: Browser) -> None:
    browser.become("dag")
    browser.open("/enkater/formular/nytt/")
    browser.press("Påbörja")
    career = browser.path
    browser.open(f"{career}?nod=0-1")
    looked_over(browser)
    browser.press("Spara i frågebanken")
    browser.wait_for_text("Frågan finns i frågebanken")
    browser.open(f"{career}?nod=1-2")
    browser.press("Spara i frågebanken")
    browser.wait_for_text("Frågan finns i frågebanken")

    browser.open("/enkater/formular/nytt/")
    browser.one("[name='way'][value='empty']").click()
    browser.fill("title", "Vår egen enkät")
    browser.press("Påbörja")
    own = browser.path
    browser.open(f"{own}frageurval/")
    looked_over(browser)
    for box in browser.all("[name='fraga']"):
        box.click()
    browser.press("Hämta dem")
    browser.wait_for_text("2 frågor är valda")
    assert len(browser.all(".sq-outline ol ol > li")) == 2

    browser.open(f"{own}?nod=0-1")
    browser.fill("text_sv", "Får sjuksköterskor specialistutbilda sig?")
    browser.one("[name='hint_sv']").click()  # leaving the field saves it
    browser.wait(lambda: "specialistutbilda sig" in browser.one("#forhandsvisning").text)
    browser.wait(lambda: "Sparat" in browser.one("#enkat-lage").text)

    browser.open(f"{own}forhandsvisning/")
    looked_over(browser)
    browser.open(f"{own}versioner/")
    looked_over(browser)
    browser.press("Fastställ versionen")
    browser.wait_for_text("Version 1 är fastställd")
    browser.click("main .sq-list a[href*='/version/']")
    assert "specialistutbilda sig" in browser.text
    looked_over(browser)
    browser.open("/enkater/fragor/")
    browser.click("main .sq-list a")
    looked_over(browser)
    assert "Vår egen enkät" in browser.text
    browser.assert_quiet()

"""A draft is sent out, commented on by a union's representative, dealt with, consulted about and published."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from selenium.webdriver.support.ui import Select

from tests.support.browser import NARROW, Browser


def test_from_draft_to_version(browser: Browser) -> None:
    page = _start(browser)
    _ask(browser, "cecilia@example.se", "Facklig företrädare", "Vårdförbundet")
    browser.press("Skicka ut på granskning")
    browser.wait_for_text("Ute på granskning")
    _look(browser)

    browser.become("cecilia")
    browser.open("/")
    browser.press_in("main", "Läs och kommentera")
    assert (browser.path, "Du är ombedd att läsa utkastet" in browser.text) == (page, True)
    _look(browser)
    _comment(browser, "Varför just sex månader?")
    browser.open(f"{page}kommentera/")
    _look(browser)
    browser.fill("text", "Tack för ett tydligt utkast.")
    browser.press("Skicka kommentaren")
    assert browser.path == f"{page}#kommentarer"
    assert "Tack för ett tydligt utkast." in browser.text
    browser.one("input[name='opinion'][value='with_remarks']").click()
    browser.fill("statement", "Vi tillstyrker om tiden ses över.")
    browser.press("Skicka mitt ställningstagande")
    browser.wait_for_text("Ditt ställningstagande är hos ägaren")

    browser.become("gunilla")
    browser.open(page)
    assert "Vi tillstyrker om tiden ses över." in browser.text
    for _ in range(2):
        left = len(browser.all(".fw-remark:not([data-settled]) button"))
        browser.one(".fw-remark:not([data-settled]) button").click()
        browser.wait(
            lambda left=left: len(browser.all(".fw-remark:not([data-settled]) button")) < left, "not dealt with"
        )
    browser.press("Anteckna samverkan")
    browser.driver.execute_script("document.querySelector('[name=held_on]').value = '2026-01-31'")
    browser.fill("parties", "Vårdförbundet och Kommunal")
    _look(browser)
    browser.press("Anteckna")
    browser.wait_for_text("Vårdförbundet och Kommunal")
    browser.click(".fw-consultations a")
    browser.fill("parties", "Vårdförbundet")
    browser.fill("reason", "Kommunal deltog inte")
    _look(browser)
    browser.press("Spara rättelsen")
    browser.wait_for_text("Kommunal deltog inte")

    browser.press_in(".sv-tabs", "Publicera")
    assert len(browser.all(".fw-checks li")) == 5
    assert "Måste rättas" not in browser.text
    _look(browser)
    browser.one("input[name='status'][value='pilot']").click()
    browser.press("Publicera versionen")
    browser.wait_for_text("Version 1 är publicerad")
    _look(browser)


def test_a_framework_is_tried_in_some_units_first(browser: Browser) -> None:
    browser.become("gunilla")
    browser.open("/karriarmodeller/pilot-sjukskoterska-kommun/")
    browser.press("Pröva den i några enheter")
    _look(browser)
    browser.fill("title", "Prov i söder")
    for label in browser.all("main label"):
        if label.text.strip() in {"Hemsjukvård söder", "Sjuksköterska"}:
            label.click()
    today = timezone.localdate()
    for name, day in (("starts", today), ("ends", today + timedelta(days=300))):
        browser.driver.execute_script(f"document.querySelector('[name={name}]').value = '{day}'")
    browser.fill("members", "Maj Ek, Vårdförbundet")
    browser.press("Spara piloten")
    browser.wait_for_text("Piloten är planerad")
    browser.press("Starta piloten")
    browser.press("Starta piloten")
    browser.wait_for_text("slutar den av sig själv")
    _look(browser)
    browser.press("Ändra piloten")
    _look(browser)
    browser.press("Spara piloten")
    browser.press("Skriv utvärderingen")
    _look(browser)
    browser.fill("evaluation", "Kraven räcker.")
    browser.press("Spara utvärderingen")
    browser.press("Bredda till hela arbetsgivaren")
    _look(browser)
    browser.press("Bredda till hela arbetsgivaren")
    browser.wait_for_text("Breddad till hela arbetsgivaren")
    browser.open("/karriarmodeller/piloter/")
    _look(browser)


def _start(browser: Browser) -> str:
    """A framework of Ale's own that starts as the pilot for nurses. Gives the address of its review."""
    browser.become("gunilla")
    browser.open("/karriarmodeller/utkast/nytt/")
    choice = Select(browser.one("[name='version']"))
    choice.select_by_visible_text(next(o.text for o in choice.options if "sjuksköterskor i kommunal" in o.text))
    browser.press("Börja utkastet")
    browser.press_in(".sv-tabs", "Granska")
    return browser.path


def _ask(browser: Browser, email: str, role: str, speaks_for: str) -> None:
    browser.press("Be någon granska")
    browser.fill("email", email)
    Select(browser.one("[name='role']")).select_by_visible_text(role)
    browser.fill("speaks_for", speaks_for)
    _look(browser)
    browser.press("Be om granskning")
    browser.wait_for_text(email)


def _comment(browser: Browser, text: str) -> None:
    """On the first requirement, in place."""
    browser.one(".fw-level li .fw-thread__say a").click()
    browser.wait(lambda: browser.all(".fw-level li form.fw-thread__say"), "no form comes")
    form = browser.one(".fw-level li form.fw-thread__say")
    browser.fill("text", text)
    form.find_element("css selector", "button").click()
    browser.wait_for_text(text)


def _look(browser: Browser) -> None:
    """What holds for every page, wide and narrow."""
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()

"""A manager decides levels, and somebody steps back in a new field."""

from __future__ import annotations

from selenium.webdriver.support.ui import Select

from tests.support.browser import NARROW, Browser


def look(browser: Browser) -> None:
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()


def test_a_manager_decides_and_somebody_steps_back_in_a_new_field(browser: Browser) -> None:
    browser.become("bosse")
    browser.open("/mitt-team/")
    browser.press_in("main tbody", "Moa Exempel")
    browser.press("Besluta enligt förslaget: Grundnivå")
    browser.wait_for_text("Nivån är beslutad")
    look(browser)
    person = browser.path
    browser.press("Besluta annan nivå eller annat område")
    look(browser)
    area = Select(browser.one("[name=area]"))
    area.select_by_index(len(area.options) - 1)
    browser.press("Visa förslaget")
    browser.fill("ground", "Byter område och börjar på nytt där.")
    Select(browser.one("[name=kind]")).select_by_value("changed_field")
    Select(browser.one("[name=level]")).select_by_value("0")
    browser.press("Besluta")
    assert browser.path == person
    assert "Visat tidigare" in browser.text
    look(browser)

    browser.become("moa")
    browser.open("/min-utveckling/")
    browser.wait_for_text("Byter område och börjar på nytt där.")
    assert "Visat tidigare" in browser.text
    look(browser)

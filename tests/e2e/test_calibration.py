"""A round of calibration: planned, drawn, judged on a telephone's width by the keyboard alone, closed, and read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.support.browser import NARROW, Browser

SAMPLE, A_PAGE = 12, 10
MOST_TABS = 120
PATIENCE = 60  # seconds until the worker has drawn or computed


def test_a_round_from_plan_to_result(browser: Browser) -> None:
    browser.become("gunilla")
    planned = plan(browser)
    until(browser, lambda: browser.texts("main tbody tr") == [f"Cecilia {SAMPLE} 0 {SAMPLE}"])
    look(browser)

    browser.become("cecilia")
    browser.open("/")
    assert f"{SAMPLE} bedömningar väntar på dig" in browser.text
    browser.press_in("main", "Bedöm")
    look(browser)
    with browser.at_width(NARROW):
        browser.assert_axe_clean()
        judge_by_keyboard(browser)
        browser.wait_for_text(f"{A_PAGE} bedömningar är sparade.")
    assert len(browser.all("main form section")) == SAMPLE - A_PAGE

    browser.become("gunilla")
    browser.open(planned)
    browser.press("Stäng omgången")
    assert f"{SAMPLE - A_PAGE} bedömningar är inte gjorda" in browser.text
    look(browser)
    browser.press("Stäng omgången")
    until(browser, lambda: bool(browser.all("#result")))
    assert browser.texts("main .sv-stats li")[:1] == [f"Jämförda bedömningar {A_PAGE} av {SAMPLE} dragna"]
    look(browser)


def plan(browser: Browser) -> str:
    """The address of a round of Ale's nurses that Cecilia of Mölndal is to judge."""
    browser.open("/organisation/kalibrering/omgangar/")
    browser.press("Planera en omgång")
    Select(browser.one("[name='profession']")).select_by_visible_text("Sjuksköterska")
    browser.fill("title", "Vintern")
    browser.fill("sample_size", str(SAMPLE))
    day = timezone.localdate() + timedelta(days=30)
    browser.driver.execute_script("document.querySelector('[name=answer_by]').value = arguments[0]", str(day))
    browser.fill("emails", "cecilia@example.se")
    look(browser)
    browser.press("Planera och dra urval")
    return browser.path


def judge_by_keyboard(browser: Browser) -> None:
    """Tab to each scale, choose with the arrows, and press Save."""
    judged = 0
    for _ in range(MOST_TABS):
        browser.keys(Keys.TAB)
        focused = browser.driver.switch_to.active_element
        if focused.get_attribute("type") == "radio":
            browser.keys(Keys.SPACE, *[Keys.ARROW_DOWN] * (1 + judged % 3))
            judged += 1
        elif focused.text == "Spara":
            break
    assert judged == A_PAGE
    browser.keys(Keys.ENTER)


def until(browser: Browser, condition: Callable[[], bool]) -> None:
    """Until the page, which asks for itself anew, shows that the worker is done."""
    WebDriverWait(browser.driver, PATIENCE, poll_frequency=0.2).until(lambda _driver: condition(), browser.path)


def look(browser: Browser) -> None:
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()

"""Anna, a nurse in Ale, sees where she stands; in both languages, in the dark, on a phone and without a mouse."""

from __future__ import annotations

from selenium.webdriver.common.keys import Keys

from tests.support.browser import NARROW, Browser
from tests.support.world import PASSWORD


def test_anna_sees_her_level_the_next_one_what_is_missing_and_what_lapses(browser: Browser) -> None:
    browser.log_in("anna")
    assert browser.heading == "Hej, Anna"
    browser.press("Min utveckling")
    assert browser.path == "/min-utveckling/"
    assert browser.texts(".sv-steps [aria-current]") == browser.texts(".sv-steps [data-state='current']")
    steps = [text.split(" ", 3)[:3] for text in browser.texts(".sv-steps li")]
    assert [word[0] for word in steps] == ["Här", "Nästa", "Längre"]
    headings = browser.texts("h2")
    assert headings[:2] == ["Beslutad nivå", "Går ut inom 90 dagar"]
    assert headings[-2:] == ["Att stanna är ett gott val", "Det här är uppfyllt, och genom vad"]
    assert browser.texts("h3")[0] == "Saknas ännu"
    assert "lön" not in browser.one("main").text.lower()
    browser.open("/min-utveckling/historik/")
    browser.assert_quiet()


def test_the_language_changes_and_changes_back(browser: Browser) -> None:
    browser.become("anna")
    browser.open("/min-utveckling/")
    browser.press("English")
    assert (browser.path, browser.heading) == ("/min-utveckling/", "My development")
    assert browser.one("html").get_attribute("lang") == "en"
    browser.press("Svenska")
    assert (browser.path, browser.heading) == ("/min-utveckling/", "Min utveckling")


def test_the_dark_is_kept(browser: Browser) -> None:
    browser.become("anna")
    browser.open("/min-utveckling/")
    light = brightness(browser)
    browser.one("[data-schemes] [value='dark']").click()
    assert brightness(browser) < 60 < 200 < light
    browser.open("/karriarmodeller/")
    assert brightness(browser) < 60
    assert browser.one("html").get_attribute("data-color-scheme") == "dark"


def test_everything_is_reached_on_a_phone(browser: Browser) -> None:
    with browser.at_width(NARROW):
        browser.become("anna")
        browser.open("/")
        assert not browser.one("#navigation").is_displayed()
        browser.one(".sv-menu-button").click()
        browser.press_in("#navigation", "Min utveckling")
        assert browser.heading == "Min utveckling"
        browser.assert_no_sideways_scroll()


def test_bosse_comes_to_annas_page_without_a_mouse(browser: Browser) -> None:
    browser.open("/")
    browser.one("[name='login']").click()
    browser.keys("bosse@example.se")
    while browser.driver.switch_to.active_element.get_attribute("name") != "password":
        browser.keys(Keys.TAB)
    browser.keys(PASSWORD, Keys.ENTER)
    browser.wait_for_path("/")
    browser.keys(Keys.TAB)
    assert browser.driver.switch_to.active_element.text == "Hoppa till innehållet"
    browser.keys(Keys.ENTER)
    browser.tab_to("Mitt team")
    browser.keys(Keys.ENTER)
    browser.wait_for_path("/mitt-team/")
    browser.tab_to("Anna Exempel")
    browser.keys(Keys.ENTER)
    browser.wait(lambda: browser.heading == "Anna Exempel")
    closed = next(one for one in browser.all("summary") if one.text.startswith("Grundnivå"))
    browser.tab_to(closed.text)
    browser.keys(Keys.SPACE)
    browser.wait(lambda: closed.find_element("xpath", "..").get_attribute("open"))


def brightness(browser: Browser) -> float:
    """Of the page's ground, 0 black to 255 white."""
    return browser.driver.execute_script(
        "const paint = document.createElement('canvas').getContext('2d');"
        "paint.fillStyle = getComputedStyle(document.body).backgroundColor; paint.fillRect(0, 0, 1, 1);"
        "const [r, g, b] = paint.getImageData(0, 0, 1, 1).data; return (r + g + b) / 3;"
    )

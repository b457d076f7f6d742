"""Dag builds two scenarios for physiotherapists in the thirteen municipalities, compares them and takes the report."""

from __future__ import annotations

from tests.support.browser import NARROW, Browser

THIRTEEN = (
    "Ale, Alingsås, Göteborg, Härryda, Kungsbacka, Kungälv, Lerum, Lilla Edet, Mölndal, Partille, Stenungsund, Tjörn,"
    " Öckerö"
)


def look_closely(browser: Browser) -> None:
    """As every page is looked at, wide and narrow."""
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
    browser.assert_quiet()


def unfold(browser: Browser, lever: str) -> None:
    group = browser.one(f".fc-group:has([name='{lever}'])")
    if not group.get_attribute("open"):
        group.find_element("css selector", "summary").click()


def bar_is_in_view(browser: Browser) -> bool:
    """What the levers give stands at the bottom of the window, in figures, and the lever is not under it."""
    bar, focused = browser.one(".fc-bar dl"), browser.driver.switch_to.active_element
    below = browser.driver.execute_script("return innerHeight - arguments[0].getBoundingClientRect().bottom", bar)
    return 0 <= below < 40 and focused.rect["y"] + focused.rect["height"] <= bar.rect["y"]


def make_scenario(browser: Browser, forecast: str, name: str, lever: str, amount: str) -> None:
    browser.open(forecast)
    browser.press("Gör ett scenario")
    browser.fill("scenario_name", name)
    unfold(browser, lever)
    with browser.at_width(NARROW):
        browser.fill(lever, amount)
        browser.wait(lambda: bar_is_in_view(browser), "the answer is not seen while one pulls")
    look_closely(browser)
    browser.press("Spara och beräkna")
    browser.wait_for_text("Vad vi inte vet")


def test_two_scenarios_are_made_and_compared(browser: Browser) -> None:
    browser.become("dag")
    browser.open("/planering/prognoser/")
    browser.click("main a[href*='/prognoser/ny/']")
    browser.fill("title", "Fysioterapeuter i tretton kommuner")
    for chosen in browser.all("[name='places']:checked"):
        chosen.click()
    browser.fill("further", THIRTEEN)
    for box in browser.all("[name='professions']"):
        if box.is_selected() != (box.get_attribute("value") == "fysioterapeut"):
            box.click()
    browser.fill("draws", "40")
    look_closely(browser)
    browser.press("Beräkna prognosen")
    browser.wait_for_text("Gör ett scenario")
    forecast = browser.path.partition("scenario/")[0]
    make_scenario(browser, forecast, "Senare pension", "retirement_age", "12")
    make_scenario(browser, forecast, "Fler stannar", "early_leaving", "20")
    make_scenario(browser, forecast, "Bristen får fler att sluta", "feedback", "20")
    assert "Räknad år för år" in browser.text
    browser.open(forecast)
    look_closely(browser)
    browser.press("Jämför")
    assert "nio gånger av tio" in browser.text
    look_closely(browser)
    browser.open(forecast)
    browser.click("main tbody a")
    look_closely(browser)
    report = browser.download(browser.one("a[href*='export=pdf']"))
    assert report.read_bytes().startswith(b"%PDF-1.7")
    browser.one("[name='for_national']").click()
    browser.press("Dela med andra")
    browser.wait_for_text("Scenariot är delat som det är nu.")
    browser.become("farid")
    browser.open("/planering/prognoser/")
    browser.click("main a[href*='/delad/']")
    look_closely(browser)
    assert "Vad vi inte vet" in browser.text

"""What cannot be saved is told in words, stays on the page, and is saved when there is hope again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from selenium.webdriver.common.keys import Keys

from tests.e2e.test_editor import retype
from tests.support.browser import NARROW, Browser

LOGGED_OUT = "Inte sparat – du är inte längre inloggad. Logga in i en annan flik och fortsätt här."


@contextmanager
def other_tab(browser: Browser) -> Iterator[None]:
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    browser.set_width(1280)
    yield
    browser.driver.close()
    browser.driver.switch_to.window(first)


def told(browser: Browser) -> str:
    return " ".join(browser.texts("#unsent"))


def comes_back(browser: Browser) -> None:
    """A tab without a window is never told that it is looked at."""
    browser.driver.execute_script("dispatchEvent(new Event('focus'))")


def offline(browser: Browser, *, is_offline: bool) -> None:
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.driver.execute_cdp_cmd(
        "Network.emulateNetworkConditions",
        {"offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    )


def test_writing_goes_on_after_the_session_has_ended(browser: Browser, draft: str) -> None:
    browser.open(f"{draft}?nod=levels.0")
    browser.forget()
    retype(browser.one("[name='title_sv']"), "Grunden")
    browser.wait(lambda: told(browser).startswith(LOGGED_OUT))
    assert browser.texts("#utkast-lage [role=status]") == ["Inte sparat"]
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
    browser.driver.execute_script("arguments[0].click()", browser.named("Spara"))
    browser.wait(lambda: not browser.all(".htmx-request"))
    assert browser.one("[name='title_sv']").get_attribute("value") == "Grunden"
    with other_tab(browser):
        browser.log_in("gunilla")
    comes_back(browser)
    browser.wait(lambda: not told(browser) and browser.texts("#utkast-lage [role=status]")[0].startswith("Sparat"))
    browser.open(f"{draft}?nod=levels.0")
    assert browser.one("[name='title_sv']").get_attribute("value") == "Grunden"
    assert all("401" in line or "403" in line for line in browser.complaints())


def test_what_is_written_in_a_discarded_draft_stays_and_says_why(browser: Browser, draft: str) -> None:
    browser.open(f"{draft}?nod=levels.0")
    with other_tab(browser):
        browser.open(f"{draft}kasta/")
        browser.press("Ta bort utkastet")
    retype(browser.one("[name='title_sv']"), "Grunden")
    browser.wait(lambda: told(browser).startswith("Inte sparat – utkastet är bortplockat av Gunilla."))
    browser.driver.execute_script("arguments[0].click()", browser.named("Spara"))
    browser.wait(lambda: not browser.all(".htmx-request"))
    assert browser.one("[name='title_sv']").get_attribute("value") == "Grunden"
    assert all("403" in line for line in browser.complaints())


def test_without_a_connection_it_is_tried_again(browser: Browser, draft: str) -> None:
    browser.open(f"{draft}?nod=levels.0")
    offline(browser, is_offline=True)
    retype(browser.one("[name='title_sv']"), "Grunden")
    browser.wait(lambda: told(browser).startswith("Inte sparat – ingen anslutning."))
    offline(browser, is_offline=False)
    browser.wait(lambda: not told(browser))
    browser.open(f"{draft}?nod=levels.0")
    assert browser.one("[name='title_sv']").get_attribute("value") == "Grunden"
    assert [line for line in browser.complaints() if "ERR_INTERNET" not in line and "htmx:" not in line] == []


def test_a_rating_that_is_not_saved_is_not_marked_as_saved(browser: Browser) -> None:
    browser.become("maria")
    browser.open("/mitt-team/bedomningar/")
    browser.click(".careers-judge button[type='submit']")
    browser.open("/mitt-team/bedomningar/bedom/")
    browser.forget()
    cell = browser.one("[data-sheet] td input")
    cell.send_keys("2")
    browser.wait(lambda: told(browser).startswith(LOGGED_OUT))
    assert (cell.get_attribute("data-saved"), cell.get_attribute("aria-invalid")) == (None, "true")
    assert browser.texts(".assess__saved") == [f"{cell.accessible_name}: Inte sparat"]
    with other_tab(browser):
        browser.log_in("maria")
    comes_back(browser)
    browser.wait(lambda: cell.get_attribute("data-saved") is not None and not told(browser))
    assert all("401" in line or "403" in line for line in browser.complaints())


def test_a_concept_is_searched_for_as_one_writes_and_linked(browser: Browser, draft: str) -> None:
    browser.open(f"{draft}?nod=competences.0.items.0")
    browser.named("Lägg till en länk").click()
    browser.one("#begrepp-fraga").send_keys("palliativ")
    browser.wait(lambda: browser.texts(".fw-found li > span") == ["Palliativ vård JobTech, kompetens"])
    browser.assert_axe_clean()
    browser.click(".fw-found button")
    assert browser.texts("label[for='del_concepts_0']") == ["Palliativ vård JobTech, kompetens"]


def test_a_name_is_the_headings_at_once(browser: Browser, draft: str) -> None:
    browser.open(f"{draft}?nod=levels.0")
    browser.press("Nytt krav")
    assert browser.texts("#del-rubrik") == ["Utan namn"]
    browser.keys("Lyfter säkert", Keys.TAB)
    browser.wait(lambda: browser.texts("#del-rubrik") == ["Lyfter säkert"])

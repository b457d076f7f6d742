"""A coordinator writes a framework by the keyboard alone, beside a colleague who writes in the same part."""

from __future__ import annotations

from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.support.browser import NARROW, Browser


def retype(field: WebElement, text: str) -> None:
    """Write over what stands there. ``clear`` would end the change there, and an empty field would be saved first."""
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(text, Keys.TAB)


def outline(browser: Browser) -> list[str]:
    """The requirements of the first level, as the outline names them."""
    return browser.texts("[data-nod^='levels.0.requires'] > a")


def test_a_requirement_is_added_named_and_moved_by_keyboard(browser: Browser, draft: str) -> None:
    browser.open(f"{draft}?nod=levels.0")
    before = outline(browser)
    browser.tab_to("Nytt krav", most=120)
    browser.keys(Keys.ENTER)
    browser.wait(lambda: len(outline(browser)) == len(before) + 1)
    browser.keys("Lyfter säkert", Keys.TAB)
    browser.wait(lambda: outline(browser)[-1].startswith("Lyfter säkert"))
    browser.tab_to("Flytta upp")
    for step in (2, 3):
        browser.keys(Keys.ENTER)
        browser.wait(lambda step=step: outline(browser)[-step].startswith("Lyfter säkert"))
        browser.wait(lambda: browser.driver.switch_to.active_element.text == "Flytta upp")
    assert [text for text in outline(browser) if not text.startswith("Lyfter säkert")] == before
    browser.open(f"{draft}?nod=levels.0")
    assert outline(browser)[-3].startswith("Lyfter säkert")


def test_what_is_typed_is_saved_by_itself_and_shown_in_the_yaml(browser: Browser, draft: str) -> None:
    browser.open(f"{draft}?nod=levels.0&yaml=1")
    title = browser.one("[name='title_sv']")
    retype(title, "Grunden")
    browser.wait(lambda: "sv: Grunden" in browser.one("#yaml-text").get_attribute("value"))
    text = browser.one("#yaml-text")
    changed = text.get_attribute("value").replace("sv: Grunden", "sv: Basen")
    write(browser, changed)
    browser.wait(lambda: "Basen" in " ".join(browser.texts(".fw-outline summary")))


def test_a_new_title_is_the_pages_at_once(browser: Browser, draft: str) -> None:
    browser.open(draft)
    title = browser.one("[name='title_sv']")
    retype(title, "Ales egen stege")
    browser.wait(lambda: browser.texts("h1") == ["Ales egen stege"])
    assert browser.texts(".sv-breadcrumbs [aria-current]") == ["Ales egen stege"]
    assert browser.driver.title == "Ales egen stege – Stegvis"


def test_a_text_that_is_too_large_is_not_sent_and_stays(browser: Browser, draft: str) -> None:
    browser.open(f"{draft}?yaml=1")
    words = browser.one("[data-too-large]")
    assert not words.is_displayed()
    write(browser, "# " + "x" * 2_200_000)
    browser.wait(words.is_displayed)
    assert "den är 2,1 MB som den skickas, och högst 2 MB får plats." in words.text
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
    browser.one("[data-text] button").click()
    assert len(browser.one("#yaml-text").get_attribute("value")) == 2_200_002
    write(browser, "title: [")
    browser.wait_for_text("YAML-texten går inte att läsa än")


def write(browser: Browser, text: str) -> None:
    """Fill the YAML and leave it."""
    browser.driver.execute_script(
        "const text = document.getElementById('yaml-text'); text.value = arguments[0];"
        "text.dispatchEvent(new Event('input', {bubbles: true}));"
        "text.dispatchEvent(new Event('change', {bubbles: true}));",
        text,
    )


def test_two_in_the_same_part_are_shown_both(browser: Browser, draft: str) -> None:
    browser.open(f"{draft}?nod=levels.0")
    browser.driver.execute_async_script(
        """
        const done = arguments[arguments.length - 1];
        const form = new FormData(document.getElementById("utkast-form"));
        form.set("title_sv", "Den andras");
        fetch(document.getElementById("utkast-form").action, {method: "POST", body: form}).then(() => done());
        """
    )
    title = browser.one("[name='title_sv']")
    retype(title, "Min")
    browser.wait_for_text("Två har skrivit i samma del")
    assert [text for text in ("Den andras", "Min") if text not in browser.text] == []
    browser.assert_axe_clean()
    browser.press("Spara mitt")
    assert browser.one("[name='title_sv']").get_attribute("value") == "Min"


def test_parts_change_places_by_dragging(browser: Browser, draft: str) -> None:
    browser.open(f"{draft}?nod=levels.0")
    before = outline(browser)
    browser.driver.execute_script(
        """
        const [first, second] = document.querySelectorAll("[data-nod^='levels.0.requires']");
        const data = new DataTransfer();
        const box = second.getBoundingClientRect();
        const at = {bubbles: true, cancelable: true, dataTransfer: data, clientY: box.bottom - 1};
        first.dispatchEvent(new DragEvent("dragstart", at));
        second.dispatchEvent(new DragEvent("dragover", at));
        second.dispatchEvent(new DragEvent("drop", at));
        """
    )
    browser.wait(lambda: outline(browser)[:2] == [before[1], before[0]])


def test_the_editor_is_for_everybody(browser: Browser, draft: str) -> None:
    for query in ("", "?nod=levels.0", "?nod=levels.0.requires.0&yaml=1", "?nod=competences"):
        browser.open(draft + query)
        browser.assert_axe_clean()
        browser.assert_no_sideways_scroll()
        with browser.in_the_dark():
            browser.assert_axe_clean()
        with browser.at_width(NARROW):
            browser.open(draft + query)
            browser.assert_no_sideways_scroll()
            browser.assert_axe_clean()

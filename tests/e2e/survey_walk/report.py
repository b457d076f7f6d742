"""A report of the results: put together, dragged about, published, read by anybody, mended and withdrawn."""

from __future__ import annotations

from selenium.webdriver import ActionChains

from tests.e2e.survey_walk.coding import QUOTE
from tests.e2e.survey_walk.fielding import ROUND
from tests.e2e.survey_walk.results import EXPECTED
from tests.e2e.test_plans import look_closely
from tests.support.browser import Browser
from tests.support.pdf import Pdf

TITLE, HEADING = "Karriärmodeller i vården 2026", "Hur långt har de kommit?"
OPEN = "/rapport/karriarmodeller-i-varden-2026"
TABLES = [EXPECTED["steg-forberedelse"], EXPECTED["steg-forberedelse.actors"], EXPECTED["response"]]
"""Behind the chart, of the table, and of how the survey was done."""


def publish_and_retract(browser: Browser, round_path: str) -> None:
    browser.become("dag")
    browser.open("/enkater/rapporter/")
    browser.press("Skriv en rapport")
    browser.fill("title", TITLE)
    browser.press("Påbörja")
    here = browser.path.partition("?")[0]
    put_together(browser, here)
    drag(browser, here)
    for page in (*(f"{here}{own}" for own in ("om/", "visa/", "bort/")), f"{round_path}rapporter/"):
        browser.open(page)
        look_closely(browser)
    assert TITLE in browser.text
    publish(browser, here)
    read(browser)
    retract(browser, here)


def put_together(browser: Browser, here: str) -> None:
    """A heading, a diverging chart, a table and the quote that was released."""
    browser.press("Rubrik")
    browser.fill("b1-text", HEADING)
    browser.press("Spara")
    figures(browser)
    look_closely(browser)
    browser.click("button[value^='siffror|chart|'][value*='|steg-forberedelse|']")
    look_closely(browser)
    assert browser.one("[name='b2-form'][value='diverging']").is_selected()
    browser.one("[name='b2-form'][value='stacked']").click()  # shown as it would look before it is saved
    browser.wait(lambda: len(browser.all(".rep-live .rep-chart__wide .ch-s1")) >= 2)
    browser.one("[name='b2-form'][value='diverging']").click()
    browser.press("Spara")
    figures(browser)
    browser.click("button[value^='siffror|table|'][value*='|steg-forberedelse.actors|']")
    browser.wait(lambda: len(browser.all("[data-block]")) == 3)
    browser.click(".rep-last button[value^='ny|quotes|']")
    browser.one("main form [name='b4-quotes']").click()
    look_closely(browser)
    browser.press("Spara")
    assert QUOTE in browser.text
    browser.press("Titel och sammanfattning")
    browser.fill("summary", "Fem av tjugofem har inte börjat förbereda karriärmodeller.")
    browser.press("Spara")


def figures(browser: Browser) -> None:
    """Of this round, where another walk has left results too."""
    browser.press_in(".rep-last", "Tabell eller diagram")
    if browser.all("main nav a[href*='resultat=']"):
        browser.press(ROUND)


def drag(browser: Browser, here: str) -> None:
    browser.open(here)
    tools, target = browser.one("#b4 .rep-block__name"), browser.one("#b3 .rep-block__tools")
    ActionChains(browser.driver).drag_and_drop(tools, target).perform()
    browser.wait(lambda: order(browser) == ["b1", "b2", "b4", "b3"])
    browser.click("#b4 button[value='ner|b4']")
    browser.wait(lambda: order(browser) == ["b1", "b2", "b3", "b4"])
    look_closely(browser)


def order(browser: Browser) -> list[str | None]:
    return [one.get_attribute("data-block") for one in browser.all("[data-block]")]


def publish(browser: Browser, here: str) -> None:
    browser.open(f"{here}publicera/")
    assert "4 dolda siffror bygger på antal som rapporten inte visar." in browser.text
    look_closely(browser)
    browser.press("Publicera")
    browser.wait_for_text("Version 1 är publicerad.")
    look_closely(browser)
    browser.open(f"{here}publicera/")
    browser.fill("changes", "Ny sammanfattning.")
    browser.press("Publicera")
    browser.wait_for_text("Version 2 är publicerad.")


def read(browser: Browser) -> None:
    """By a stranger: the same figures on the page, in the PDF and in Excel."""
    browser.forget()
    browser.open(f"{OPEN}/v1/")
    assert "Det finns en nyare version, 2." in browser.text
    browser.press("Läs den nyaste")
    browser.wait_for_path(f"{OPEN}/v2/")
    look_closely(browser)
    with browser.in_the_dark():
        browser.assert_axe_clean()
    assert browser.texts(".rep-quote") == [f"{QUOTE} Region"]
    assert read_tables(browser) == TABLES
    text = Pdf(browser.download(browser.named("Rapporten som PDF")).read_bytes()).text()
    for said in (HEADING, QUOTE, *("".join(row) for table in TABLES[1:] for row in table)):
        assert "".join(said.split()) in text
    assert browser.download(browser.named("Siffrorna i Excel")).read_bytes().startswith(b"PK")


def read_tables(browser: Browser) -> list[list[list[str]]]:
    """Their rows, which may be folded in."""
    return browser.driver.execute_script(
        "return [...document.querySelectorAll('.rep-table')].map(table => [...table.tBodies[0].rows]"
        ".map(row => [...row.cells].map(cell => cell.textContent.replaceAll('\\u00a0', ' '))));"
    )


def retract(browser: Browser, here: str) -> None:
    browser.become("dag")
    browser.open(f"{here}versioner/2/dra-tillbaka/")
    look_closely(browser)
    browser.fill("why", "Fel i tabell 1.")
    browser.press("Dra tillbaka")
    browser.wait_for_text("Den är tillbakadragen.")
    browser.forget()
    browser.open(f"{OPEN}/v2/")
    assert "Fel i tabell 1." in browser.text
    assert HEADING not in browser.text
    browser.complaints()  # the page answers that it is gone, which the browser's console says too
    look_closely(browser)

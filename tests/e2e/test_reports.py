"""A report from a round's results: put together, dragged about, published, read by anybody, mended and withdrawn."""

from __future__ import annotations

from typing import Any

from selenium.webdriver import ActionChains

from stegvis.organisations.models import Collaboration
from tests.e2e.test_exchange import behind
from tests.e2e.test_plans import look_closely
from tests.support.browser import Browser
from tests.support.furnished_reports import a_telling
from tests.support.pdf import Pdf
from tests.support.server import Product

LIST = "/enkater/rapporter/"


def test_a_report_is_built_published_read_and_withdrawn(
    browser: Browser, product: Product, django_db_blocker: Any
) -> None:
    with behind(product, django_db_blocker):
        of_round = a_telling({"collaboration": Collaboration.objects.get()}).round_id
    browser.become("dag")
    browser.open(LIST)
    look_closely(browser)
    browser.press("Skriv en rapport")
    look_closely(browser)
    browser.fill("title", "Behov i regionen")
    browser.press("Påbörja")
    here = browser.path.partition("?")[0]
    is_put_together(browser)
    is_dragged(browser, here)
    is_looked_at(browser, here, of_round)
    is_published(browser, here)
    is_read_by_anybody(browser)
    is_withdrawn(browser, here)


def is_put_together(browser: Browser) -> None:
    browser.press("Rubrik")
    browser.fill("b1-text", "Vad som behövs")
    browser.wait_for_text("Vad som behövs")
    browser.press("Spara")
    is_asked_for_figures(browser)
    look_closely(browser)
    browser.click("button[value^='siffror|chart|'][value*='|behov|']")
    look_closely(browser)
    browser.one("input[value='stacked']").click()  # shown as it would look before it is saved
    browser.wait(lambda: len(browser.all(".rep-live .rep-chart__wide .ch-s1")) > 2)
    browser.press("Spara")
    is_asked_for_figures(browser)
    browser.click("button[value^='siffror|table|'][value*='|behov.figures|']")
    browser.wait(lambda: len(browser.all("[data-block]")) == 3)


def is_asked_for_figures(browser: Browser) -> None:
    """Another walk may have left results too: then the round is chosen first."""
    browser.press_in(".rep-last", "Tabell eller diagram")
    if browser.all("main nav a[href*='resultat=']"):
        browser.press("Fortbildningsbehov 2026")


def is_dragged(browser: Browser, here: str) -> None:
    browser.open(here)
    order = [one.get_attribute("data-block") for one in browser.all("[data-block]")]
    assert order == ["b1", "b2", "b3"]
    tools, target = browser.one("#b3 .rep-block__name"), browser.one("#b2 .rep-block__tools")
    ActionChains(browser.driver).drag_and_drop(tools, target).perform()
    browser.wait(lambda: [one.get_attribute("data-block") for one in browser.all("[data-block]")] == ["b1", "b3", "b2"])
    browser.click("#b3 button[value='ner|b3']")
    browser.wait(lambda: [one.get_attribute("data-block") for one in browser.all("[data-block]")] == ["b1", "b2", "b3"])
    look_closely(browser)


def is_looked_at(browser: Browser, here: str, of_round: int) -> None:
    own = [f"{here}{page}" for page in ("om/", "visa/", "publicera/", "bort/")]
    for page in (*own, f"/enkater/omgang/{of_round}/rapporter/"):
        browser.open(page)
        look_closely(browser)
    assert "Behov i regionen" in browser.text


def is_published(browser: Browser, here: str) -> None:
    browser.open(f"{here}publicera/")
    assert "Ingen kan räknas ut." in browser.text
    browser.press("Publicera")
    browser.wait_for_text("Version 1 är publicerad.")
    look_closely(browser)
    browser.open(f"{here}publicera/")
    browser.fill("changes", "Ny tabell.")
    browser.press("Publicera")
    browser.wait_for_text("Version 2 är publicerad.")


def is_read_by_anybody(browser: Browser) -> None:
    browser.forget()
    browser.open("/rapport/behov-i-regionen/v1/")
    assert "Det finns en nyare version, 2." in browser.text
    browser.press("Läs den nyaste")
    browser.wait_for_path("/rapport/behov-i-regionen/v2/")
    look_closely(browser)
    with browser.in_the_dark():
        browser.assert_axe_clean()
    text = Pdf(browser.download(browser.named("Rapporten som PDF")).read_bytes()).text()
    assert "Vadsombehövs" in text
    assert browser.download(browser.named("Siffrorna i Excel")).read_bytes().startswith(b"PK")


def is_withdrawn(browser: Browser, here: str) -> None:
    browser.become("dag")
    browser.open(f"{here}versioner/2/dra-tillbaka/")
    look_closely(browser)
    browser.fill("why", "Fel i tabell 1.")
    browser.press("Dra tillbaka")
    browser.wait_for_text("Den är tillbakadragen.")
    browser.forget()
    browser.open("/rapport/behov-i-regionen/v2/")
    assert "Fel i tabell 1." in browser.text
    assert "Vad som behövs" not in browser.text
    browser.complaints()  # the page answers that it is gone, which the browser's console says too
    look_closely(browser)

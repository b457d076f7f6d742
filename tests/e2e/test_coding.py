"""Free text coded by two who do not see each other, compared, agreed and quoted: with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser import NARROW, Browser, start_browser
from tests.support.server import Product
from tests.support.world import pointed_at
from tests.surveys.coding.support import a_round, cut, the_question

TEXTS = [
    "Tid. Ångest 🙈 över scheman som ändras sent.",
    *(f"Handledning av nya kollegor i grupp {number}." for number in range(9)),
]


@pytest.fixture
def question(product: Product, django_db_blocker: Any) -> int:
    """Ten have written, in a survey of the collaboration's that is closed."""
    from stegvis.organisations.models import Collaboration

    with django_db_blocker.unblock(), pointed_at(product.database):
        fielded = a_round(Collaboration.objects.get(slug="gr"))
        cut(fielded, TEXTS)
        return the_question(fielded).pk


@pytest.fixture
def plain(product: Product, tmp_path: Path) -> Iterator[Browser]:
    """A browser without scripts."""
    started = start_browser(product.url, tmp_path, scripts=False)
    yield started
    started.quit()


def looked_at(browser: Browser, *, scripts: bool = True) -> None:
    """The page is readable by all, on a phone too."""
    if scripts:
        browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()


def select(browser: Browser, text: str, words: str) -> None:
    """As with the mouse, over those words of that text, which may lie in several pieces."""
    browser.driver.execute_script(
        """
        const [text, words] = arguments;
        const box = [...document.querySelectorAll("[data-coding-text]")].find((one) => one.textContent === text);
        const at = box.textContent.indexOf(words);
        const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        let before = 0;
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const end = before + node.data.length;
          if (before <= at && at < end) range.setStart(node, at - before);
          if (before < at + words.length && at + words.length <= end) range.setEnd(node, at + words.length - before);
          before = end;
        }
        getSelection().removeAllRanges();
        getSelection().addRange(range);
        """,
        text,
        words,
    )
    browser.wait(lambda: browser.all("[data-coding-bar]:not([hidden])"), "nothing is taken of the selection")


def test_two_code_apart_compare_settle_and_quote(browser: Browser, plain: Browser, question: int) -> None:
    here = f"/enkater/fritext/{question}/"
    browser.become("dag")
    browser.open("/enkater/kodbocker/ny/")
    looked_at(browser)
    browser.fill("title", "Vad som saknas")
    browser.press("Spara")
    book = browser.path
    for title in ("Tid", "Handledning"):
        browser.open(f"{book}kod/")
        browser.fill("title", title)
        browser.press("Spara")
    looked_at(browser)
    browser.open(f"{book}fil/")
    looked_at(browser)
    browser.open("/enkater/kodbocker/")
    looked_at(browser)
    browser.open(here)
    browser.press("Välj kodboken")
    for email in ("dag@example.se", "cecilia@example.se"):
        browser.fill("email", email)
        browser.press("Be att koda")
    looked_at(browser)

    # Dag selects words and presses a code; the second mark stands in a text that is in pieces by then.
    browser.open(f"{here}kodare/2/bort/")
    looked_at(browser)
    browser.open(here)
    browser.click("main nav a[href*='/fritext/']")
    looked_at(browser)
    browser.click("main li a.ds-button")
    looked_at(browser)
    select(browser, TEXTS[0], "Ångest 🙈")
    looked_at(browser)
    browser.click("button.coding-code")
    assert browser.texts("mark") == ["Ångest 🙈"]
    select(browser, TEXTS[0], "scheman som")
    browser.press("Markera")
    assert browser.texts("mark") == ["Ångest 🙈", "scheman som"]
    assert "1 av 10 texter är markerade" in browser.text
    browser.press("Jag är klar")

    # Cecilia has no scripts, sees nothing of it, and marks a sentence.
    plain.become("cecilia")
    plain.open("/enkater/kodning/")
    looked_at(plain, scripts=False)
    browser.become("cecilia")
    browser.open("/enkater/kodning/")
    looked_at(browser)
    browser.become("dag")
    plain.click("main a.ds-button")
    assert plain.all("mark") == []
    (card,) = [one for one in plain.all("article") if TEXTS[0] in one.text]
    card.find_element("css selector", "summary").click()
    card.find_elements("css selector", "[name='sentence']")[1].click()
    card.find_element("css selector", "select[name='code'] option:nth-child(2)").click()
    before = plain.one("html")
    card.find_element("css selector", "details button").click()
    plain.wait(lambda: plain.one("html") != before)
    assert plain.texts("mark") == ["Ångest 🙈 över scheman som ändras sent."]
    plain.press("Jag är klar")

    browser.open(f"{here}jamfor/")
    looked_at(browser)
    browser.press("Ta över det som är lika och börja avgöra")
    assert "1 skillnad av 1 återstår att avgöra." in browser.text
    browser.press("Som Cecilia")
    browser.press("Kodningen är överenskommen")
    looked_at(browser)

    plain.open(f"{here}citat/")
    looked_at(plain, scripts=False)
    plain.one("main details summary").click()
    plain.click("main details a")
    looked_at(plain, scripts=False)
    plain.fill("words", "Ångest 🙈 över scheman […]")
    plain.press("Föreslå")
    browser.open(f"{here}citat/")
    looked_at(browser)
    browser.one("main details summary").click()
    browser.click("main details a")
    looked_at(browser)
    browser.press("Avbryt")
    browser.press("Godkänn citatet")
    assert "Citatet är godkänt och kan stå i rapporter." in browser.text
    looked_at(browser)
    browser.open(f"{here}koda/")
    browser.click("article a[href*='/dolj/']")
    looked_at(browser)
    browser.fill("reason", "Namnger en kollega")
    browser.press("Dölj texten")
    assert "Namnger en kollega" in browser.text
    looked_at(browser)

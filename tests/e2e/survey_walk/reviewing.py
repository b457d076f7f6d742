"""Who has not answered is reminded; a reply is sent back with a comment, comes again, and is approved and locked."""

from __future__ import annotations

from selenium.webdriver.support.ui import Select

from tests.e2e.survey_walk import post
from tests.e2e.survey_walk.answering import sign
from tests.e2e.survey_walk.answers import municipalities
from tests.e2e.survey_walk.fielding import DECLINED, address, asked
from tests.e2e.survey_walk.questionnaire import TITLE
from tests.e2e.test_plans import look_closely
from tests.support.browser import NARROW, Browser
from tests.support.server import Product

REMINDER = f"Påminnelse från Göteborgsregionen: {TITLE}"
QUESTION = f"Göteborgsregionen har en fråga om ert svar: {TITLE}"
BEFORE = [
    "Kommun 74 1 0 0 0 0 73 1 % 1 %",
    "Region 7 6 0 1 0 0 0 86 % 86 %",
    "Lärosäte 6 6 0 0 0 0 0 100 % 100 %",
    "Alla 87 13 0 1 0 0 73 15 % 15 %",
]
AFTER = [
    "Kommun 74 24 0 0 0 0 50 32 % 32 %",
    *BEFORE[1:3],
    "Alla 87 36 0 1 0 0 50 41 % 41 %",
]
"""Asked, answered, begun, declined, not reached, not meant, not heard from, RR1 and RR2."""
COMMENT = "Vilka regioner gäller det?"


def note_who_declines(browser: Browser, here: str) -> None:
    browser.open(f"{here}mottagare/")
    browser.press(asked()[DECLINED]["name"])
    Select(browser.one("[name='said']")).select_by_visible_text("Vill inte delta")
    browser.click("button[name=act][value=said]")
    browser.wait_for_text("Sparat.")
    browser.open(f"{here}mottagare/?lage=refusal")
    look_closely(browser)


def remind(browser: Browser, product: Product, here: str, waited_for: set[str]) -> None:
    browser.open(here)
    browser.press(f"Påminn {len(waited_for)} som inte har svarat")
    browser.wait_for_text(f"{len(waited_for)} brev är på väg.")
    look_closely(browser)
    reminded = post.wait_for(product, REMINDER, len(waited_for))
    assert {one.to for one in reminded} == waited_for


def send_back(browser: Browser, here: str) -> None:
    browser.open(f"{here}svar/")
    browser.press(asked()[municipalities()[0]]["name"])
    look_closely(browser)
    comments = browser.one("details:has([name='kommentar-f4a'])")
    comments.find_element("css selector", "summary").click()
    browser.wait(lambda: browser.one("[name='kommentar-f4a']").is_displayed())
    browser.fill("kommentar-f4a", COMMENT)
    browser.press("Skicka tillbaka med kommentarerna")
    look_closely(browser)


def send_again(browser: Browser, product: Product) -> None:
    """The letter leads to the comment, beside what it is about."""
    (letter,) = post.wait_for(product, QUESTION, 1)
    assert letter.to == address(municipalities()[0])
    browser.forget()
    with browser.at_width(NARROW):
        browser.open(letter.path)
        assert "Svaret har kommit tillbaka" in browser.text
        look_closely(browser)
        browser.open(f"{letter.path}del/sektion/")
        assert COMMENT in browser.text
        browser.fill("q-f4a", "I en arbetsgrupp med Region Uppsala.")
        browser.press("Spara och läs igenom")
        look_closely(browser)
        browser.fill("note", "Bara Region Uppsala.")
        sign(browser)


def approve(browser: Browser, here: str) -> None:
    browser.become("dag")
    browser.open(f"{here}svar/?lage=resubmitted")
    browser.press(asked()[municipalities()[0]]["name"])
    assert "Bara Region Uppsala." in browser.text
    look_closely(browser)
    browser.press("Godkänn")
    browser.open(f"{here}svar/")
    browser.press("Lås 1 godkänt svar")
    browser.wait_for_text("1 är låst.")
    browser.open(f"{here}svar/?lage=locked")
    look_closely(browser)
    browser.open(f"{here}svar/bredvid/?fraga=f4a")
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()

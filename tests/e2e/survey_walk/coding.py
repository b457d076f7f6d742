"""Free text coded by two who do not see each other, compared, agreed and quoted: with scripts and without."""

from __future__ import annotations

from tests.e2e.survey_walk.answers import SAID
from tests.e2e.survey_walk.questionnaire import WORK
from tests.e2e.test_plans import look_closely
from tests.support.browser import NARROW, Browser

BOOK, CODES = "Arbetet med modeller", ("Samarbete", "Tid")
LAST = "Tid saknas för handledning."
QUOTE = "Vi bygger modellen stegvis […]"
KAPPA = [
    "Alla koder tillsammans 1 / 1 / 0 95 % 0,64 97 % 0,50",
    "Samarbete 1 / 0 / 0 100 % 1,00 94 % 0,53",
    "Tid 0 / 1 / 0 90 % 0,00 99 % 0,00",
]
"""Texts with the code by both, Dag and Cecilia alone; how often alike, and kappa: of texts, and of characters."""


def code_and_quote(browser: Browser, plain: Browser, here: str) -> None:
    browser.become("dag")
    write_the_book(browser)
    question = prepare(browser, here)
    code_with_the_mouse(browser, question)
    code_by_sentence(plain, question)
    compare_and_agree(browser, question)
    quote(browser, plain, question)
    hide(browser, question)


def looked_at(plain: Browser) -> None:
    """As far as can be seen without scripts."""
    with plain.at_width(NARROW):
        plain.assert_no_sideways_scroll()


def write_the_book(browser: Browser) -> None:
    browser.open("/enkater/kodbocker/ny/")
    look_closely(browser)
    browser.fill("title", BOOK)
    browser.press("Spara")
    book = browser.path
    for title in CODES:
        browser.open(f"{book}kod/")
        browser.fill("title", title)
        browser.press("Spara")
    for page in (book, f"{book}fil/", "/enkater/kodbocker/"):
        browser.open(page)
        look_closely(browser)


def prepare(browser: Browser, here: str) -> str:
    """The path of the question that is coded, with its book and its coders."""
    browser.open(f"{here}fritext/")
    look_closely(browser)
    browser.press(WORK)
    question = browser.path
    browser.press("Välj kodboken")
    for email in ("dag@example.se", "cecilia@example.se"):
        browser.fill("email", email)
        browser.press("Be att koda")
    look_closely(browser)
    browser.open(f"{question}kodare/2/bort/")
    look_closely(browser)
    return question


def code_with_the_mouse(browser: Browser, question: str) -> None:
    """Dag selects words and presses a code; the second mark stands in a text that is in pieces by then."""
    browser.open(f"{question}koda/")
    select(browser, SAID[0], "tillsammans")
    look_closely(browser)
    browser.click("button.coding-code")
    assert browser.texts("mark") == ["tillsammans"]
    select(browser, SAID[0], "stegvis 🙈")
    browser.press("Markera")
    assert browser.texts("mark") == ["stegvis 🙈", "tillsammans"]
    select(browser, SAID[1], "provar")
    browser.click(".coding-tree li:nth-child(2) button.coding-code")
    assert "2 av 10 texter är markerade" in browser.text
    browser.press("Jag är klar")


def code_by_sentence(plain: Browser, question: str) -> None:
    """Cecilia has no scripts, sees nothing of what Dag has marked, and marks a sentence."""
    plain.become("cecilia")
    plain.open("/enkater/kodning/")
    looked_at(plain)
    plain.click("main a.ds-button")
    looked_at(plain)
    assert plain.all("mark") == []
    (card,) = [one for one in plain.all("article") if SAID[0] in one.text]
    card.find_element("css selector", "summary").click()
    card.find_elements("css selector", "[name='sentence']")[0].click()
    card.find_element("css selector", "select[name='code'] option:nth-child(2)").click()
    before = plain.one("html")
    card.find_element("css selector", "details button").click()
    plain.wait(lambda: plain.one("html") != before)
    assert plain.texts("mark") == [SAID[0].removesuffix(f" {LAST}")]
    plain.press("Jag är klar")


def compare_and_agree(browser: Browser, question: str) -> None:
    browser.open(f"{question}jamfor/")
    assert browser.texts("main tbody tr") == KAPPA
    look_closely(browser)
    browser.press("Ta över det som är lika och börja avgöra")
    look_closely(browser)
    browser.press("Som Cecilia")
    assert "1 skillnad av 2 återstår att avgöra." in browser.text
    browser.press("Markera det, som Dag")
    browser.press("Kodningen är överenskommen")
    look_closely(browser)


def quote(browser: Browser, plain: Browser, question: str) -> None:
    """Cecilia proposes, Dag releases."""
    plain.open(f"{question}citat/")
    looked_at(plain)
    plain.one("main details summary").click()
    plain.click("main details a")
    looked_at(plain)
    plain.fill("words", QUOTE)
    plain.press("Föreslå")
    browser.open(f"{question}citat/")
    look_closely(browser)
    browser.press("Godkänn citatet")
    assert "Citatet är godkänt och kan stå i rapporter." in browser.text
    look_closely(browser)


def hide(browser: Browser, question: str) -> None:
    browser.open(f"{question}koda/")
    (card,) = [one for one in browser.all("article") if SAID[2] in one.text]
    browser.open(card.find_element("css selector", "a[href*='/dolj/']").get_attribute("href").removeprefix(browser.url))
    look_closely(browser)
    browser.fill("reason", "Namnger en kollega")
    browser.press("Dölj texten")
    assert "Namnger en kollega" in browser.text
    look_closely(browser)


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

"""The career-model survey, built of questions in the bank: each kind of organisation is asked its own."""

from __future__ import annotations

from selenium.webdriver.support.ui import Select

from tests.e2e.test_plans import look_closely
from tests.support.browser import Browser

TITLE = "Karriärmodeller i vården"
LADDERS = ["Förberedelse", "Beslut", "Införande"]
SPECIALISTS = "Kan sjuksköterskor läsa specialistutbildning inom ramen för arbetet?"
WORK = "Hur ser ert arbete med karriärmodeller ut?"
WITH_MUNICIPALITIES = "Samverkar regionen med kommuner om karriärmodeller?"
WITH_REGIONS = "Samverkar kommunen med regioner om karriärmodeller?"
HOW = "Hur sker samverkan?"
SUPPLY = "Arbetar lärosätet för god kompetensförsörjning i vården?"
WISH = "Hur vill lärosätet arbeta för god kompetensförsörjning?"
IN_BANK = [("Stegen i arbetet", 7), ("Yrkesgrupper", 5), ("Arbetssätt och samverkan", 8), ("Lärosätets arbete", 7)]
PICKED = {
    "Stegen i arbetet": ["steg-forberedelse", "steg-beslut", "steg-inforande"],
    "Arbetssätt och samverkan": ["f1", "f3", "f4", "f4a", "y3"],
    "Lärosätets arbete": ["u1", "u3"],
}
ASKED = {
    "region": [*LADDERS, SPECIALISTS, WORK, WITH_MUNICIPALITIES],
    "municipality": [*LADDERS, SPECIALISTS, WORK, WITH_REGIONS],
    "university": [SUPPLY, WISH],
}


def build(browser: Browser) -> None:
    browser.become("dag")
    fill_the_bank(browser)
    own = begin(browser)
    for at, (section, codes) in enumerate(PICKED.items()):
        name_section(browser, own, at, section)
        pick(browser, own, at, codes)
    ask_when(browser, own)
    preview(browser, own)
    fix(browser, own)


def fill_the_bank(browser: Browser) -> None:
    """From the questionnaire that comes with Stegvis, section by section, each with whom it asks."""
    browser.open("/enkater/formular/nytt/")
    browser.press("Påbörja")
    packaged = browser.path
    for at, (title, count) in enumerate(IN_BANK):
        browser.open(f"{packaged}?nod={at}")
        browser.press("Spara hela sektionen i frågebanken")
        browser.wait_for_text(f"{count} nya frågor finns i frågebanken.")
        assert browser.one("[name='title_sv']").get_attribute("value") == title
    browser.open(f"{packaged}?nod=0-1")
    look_closely(browser)
    browser.press("Spara i frågebanken")
    browser.wait_for_text("Frågan i frågebanken är uppdaterad.")
    browser.open("/enkater/fragor/")
    look_closely(browser)
    browser.click("main .sq-list a")
    look_closely(browser)


def begin(browser: Browser) -> str:
    """The path of an empty questionnaire."""
    browser.open("/enkater/formular/nytt/")
    browser.one("[name='way'][value='empty']").click()
    browser.fill("title", TITLE)
    browser.press("Påbörja")
    return browser.path


def name_section(browser: Browser, own: str, at: int, title: str) -> None:
    if at:
        browser.open(f"{own}?nod={at - 1}")
        browser.one("details.sv-disclosure:has([value='ny-sektion']) summary").click()
        browser.wait(lambda: browser.one("[value='ny-sektion']").is_displayed())
        browser.press("Ny sektion")
    else:
        browser.open(f"{own}?nod=0")
    browser.fill("title_sv", title)
    browser.press("Spara")


def pick(browser: Browser, own: str, at: int, codes: list[str]) -> None:
    """Found by the group that they came from, or by their code."""
    browser.open(f"{own}frageurval/?sektion={at}")
    if not at:
        look_closely(browser)
        Select(browser.one("[name='grupp']")).select_by_visible_text("Stegen i arbetet")
        browser.press("Sök")
    for label in browser.all("main form .sv-options label"):
        if label.text.partition(" · ")[0].split()[-1] in codes:  # its words, its code, its kind, whom it asks
            label.click()
    browser.press("Hämta dem")
    browser.wait_for_text(f"{len(codes)} frågor är valda.")


def ask_when(browser: Browser, own: str) -> None:
    """How they cooperate is asked of municipalities that do: the condition comes along from the bank."""
    browser.open(f"{own}?nod=1-4")
    assert browser.one("[name='vill-0-question']").get_attribute("value") == "f4"
    assert browser.one("[name='vill-0-values'][value='ja']").is_selected()
    look_closely(browser)


def preview(browser: Browser, own: str) -> None:
    """Each kind is asked its own, and no more."""
    for actor, questions in ASKED.items():
        browser.open(f"{own}forhandsvisning/?aktor={actor}")
        assert browser.texts(".sq-paper .sq-question > legend") == questions
    look_closely(browser)


def fix(browser: Browser, own: str) -> None:
    browser.open(f"{own}versioner/")
    look_closely(browser)
    browser.press("Fastställ versionen")
    browser.wait_for_text("Version 1 är fastställd")
    browser.click("main .sq-list a[href*='/version/']")
    look_closely(browser)
    browser.open("/enkater/formular/")
    assert TITLE in browser.texts("main .sq-list a")

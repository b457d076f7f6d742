"""Three answer on phones by the links in their letters, one of them on two days; a region answers jointly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tests.e2e.survey_walk.answers import STEPS, WORK, answers, municipalities
from tests.e2e.survey_walk.fielding import JOINT, WRITERS, address, asked
from tests.e2e.test_plans import look_closely
from tests.support.browser import NARROW, Browser

RESUMED, UNIVERSITY = "region-dalarna", "uu"


def answer_on_phones(browser: Browser, links: Mapping[str, str]) -> None:
    browser.forget()
    with browser.at_width(NARROW):
        answers_on_two_days(browser, links[address(RESUMED)])
        answers_at_once(browser, links, municipalities()[0])
        answers_at_once(browser, links, UNIVERSITY)


def answers_on_two_days(browser: Browser, link: str) -> None:
    pages = answers(RESUMED)
    browser.open(link)
    look_closely(browser)
    browser.press("Börja")
    fill(browser, pages[STEPS])
    look_closely(browser)
    browser.press("Spara och fortsätt en annan gång")
    assert "Det du har svarat är sparat" in browser.text
    look_closely(browser)
    browser.open(link)  # another day
    browser.press("Fortsätt")
    fill(browser, pages[WORK])
    look_closely(browser)
    browser.press("Spara och läs igenom")
    look_closely(browser)
    sign(browser)
    look_closely(browser)
    browser.open(link)
    assert "Redan mottaget" in browser.text
    look_closely(browser)
    browser.press("Svaret som det skickades")
    look_closely(browser)


def answers_at_once(browser: Browser, links: Mapping[str, str], slug: str) -> None:
    """Only what their kind is asked."""
    browser.open(links[address(slug)])
    browser.press("Börja")
    pages = list(answers(slug).values())
    for page in pages:
        fill(browser, page)
        browser.press("Spara och gå vidare" if page is not pages[-1] else "Spara och läs igenom")
    look_closely(browser)
    sign(browser)


def fill(browser: Browser, page: Mapping[str, str]) -> None:
    """What is asked by an answer comes with it; whoever answers sees each saved before going on."""
    for name, value in page.items():
        if not value:
            continue
        browser.wait(lambda name=name: browser.all(f"[name='{name}']"), f"{name} is not asked")
        if browser.one(f"[name='{name}']").tag_name == "textarea":
            browser.fill(name, value)
        else:
            browser.one(f"input[name='{name}'][value='{value}']").click()
    browser.wait(lambda: not browser.all(".htmx-request"), f"what is answered on {browser.path} is not saved")


def sign(browser: Browser, name: str = "Kim Ek", role: str = "HR-chef") -> None:
    browser.fill("name", name)
    browser.fill("role", role)
    browser.press("Underteckna och skicka")
    assert "Tack, svaren är mottagna" in browser.text


def answer_jointly(browser: Browser, links: Mapping[str, str]) -> None:
    """Two write a part each and see each other's; only the third may sign it."""
    signer, *others = (links[address(f"{one}.{JOINT}")] for one in WRITERS)
    pages = answers(JOINT)
    browser.forget()
    with browser.at_width(NARROW):
        for link, section in zip(others, (STEPS, WORK), strict=True):
            browser.open(link)
            assert f"Du svarar för {asked()[JOINT]['name']}" in browser.text
            assert "Det undertecknas och skickas av Stina" in browser.text
            browser.open(f"{link}del/{section}/")
            fill(browser, pages[section])
            browser.press("Spara och gå vidare" if section == STEPS else "Spara och läs igenom")
        assert browser.all("main form button") == []
        look_closely(browser)
        browser.open(f"{signer}skicka/")
        look_closely(browser)
        sign(browser, "Stina Å", "Hälso- och sjukvårdsdirektör")
        browser.open(others[0])
        assert "Redan mottaget" in browser.text


def answer_many(links: Mapping[str, str], slugs: Iterable[str]) -> None:
    """As their forms would, without a browser. Run it in the product's database."""
    from tests.surveys.asked import fills_in, sends

    for slug in slugs:
        token, pages = links[address(slug)].split("/")[2], answers(slug)
        fills_in(token, pages)
        if "q-f4a" in pages.get(WORK, {}):  # which is asked now
            fills_in(token, {WORK: pages[WORK]})
        assert sends(token) == "sent"

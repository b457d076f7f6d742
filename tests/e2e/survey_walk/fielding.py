"""The round: 7 regions, 74 municipalities and 6 universities of a list, asked by letters with links."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from selenium.webdriver.support.ui import Select

from tests.e2e.survey_walk.questionnaire import TITLE
from tests.e2e.test_plans import look_closely
from tests.support.browser import Browser

ROUND = "Karriärmodeller, hösten 2026"
COUNCIL = "mellansverige"
UNIVERSITIES = ("uu", "oru", "kau", "mdu", "du", "hig")
MUNICIPALITIES = 74
JOINT, WRITERS = "region-uppsala", ("stina", "amir", "lo")
"""A region where three write the reply; the first of them signs."""
DECLINED = "region-varmland"


@cache
def asked() -> dict[str, dict[str, str]]:
    """slug → type and name: the council's regions, as many municipalities of their counties, and universities."""
    from stegvis.organisations.packaged import known_collaborations, known_organisations

    known = known_organisations()
    regions = known_collaborations()[COUNCIL][1]
    counties = {known[slug]["county_code"] for slug in regions}
    within = [one for one, row in known.items() if row["type"] == "municipality" and row["county_code"] in counties]
    return {slug: known[slug] for slug in (*regions, *within[:MUNICIPALITIES], *UNIVERSITIES)}


def of_type(kind: str) -> list[str]:
    return [slug for slug, row in asked().items() if row["type"] == kind]


def address(slug: str) -> str:
    return f"{slug}@svar.example.se"


def send_out(browser: Browser) -> str:
    """The round's path, once it is open."""
    here = set_up(browser)
    bring_in_the_list(browser, here)
    read_through(browser, here)
    browser.open(here)
    browser.press("Öppna omgången")
    browser.wait_for_text("Omgången är öppen. Breven är på väg.")
    look_closely(browser)
    return here


def set_up(browser: Browser) -> str:
    browser.open("/enkater/")
    look_closely(browser)
    browser.open("/enkater/omgang/ny/")
    look_closely(browser)
    Select(browser.one("[name='version']")).select_by_visible_text(f"{TITLE}, version 1")
    browser.fill("title", ROUND)
    browser.fill("contact", "dag@example.se")
    browser.fill("letter", "Svaren visar var vi kan hjälpas åt.")
    browser.press("Spara")
    browser.wait_for_text("Omgången är skapad.")
    look_closely(browser)
    return browser.path


def bring_in_the_list(browser: Browser, here: str) -> None:
    browser.open(f"{here}mottagare/")
    look_closely(browser)
    browser.press("Läs in en lista")
    look_closely(browser)
    browser.one("[name=file]").send_keys(str(a_list(browser.folder / "mottagare.csv")))
    browser.press("Ladda upp och granska")
    assert browser.texts(".sv-stat__value") == ["89", "0", "0", "0"]
    browser.press("Spara")
    browser.wait_for_text("Sparat: 89 nya, 0 ändrade, 0 som förut, 0 överhoppade.")


def a_list(path: Path) -> Path:
    """One of each, and three of the region that writes together."""
    rows = [(row["name"], address(slug), "", "") for slug, row in asked().items() if slug != JOINT]
    rows += [
        (asked()[JOINT]["name"], address(f"{one}.{JOINT}"), one.capitalize(), "ja" if one == WRITERS[0] else "nej")
        for one in WRITERS
    ]
    lines = ["Organisation;E-post;Namn;Undertecknar", *(";".join(row) for row in rows)]
    path.write_text("\n".join(lines), "utf-8")
    return path


def read_through(browser: Browser, here: str) -> None:
    browser.open(f"{here}mottagare/")
    browser.press(asked()[JOINT]["name"])
    assert browser.texts(".fielding-cards strong") == [one.capitalize() for one in WRITERS]
    look_closely(browser)
    for page in ("andra/", "integritet/", "strata/"):
        browser.open(f"{here}{page}")
        look_closely(browser)


def rates(browser: Browser, here: str) -> list[str]:
    """The rows of response rates."""
    browser.open(here)
    return browser.texts(".fielding-rates tbody tr")

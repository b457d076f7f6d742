"""The round is closed and told of: exact response rates and distributions, and what may not be told."""

from __future__ import annotations

from tests.e2e.survey_walk.questionnaire import SPECIALISTS, SUPPLY, WITH_MUNICIPALITIES, WITH_REGIONS, WORK
from tests.e2e.test_plans import look_closely
from tests.support.browser import Browser

HIDDEN, NOT_ASKED = "dolt", "inte tillfrågade"
NEEDS = "Kompetensbehov på kort och lång sikt är dokumenterat"
AIMS = "Mål och syfte med karriärmodeller är beskrivna"
STARTED, IN_SERVICES = (
    "Införande för någon eller några yrkesgrupper har börjat",
    "Införande i verksamheterna har börjat",
)
PREPARED = ["28 % (9–77)", "32 % (10–78)", "20 % (6–74)", "20 % (6–74)", "25", "17 %", "0"]
INTRODUCED = ["0 % (0–68)", "0 % (0–68)", "28 % (9–77)", "72 % (23–91)", "25", "17 %", "0"]
EXPECTED = {
    "response": [
        ["Kommun", "74", "24", "32 %"],
        ["Region", "7", "6", "86 %"],
        ["Lärosäte", "6", "6", "100 %"],
        ["Alla tillsammans", "87", "36", "41 %"],
    ],
    "steg-forberedelse": [[NEEDS, *PREPARED], [AIMS, *PREPARED]],
    "steg-forberedelse.figures": [[one, "28 % (9–77)", "+20", "1,68", "1 (1–2)"] for one in (NEEDS, AIMS)],
    "steg-forberedelse.actors": [[one, HIDDEN, HIDDEN, NOT_ASKED] for one in (NEEDS, AIMS)],
    "steg-inforande": [[STARTED, *INTRODUCED], [IN_SERVICES, *INTRODUCED]],
    "f1.written": [[WORK, "10", "20"]],
    "f3": [[WITH_MUNICIPALITIES, "100 % (85–100)", "0 % (0–15)", "6", "0"]],
    "f4": [[WITH_REGIONS, HIDDEN, HIDDEN, "24", "0"]],
    "y3": [[SPECIALISTS, "67 % (24–88)", "33 % (12–76)", "30", "0"]],
    "u1": [[SUPPLY, HIDDEN, HIDDEN, "6", "0"]],
}
"""Rows by table: finished, under way, planned, no, on the scale, do not know, not answered. In brackets what it can be
where those who have not answered are counted in. Four municipalities have finished, and five of six universities say
yes: neither may be told, nor what it could be counted out of."""


def close(browser: Browser, here: str) -> None:
    browser.open(here)
    browser.one("details:has([value='close']) summary").click()
    browser.wait(lambda: browser.one("[value='close']").is_displayed())
    browser.press("Stäng omgången nu")
    browser.wait_for_text("Omgången är stängd.")
    look_closely(browser)


def tell(browser: Browser, here: str) -> None:
    browser.press("Till resultaten")
    look_closely(browser)
    browser.press("Räkna fram resultaten")
    browser.wait(lambda: browser.path == f"{here}resultat/", "the results are not worked out")
    assert "36 av 87 har svarat, 41 %." in browser.text
    assert {key: rows(browser, key) for key in EXPECTED} == EXPECTED
    look_closely(browser)


def look_at_the_rest(browser: Browser, here: str) -> None:
    pages = {"over-tid/": "Över tid", "korsa/": "Korstabeller", "enskilda/": "Svaren som fil", "val/": "Det som döljs"}
    for page, heading in pages.items():
        browser.open(f"{here}resultat/{page}")
        assert browser.one("main h2").text == heading
        look_closely(browser)


def rows(browser: Browser, key: str) -> list[list[str]]:
    """Of a table, which may be folded in."""
    return browser.driver.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map("
        "row => [...row.cells].map(cell => cell.textContent.replaceAll('\\u00a0', ' ')));",
        f"[data-told='{key}'] tbody tr",
    )

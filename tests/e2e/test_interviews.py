"""A study of interviews from its plan to its report: the leader, an interviewer in two tabs, and what is told."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from selenium.webdriver.common.by import By

from tests.e2e.test_exchange import behind
from tests.e2e.test_plans import look_closely
from tests.support.browser import Browser
from tests.support.server import Product

TITLE, THEME = "Kartläggning av karriärvägar", "Upplevelse av rekryteringsläget"


def test_from_a_plan_to_a_report(browser: Browser, product: Product, django_db_blocker: Any) -> None:
    study = begins(browser)
    writes_the_guide(browser, study)
    asks_and_names(browser, study)
    interview = plans(browser, study)
    writes_notes_in_two_tabs(browser, study, interview)
    with behind(product, django_db_blocker):
        more_interviews()
    brings_in(browser, study)
    sums_up(browser, study)
    reports(browser, study)


def begins(browser: Browser) -> str:
    browser.become("dag")
    browser.open("/enkater/intervjuer/")
    browser.click("main a[href$='/ny/']")
    browser.fill("title", TITLE)
    browser.fill("purpose", "Ett underlag för nätverkens beslut.")
    browser.fill("notice", "Göteborgsregionen frågar, för att veta hur kommunerna gör i dag.")
    browser.press("Påbörja studien")
    look_closely(browser)
    study = browser.path.rstrip("/")
    browser.open(f"{study}/andra/")
    look_closely(browser)
    return study


def writes_the_guide(browser: Browser, study: str) -> None:
    browser.open(f"{study}/guide/")
    browser.one("main details summary").click()
    browser.fill("questions", "Finns det en plan i dag?\nFinns det fördelar med en gemensam modell?")
    browser.press("Spara huvudfrågorna")
    for theme in (THEME, "Lön"):
        browser.fill("title", theme)
        browser.fill("prompts", "Hur är läget?\nVad är svårt?")
        browser.press("Lägg till temat")
    assert browser.texts("ol.interviews-list h3") == [f"1. {THEME}", "2. Lön"]
    look_closely(browser)
    browser.click("main a[href*='/tema/']")
    look_closely(browser)


def asks_and_names(browser: Browser, study: str) -> None:
    browser.open(f"{study}/tillfragade/")
    browser.press("Alla medlemmar i Göteborgsregionen")
    look_closely(browser)
    browser.open(f"{study}/")
    browser.fill("email", "anna@example.se")
    browser.press("Utse en intervjuare")
    browser.press("Öppna för intervjuer")
    browser.wait_for_text("Studien är öppen")
    look_closely(browser)


def plans(browser: Browser, study: str) -> str:
    """For Anna, with a unit manager whose name stands on a page of its own."""
    browser.open(f"{study}/intervjuer/ny/")
    look_closely(browser)
    for name, chosen in (("asked", "Ale kommun"), ("interviewer", "anna@example.se"), ("state", "Genomförd")):
        browser.one(f"[name={name}]").find_element(By.XPATH, f"option[.='{chosen}']").click()
    browser.driver.execute_script(
        "document.querySelector('[name=held_on]').value = arguments[0]", str(timezone.localdate())
    )
    browser.press("Spara")
    browser.fill("role", "enhetschef")
    browser.fill("staff_group", "rehabilitering")
    browser.fill("name", "Karin Berg")
    browser.press("Lägg till")
    assert "Karin Berg" in browser.text
    look_closely(browser)
    interview = browser.path.removesuffix("deltagare/")
    browser.click("main a[href*='/deltagare/']")
    look_closely(browser)
    for page in ("andra/", "ta-bort/"):
        browser.open(f"{interview}{page}")
        look_closely(browser)
    return interview


def writes_notes_in_two_tabs(browser: Browser, study: str, interview: str) -> None:
    """What is typed is saved by itself; the tab that was read before is shown both."""
    browser.become("anna")
    browser.open(f"{study}/intervjuer/")
    look_closely(browser)
    browser.open(interview)
    assert "Karin" not in browser.text
    first = browser.driver.current_window_handle
    browser.driver.switch_to.new_window("tab")
    browser.open(interview)
    browser.one("textarea[name=text]").send_keys("Karin säger att det är svårt att rekrytera.")
    browser.wait_for_text("Kan peka ut någon: Karin")
    look_closely(browser)
    browser.driver.close()
    browser.driver.switch_to.window(first)
    browser.one("textarea[name=text]").send_keys("Skrivet i den andra fliken.")
    browser.wait_for_text("Någon annan har skrivit här")
    look_closely(browser)
    mine = browser.one("textarea[name=text]")
    assert mine.get_property("value") == "Skrivet i den andra fliken."
    mine.clear()
    mine.send_keys("Det är svårt att rekrytera. Skrivet i båda flikarna.")
    browser.one(".interviews-text button").click()
    browser.wait_for_text("Sparat")
    browser.open(interview)
    assert browser.one("textarea[name=text]").get_property("value").endswith("Skrivet i båda flikarna.")


def more_interviews() -> None:
    """Seven more, so that there are enough to be told of."""
    from stegvis.surveys.models import Interview, Interviewee, InterviewNote, InterviewStudy, InterviewTheme

    study = InterviewStudy.objects.get(title=TITLE)
    theme = InterviewTheme.objects.get(study=study, title=THEME)
    known = Interview.objects.get(study=study)
    for number in range(2, 9):
        interview = Interview.objects.create(
            study=study, number=number, interviewer=known.interviewer, asked=known.asked, state="held",
            held_on=known.held_on, mode="teams", minutes=40 + number,
        )  # fmt: skip
        Interviewee.objects.create(study=study, interview=interview, role="enhetschef", staff_group="sjuksköterskor")
        text = f"Läget är svårt längre från Göteborg, enligt intervju {number}."
        InterviewNote.objects.create(study=study, interview=interview, theme=theme, text=text)


def brings_in(browser: Browser, study: str) -> None:
    browser.become("dag")
    browser.open(f"{study}/intervjuer/fran-excel/")
    look_closely(browser)
    file = browser.folder / "intervjuer.csv"
    file.write_text("Nr;Kommun;Roll;Personalgrupp\n20;Kungälvs kommun;enhetschef;rehabilitering\n21;;chef;\n", "utf-8")
    browser.one("[name=file]").send_keys(str(file))
    browser.press("Ladda upp och granska")
    assert "Rad 3" in browser.text
    look_closely(browser)
    browser.press("Spara")
    browser.wait_for_text("1 nya")
    look_closely(browser)


def sums_up(browser: Browser, study: str) -> None:
    browser.open(f"{study}/teman/")
    look_closely(browser)
    browser.press(THEME)
    browser.one("#sammanfattning-text").send_keys("Läget skiljer sig mellan kommunerna.")
    browser.wait_for_text("Sparat")
    look_closely(browser)
    browser.one("[name=text].ds-input:not(#sammanfattning-text)").send_keys("Det är svårt att rekrytera")
    browser.press("Lägg till en utsaga")
    for choice in browser.all("input[type=radio][value=agrees]"):
        choice.click()
    look_closely(browser)
    browser.press("Spara")
    browser.wait_for_text("Säger samma: intervju 1, 2, 3")
    browser.one("main details summary").click()
    browser.one("[name=citat-text]").send_keys("svårt att rekrytera")
    browser.press("Välj citatet")
    browser.press("Den som sagt det godkänner")
    look_closely(browser)
    browser.open(f"{study}/svar/")
    browser.one("#forslag-text").send_keys("En gemensam modell")
    browser.wait_for_text("Sparat")
    look_closely(browser)


def reports(browser: Browser, study: str) -> None:
    browser.open(f"{study}/")
    browser.press("Gå vidare till rapporten")
    browser.open(f"{study}/rapport/")
    browser.press("Gör rapporten")
    assert "Sades i 8 av 8 intervjuer." in browser.text
    assert "Lön" in browser.texts("main li")
    look_closely(browser)
    browser.click("main a[href$='/rapport/1/']")
    look_closely(browser)
    assert browser.download(browser.one("main a[href$='/pdf/']")).read_bytes().startswith(b"%PDF")

"""A manager offers a day; a nurse of another municipality finds it by her gap, and it ends as evidence in her record.

The collaboration's coordinator gives other days in a round, from its rule to its reasons.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.utils import timezone
from selenium.webdriver.common.by import By

from tests.e2e.test_plans import look_closely
from tests.exchange.support import EIGHT, an_occasion, an_offer
from tests.support.browser import NARROW, Browser
from tests.support.database import as_owner
from tests.support.server import Product
from tests.support.world import pointed_at

TITLE, ROUND = "En dag med sårteamet", "Vårens hospitering"
GAP = "Gör de svårare bedömningarna säkert i området"


@contextmanager
def behind(product: Product, blocker: Any) -> Iterator[None]:
    """The product's database, as its owner."""
    with blocker.unblock(), pointed_at(product.database), as_owner():
        yield


def test_from_a_place_that_is_offered_to_evidence_in_the_record(
    browser: Browser, product: Product, django_db_blocker: Any
) -> None:
    with behind(product, django_db_blocker):
        days_for_a_round()
    occasion = offers_a_day(browser)
    finds_it_by_her_gap(browser)
    is_approved(browser, occasion)
    wishes_in_a_round(browser)
    gets_a_place(browser)
    with behind(product, django_db_blocker):
        the_day_has_come(occasion)
    attends(browser, occasion)
    browser.open("/min-utveckling/meritportfolj/")
    assert TITLE in browser.driver.page_source  # its section is folded


def days_for_a_round() -> None:
    from stegvis.organisations.models import Collaboration, Organisation

    ale, gr = Organisation.objects.get(slug="ale"), Collaboration.objects.get(slug="gr")
    for n, title in enumerate(("En dag med demensteamet", "En dag på korttids")):
        an_occasion(an_offer(ale, gr, given="round", title=title), days=40 + n, seats=1)


def offers_a_day(browser: Browser) -> int:
    """All but the title is filled in; then what it gives. Returns the occasion's number."""
    browser.become("bosse")
    browser.open("/utbud/")
    browser.press("Erbjud platser")
    browser.fill("title", TITLE)
    browser.press("Publicera")
    browser.press("Krav")
    for words in ("svårare bedömningarna", "sårvård"):
        browser.fill("q", words)
        browser.press("Sök")
        asked = [one for one in browser.all(".offers-requirement") if "för sjuksköterskor" in one.text]
        asked[0].find_element(By.NAME, "krav").click()
        browser.press("Spara")
    browser.press("Allt om det")
    browser.named("Vad det ger").click()
    browser.one("[name='gives'] option[value='course:sarvard']").click()
    browser.press("Spara")
    return int(browser.one("main .offers-list a[href$='/andra/']").get_attribute("href").split("/")[-3])


def finds_it_by_her_gap(browser: Browser) -> None:
    """On a telephone: it comes first, with the reason beside it; applied for with one press."""
    browser.become("cecilia")
    with browser.at_width(NARROW):
        browser.open("/utbud/")
        assert browser.texts(".find-card__title")[0] == TITLE
        assert GAP in browser.texts(".find-reason")[0]
        browser.press(TITLE)
        browser.fill("line", "Att se hur ni gör")
        browser.press("Sök plats")
        browser.wait_for_text("En plats hålls åt dig medan din chef svarar.")
        browser.assert_no_sideways_scroll()


def is_approved(browser: Browser, occasion: int) -> None:
    browser.become("maria")
    browser.open("/mitt-team/ansokningar/")
    look_closely(browser)
    browser.one("input[name='application'][type='checkbox']").click()
    browser.press("Godkänn markerade")
    browser.wait_for_text("1 är besvarad.")
    browser.become("cecilia")
    browser.open(f"/utbud/tillfalle/{occasion}/sok/")
    browser.wait_for_text("Du har redan sökt")
    look_closely(browser)
    browser.open("/mina-platser/")
    browser.wait_for_text("Har plats")
    look_closely(browser)
    browser.click("main a[href$='/dra-tillbaka/']")
    look_closely(browser)


def wishes_in_a_round(browser: Browser) -> None:
    browser.become("dag")
    browser.open("/omgangar/ny/")
    browser.fill("title", ROUND)
    for name, day in (("opens_on", timezone.localdate()), ("closes_on", timezone.localdate() + timedelta(days=9))):
        browser.driver.execute_script(f"document.querySelector('[name={name}]').value = '{day}'")
    browser.press("Spara")
    browser.wait_for_text("2 tillfällen fördelas")
    browser.press("Öppna omgången")
    browser.become("cecilia")
    browser.open("/omgangar/")
    browser.press_in("main", ROUND)
    browser.press_in("main", "Önska")
    with browser.at_width(NARROW):
        browser.click("section button[aria-label='Önska En dag med demensteamet']")
        browser.click("section button[aria-label='Önska En dag på korttids']")
        browser.click("button[aria-label='Flytta upp En dag på korttids']")
        browser.wait_for_text("Du har önskat allt som finns")
    look_closely(browser)
    browser.become("maria")
    browser.open("/omgangar/team/")
    browser.press("Ja till alla")


def gets_a_place(browser: Browser) -> None:
    """The lottery is drawn, looked through and published; she reads why."""
    browser.become("dag")
    browser.open("/omgangar/")
    browser.press_in("main", ROUND)
    browser.press("Led omgången")
    browser.press("Stäng nu")
    browser.press("Dra och granska")
    look_closely(browser)
    browser.press("Publicera")
    browser.wait_for_text("1 har fått plats")
    browser.become("cecilia")
    browser.open("/omgangar/")
    browser.press_in("main", ROUND)
    look_closely(browser)
    browser.press("Se vad du fick, och varför")
    browser.wait_for_text("Du fick något som du hade satt högre")
    look_closely(browser)


def the_day_has_come(occasion: int) -> None:
    from stegvis.exchange.models import Occasion, Session

    begun = timezone.now().replace(microsecond=0) - timedelta(hours=1)
    hours = {"starts": begun, "ends": begun + EIGHT}
    Occasion.objects.filter(pk=occasion).update(**hours)
    Session.objects.filter(occasion=occasion).update(**hours)


def attends(browser: Browser, occasion: int) -> None:
    """By the host's code, from the link under her places; and she tells how it was."""
    browser.become("bosse")
    browser.open(f"/utbud/tillfalle/{occasion}/deltagare/")
    browser.wait_for_text("Cecilia Exempel")
    look_closely(browser)
    browser.press("Notera närvaro")
    look_closely(browser)
    browser.press("Vad deltagarna tyckte")
    look_closely(browser)
    browser.driver.back()
    browser.press("Låt dem skriva en kod själva")
    browser.press("Visa en kod")
    code = browser.one("#code").text
    look_closely(browser)
    browser.become("cecilia")
    with browser.at_width(NARROW):
        browser.open("/mina-platser/")
        browser.click("main a[href$='/har/']")
        browser.fill("code", "fel")
        browser.press("Jag är här")
        browser.wait_for_text("Koden gäller inte")
        look_closely(browser)
        browser.fill("code", code.lower())
        browser.press("Jag är här")
        browser.wait_for_text("Du är noterad som närvarande")
        look_closely(browser)
        for name in ("useful", "arranged", "recommended"):
            browser.one(f"input[name='{name}'][value='5']").click()
        browser.press("Skicka")
        browser.wait_for_text("Ditt svar är sparat utan ditt namn")

"""The collaboration's coordinator gives days in a round; a nurse wishes on a telephone, her manager says yes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from stegvis.organisations.models import Collaboration, Organisation
from tests.e2e.test_plans import look_closely
from tests.exchange.support import an_occasion, an_offer
from tests.support.browser import NARROW, Browser
from tests.support.database import as_owner
from tests.support.server import Product
from tests.support.world import pointed_at


@pytest.fixture
def days(product: Product, django_db_blocker: pytest.FixtureRequest) -> None:
    """Two days in Mölndal that are given in a round."""
    with django_db_blocker.unblock(), pointed_at(product.database), as_owner():  # type: ignore[attr-defined]
        molndal, gr = Organisation.objects.get(slug="molndal"), Collaboration.objects.get(slug="gr")
        for n, title in enumerate(("En dag med demensteamet", "En dag på korttids")):
            an_occasion(an_offer(molndal, gr, given="round", title=title), days=40 + n, seats=1)


@pytest.mark.usefixtures("days")
def test_a_round_from_its_rule_to_its_reasons(browser: Browser) -> None:
    browser.become("dag")
    browser.open("/omgangar/ny/")
    browser.fill("title", "Vårens hospitering")
    for name, day in (("opens_on", timezone.localdate()), ("closes_on", timezone.localdate() + timedelta(days=9))):
        browser.driver.execute_script(f"document.querySelector('[name={name}]').value = '{day}'")
    browser.press("Spara")
    browser.wait_for_text("2 tillfällen fördelas")
    look_closely(browser)
    browser.press("Öppna omgången")
    browser.wait_for_text("Omgången är öppen. Alla den gäller")

    browser.become("anna")
    browser.open("/omgangar/")
    browser.press_in("main", "Vårens hospitering")
    browser.press_in("main", "Önska")
    with browser.at_width(NARROW):
        browser.click("section button[aria-label='Önska En dag med demensteamet']")
        browser.click("section button[aria-label='Önska En dag på korttids']")
        browser.click("button[aria-label='Flytta upp En dag på korttids']")
        browser.wait_for_text("Du har önskat allt som finns")
        browser.assert_no_sideways_scroll()
    look_closely(browser)

    browser.become("bosse")
    browser.open("/omgangar/team/")
    look_closely(browser)
    browser.press("Ja till alla")
    browser.wait_for_text("2 önskemål är besvarade")

    browser.become("dag")
    browser.open("/omgangar/")
    browser.press_in("main", "Vårens hospitering")
    browser.press_in("main", "Led omgången")
    browser.press("Stäng nu")
    browser.press("Dra och granska")
    browser.wait_for_text("Så faller platserna")
    look_closely(browser)
    browser.press("Publicera")
    browser.wait_for_text("1 har fått plats")

    browser.become("anna")
    browser.open("/omgangar/")
    browser.press_in("main", "Vårens hospitering")
    look_closely(browser)
    browser.press_in("main", "Se vad du fick, och varför")
    browser.wait_for_text("Du fick något som du hade satt högre")
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
    look_closely(browser)

"""The host notes who came on a phone; the evidence stands in her record, and she tells how it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from stegvis.exchange.models import Application
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import RoleGrant
from tests.e2e.test_plans import look_closely
from tests.exchange.support import an_application, an_occasion, an_offer
from tests.support import database
from tests.support.browser import NARROW, Browser
from tests.support.server import Product
from tests.support.world import pointed_at


@pytest.fixture
def booked(product: Product, worker_id: str, django_db_blocker: Any) -> Application:
    """Anna's place on a day in Maria's unit that has begun, and Bosse's."""
    with django_db_blocker.unblock(), pointed_at(f"stegvis_e2e_{worker_id}"), database.as_owner():
        anna, bosse, maria = (User.objects.get(email__startswith=f"{name}@") for name in ("anna", "bosse", "maria"))
        unit = RoleGrant.objects.select_related("unit__organisation").filter(user=maria).latest("pk").unit
        offer = an_offer(unit.organisation, unit=unit, gives_kind="course", gives_code="rehab")
        starts = timezone.now().replace(microsecond=0) - timedelta(hours=1)
        occasion = an_occasion(offer, starts=starts)
        an_application(occasion, bosse, "booked")
        return an_application(occasion, anna, "booked")


def test_attendance_becomes_evidence_and_an_answer(browser: Browser, booked: Application) -> None:
    where = f"/utbud/tillfalle/{booked.occasion_id}"
    browser.become("maria")
    with browser.at_width(NARROW):
        browser.open(f"{where}/narvaro/")
        browser.press("Låt dem skriva en kod själva")
        browser.press("Visa en kod")
        code = browser.one("#code").text
        look_closely(browser)
        browser.press("Närvaro")
        browser.all("input[name='came']")[1].click()  # Bosse did not come
        browser.press("Spara närvaron")
    assert "2 deltagare noterade" in browser.text
    look_closely(browser)
    browser.open(f"/utbud/{booked.offer_id}/utvardering/")
    look_closely(browser)

    browser.become("bosse")
    with browser.at_width(NARROW):
        browser.open(f"{where}/har/")
        browser.fill("code", "fel")
        browser.press("Jag är här")
        assert "Koden gäller inte" in browser.text
        look_closely(browser)
        browser.fill("code", code.lower())
        browser.press("Jag är här")
    assert "Du är noterad som närvarande" in browser.text

    browser.become("anna")
    with browser.at_width(NARROW):
        browser.open(f"/utbud/efter/{booked.pk}/")
        for name in ("useful", "arranged", "recommended"):
            browser.one(f"input[name='{name}'][value='5']").click()
        browser.press("Skicka")
    assert "Ditt svar är sparat utan ditt namn" in browser.text
    look_closely(browser)
    browser.open("/min-utveckling/meritportfolj/")
    assert "En dag med rehab" in browser.driver.page_source  # its section is folded

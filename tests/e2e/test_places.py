"""A nurse of one municipality applies for a day in another, and her manager says yes; also on a telephone."""

from __future__ import annotations

import pytest

from tests.e2e.test_plans import look_closely
from tests.exchange.support import an_occasion, an_offer
from tests.support.browser import NARROW, Browser
from tests.support.server import Product
from tests.support.world import pointed_at


def test_a_day_in_another_municipality(
    browser: Browser, product: Product, django_db_blocker: pytest.FixtureRequest
) -> None:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        apply_at = an_open_day(product.database)
    browser.become("cecilia")
    with browser.at_width(NARROW):
        browser.open(apply_at)
        look_closely(browser)
        browser.assert_no_sideways_scroll()
        browser.fill("line", "Att se hur ni gör")
        browser.press("Sök plats")
        browser.wait_for_text("En plats hålls åt dig medan din chef svarar.")
        browser.assert_no_sideways_scroll()

    browser.become("maria")
    browser.open("/mitt-team/ansokningar/")
    look_closely(browser)
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()
    browser.one("input[name='application'][type='checkbox']").click()
    browser.press("Godkänn markerade")
    browser.wait_for_text("1 är besvarad.")

    browser.become("cecilia")
    browser.open("/mina-platser/")
    browser.wait_for_text("Har plats")
    look_closely(browser)
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()

    browser.become("gunilla")
    browser.open(apply_at.replace("sok", "deltagare"))
    browser.wait_for_text("Cecilia Exempel")
    look_closely(browser)

    browser.become("cecilia")
    browser.open("/mina-platser/")
    browser.click("main a[href$='/dra-tillbaka/']")
    look_closely(browser)
    browser.press("Ja, dra tillbaka")
    browser.wait_for_text("Platsen går till nästa i tur")


def an_open_day(database: str) -> str:
    """Ale's, for the whole collaboration. Returns where one applies to it."""
    from stegvis.organisations.models import Collaboration, Organisation
    from tests.support.database import as_owner

    with pointed_at(database):
        with as_owner():
            ale, gr = Organisation.objects.get(slug="ale"), Collaboration.objects.get(slug="gr")
        found = an_occasion(an_offer(ale, gr, terms="Sekretess gäller.", hours=8), seats=1)
    return f"/utbud/tillfalle/{found.pk}/sok/"

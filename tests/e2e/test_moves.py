"""A framework gets a new version: the coordinator accepts it and undoes it. A manager decides levels."""

from __future__ import annotations

import time

import pytest
from selenium.webdriver.support.ui import Select

from tests.careers.moves.conftest import WRITTEN, renew
from tests.support import database
from tests.support.browser import NARROW, Browser
from tests.support.server import Product
from tests.support.world import pointed_at

FRAMEWORK = "pilot-underskoterska-kommun"
PATIENCE = 60  # seconds until the worker has proposed and computed the move


@pytest.fixture
def second_version(product: Product, django_db_blocker: pytest.FixtureRequest) -> None:
    from stegvis.frameworks.models import FrameworkVersion

    with django_db_blocker.unblock(), pointed_at(product.database), database.as_owner():  # type: ignore[attr-defined]
        first = FrameworkVersion.objects.get(framework__code=FRAMEWORK, version=1)
        renew(first, lambda one, top: WRITTEN.get(one.code, "same"))


def look(browser: Browser) -> None:
    browser.assert_axe_clean()
    with browser.at_width(NARROW):
        browser.assert_no_sideways_scroll()


def wait_on_first_page(browser: Browser, words: str) -> None:
    """Until the worker is done."""
    until = time.monotonic() + PATIENCE
    browser.open("/")
    while words not in browser.text:
        assert time.monotonic() < until, f"{words} did not come"
        time.sleep(1)
        browser.open("/")


@pytest.mark.usefixtures("second_version")
def test_a_new_version_is_accepted_and_undone(browser: Browser) -> None:
    browser.become("gunilla")
    wait_on_first_page(browser, "1 versionsbyte väntar på ditt beslut")
    browser.press("Se vad det skulle innebära")
    look(browser)
    browser.click("main tbody a")
    assert "Inget har ändrats ännu" in browser.text
    assert "Planerar" not in browser.one("main table").text
    look(browser)
    move = browser.path

    browser.become("bosse")
    browser.open("/mitt-team/")
    browser.press("Se vad det innebär för var och en")
    assert "Ger stöd utifrån personens vilja och vanor" in browser.one("main table").text
    look(browser)

    browser.become("gunilla")
    browser.open(move)
    browser.named("Godkänn bytet").click()
    browser.click("dialog[open] button[type=submit]")
    browser.wait_for_text("Det kan ångras till och med")
    look(browser)
    browser.named("Ångra bytet").click()
    browser.click("dialog[open] button[type=submit]")
    browser.wait_for_text("Den tidigare versionen används.")


def test_a_manager_decides_and_somebody_steps_back_in_a_new_field(browser: Browser) -> None:
    browser.become("bosse")
    browser.open("/mitt-team/")
    browser.press("Anna Exempel")
    browser.press("Besluta enligt förslaget: Grundnivå")
    browser.wait_for_text("Nivån är beslutad")
    look(browser)
    person = browser.path
    browser.press("Besluta annan nivå eller annat område")
    look(browser)
    area = Select(browser.one("#omrade"))
    area.select_by_index(len(area.options) - 1)
    browser.press("Visa förslaget")
    browser.fill("ground", "Byter område och börjar på nytt där.")
    Select(browser.one("[name=kind]")).select_by_value("changed_field")
    Select(browser.one("[name=level]")).select_by_value("0")
    browser.press("Besluta")
    assert browser.path == person
    assert "Visat tidigare" in browser.text
    look(browser)

    browser.become("anna")
    browser.open("/min-utveckling/")
    browser.wait_for_text("Byter område och börjar på nytt där.")
    assert "Visat tidigare" in browser.text
    look(browser)

"""A person answers on a phone, without a name and on two days. Axe and 320 px everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from stegvis.organisations.models import Collaboration
from tests.e2e.survey_walk.answering import fill
from tests.e2e.test_exchange import behind
from tests.e2e.test_plans import look_closely
from tests.support.browser import NARROW, Browser
from tests.support.server import Product


@contextmanager
def slow(browser: Browser) -> Iterator[None]:
    """A connection on which a save takes half a second."""
    network = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    browser.driver.execute_cdp_cmd("Network.enable", {})
    browser.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**network, "latency": 500})
    yield
    browser.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**network, "latency": 0})


@pytest.fixture(scope="module")
def round_of_persons(product: Product, django_db_blocker: Any) -> int:
    """The key of a round of the collaboration's."""
    from stegvis.surveys.models import Notice, Questionnaire, Round, Version
    from tests.surveys.asked import CONTENT, facts

    with behind(product, django_db_blocker):
        owner = Collaboration.objects.get(slug="gr")
        asked = Questionnaire.objects.create(collaboration=owner, code="vandring", title="Vandring", content=CONTENT)
        version = Version.objects.create(questionnaire=asked, number=1, content=CONTENT)
        values = {**facts(version).__dict__, "kind": "persons", "version": version, "earlier": None}
        found = Round.objects.create(collaboration=owner, state="open", **values)
        Notice.objects.create(round=found, number=1, text="Så används svaren.")
        return found.pk


@pytest.fixture
def link(product: Product, django_db_blocker: Any, round_of_persons: int, request: pytest.FixtureRequest) -> str:
    """Where a person's own link to it leads."""
    from stegvis.surveys.fielding.links import new_link, path_of
    from stegvis.surveys.models import Contact, Round

    with behind(product, django_db_blocker):
        found, name = Round.objects.get(pk=round_of_persons), request.node.name
        contact = Contact.objects.create(round=found, actor="municipality", name=name)
        made = new_link(contact, name="N", email=f"{name}@e.se")
        made.save()
        return path_of(made)


def test_a_person_answers_on_a_phone(browser: Browser, link: str) -> None:
    with browser.at_width(NARROW):
        browser.open(link)
        look_closely(browser)
        browser.press("Börja")
        fill(browser, {"q-modell": "ja", "q-vilken": "Vår modell"})
        look_closely(browser)
        browser.press("Spara och fortsätt en annan gång")
        assert "Det du har svarat är sparat" in browser.text
        browser.open(link)  # another day
        browser.press("Fortsätt")
        browser.fill("q-antal", "5")  # what was left where one was
        browser.press("Spara och gå vidare")
        fill(browser, {"q-utbildning.sar": "akut"})
        look_closely(browser)
        browser.press("Spara och läs igenom")
        assert "Vår modell" in browser.text
        look_closely(browser)
        browser.press("Skicka mina svar")
        assert "Tack, svaren är mottagna" in browser.text
        browser.assert_no_sideways_scroll()
        browser.open(link)
        assert "Redan mottaget" in browser.text
        look_closely(browser)


def test_a_button_pressed_while_answers_are_being_saved_meets_nobody_else(browser: Browser, link: str) -> None:
    browser.open(link)
    browser.press("Börja")
    with slow(browser):
        browser.one("input[name='q-modell'][value='nej']").click()
        browser.press("Spara och gå vidare")
        browser.wait(lambda: browser.all("[name='q-utbildning.sar']"), "the next part is not reached")
        for row, choice in (("sar", "akut"), ("demens", "bra"), ("demens", "ej")):
            browser.one(f"input[name='q-utbildning.{row}'][value='{choice}']").click()
        browser.press("Spara och läs igenom")
        browser.wait(lambda: browser.path.endswith("/skicka/"), "one is not led on")
    assert ("Någon annan" in browser.text, "Akut" in browser.text, "Inte aktuellt" in browser.text) == (
        False,
        True,
        True,
    )


def test_a_question_that_an_answer_brings_is_shown_before_one_goes_on(browser: Browser, link: str) -> None:
    browser.open(link)
    browser.press("Börja")
    with slow(browser):
        browser.one("input[name='q-modell'][value='ja']").click()
        browser.press("Spara och gå vidare")
        browser.wait(lambda: "Se på sidan en gång till" in browser.text, "one is led past the new question")
    browser.assert_axe_clean()
    browser.fill("q-vilken", "Vår modell")
    browser.press("Spara och gå vidare")
    browser.wait(lambda: browser.all("[name='q-utbildning.sar']"), "the next part is not reached")

"""A person answers on a phone, without a name and on two days. Axe and 320 px everywhere."""

from __future__ import annotations

from typing import Any

import pytest

from stegvis.organisations.models import Collaboration
from tests.e2e.survey_walk.answering import fill
from tests.e2e.test_exchange import behind
from tests.e2e.test_plans import look_closely
from tests.support.browser import NARROW, Browser
from tests.support.server import Product


@pytest.fixture
def link(product: Product, django_db_blocker: Any) -> str:
    """Where a person's link to a round of the collaboration's leads."""
    from stegvis.surveys.fielding.links import new_link, path_of
    from stegvis.surveys.models import Contact, Notice, Questionnaire, Round, Version
    from tests.surveys.asked import CONTENT, facts

    with behind(product, django_db_blocker):
        owner = Collaboration.objects.get(slug="gr")
        asked = Questionnaire.objects.create(collaboration=owner, code="vandring", title="Vandring", content=CONTENT)
        version = Version.objects.create(questionnaire=asked, number=1, content=CONTENT)
        values = {**facts(version).__dict__, "kind": "persons", "version": version, "earlier": None}
        found = Round.objects.create(collaboration=owner, state="open", **values)
        Notice.objects.create(round=found, number=1, text="Så används svaren.")
        contact = Contact.objects.create(round=found, actor="municipality", name="N")
        made = new_link(contact, name="N", email="n@e.se")
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

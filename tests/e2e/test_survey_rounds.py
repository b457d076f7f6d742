"""Three answer on phones and an organisation jointly; who leads looks the reply through. Axe and 320 px everywhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stegvis.foundation.accounts.models import User
from tests.e2e.test_plans import look_closely
from tests.support import database
from tests.support.browser import NARROW, Browser


@pytest.fixture
def rounds(browser: Browser, worker_id: str, django_db_blocker: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """Dag's two rounds, of organisations and of persons; gives paths by name."""
    from django.db import connection, transaction

    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.organisations.models import Collaboration, Organisation
    from stegvis.surveys.fielding.links import new_link, path_of
    from stegvis.surveys.models import Contact, Notice, Questionnaire, Round, Version
    from tests.surveys.asked import CONTENT, facts

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        before = connection.settings_dict["NAME"]
        database.use(f"stegvis_e2e_{worker_id}", "worker")
        paths = {}
        with transaction.atomic(), acting_as_system(reason="test"):
            dag = User.objects.get(email="dag@example.se")
            owner = Collaboration.objects.get(pk=dag.role_grants.get(role="collaboration_coordinator").collaboration_id)
            asked, _made = Questionnaire.objects.get_or_create(
                collaboration=owner, code="vandring", title="Vandring", content=CONTENT
            )
            version = Version.objects.create(questionnaire=asked, number=asked.versions.count() + 1, content=CONTENT)
            for kind in ("organisations", "persons"):
                values = {**facts(version).__dict__, "kind": kind, "title": kind, "version": version, "earlier": None}
                found = Round.objects.create(collaboration=owner, state="open", **values)
                Notice.objects.create(round=found, number=1, text="Så används svaren.")
                paths[kind] = f"/enkater/omgang/{found.pk}/"
                for number in range(3):
                    organisation = Organisation.objects.get(slug="ale") if kind == "organisations" else None
                    if number and organisation:
                        contact = Contact.objects.get(round=found)
                    else:
                        contact = Contact.objects.create(
                            round=found, organisation=organisation, actor="municipality", name="Ale kommun"
                        )
                    link = new_link(contact, name=f"N{number}", email=f"n{number}@e.se", may_sign=number == 0)
                    link.save()
                    paths[f"{kind}-{number}"] = path_of(link)
        yield paths
        database.use(before)


def choose(browser: Browser, name: str, value: str) -> None:
    browser.one(f"input[name='{name}'][value='{value}']").click()


def test_three_answer_on_phones(browser: Browser, rounds: dict[str, str]) -> None:
    with browser.at_width(NARROW):
        for number in range(3):
            path = rounds[f"persons-{number}"]
            browser.open(path)
            look_closely(browser)
            browser.press("Börja")
            choose(browser, "q-modell", "ja")
            browser.wait(lambda: browser.all("textarea[name='q-vilken']"))  # asked by what was answered
            browser.fill("q-vilken", f"Vår modell {number}")
            look_closely(browser)
            browser.press("Spara och fortsätt en annan gång")
            assert "Det du har svarat är sparat" in browser.text
            browser.open(path)  # another day
            browser.press("Fortsätt")
            browser.fill("q-antal", "5")  # what was left where one was
            browser.press("Spara och gå vidare")
            choose(browser, "q-utbildning.sar", "akut")
            look_closely(browser)
            browser.press("Spara och läs igenom")
            assert f"Vår modell {number}" in browser.text
            look_closely(browser)
            browser.press("Skicka mina svar")
            assert "Tack, svaren är mottagna" in browser.text
            browser.assert_no_sideways_scroll()
            browser.open(path)
            assert "Redan mottaget" in browser.text
            look_closely(browser)


def test_an_organisation_answers_jointly_and_the_reply_is_looked_through(
    browser: Browser, rounds: dict[str, str]
) -> None:
    with browser.at_width(NARROW):
        browser.open(f"{rounds['organisations-1']}del/om/")
        choose(browser, "q-modell", "nej")
        browser.wait(lambda: "Sparat" in browser.text)
        browser.open(f"{rounds['organisations-0']}skicka/")
        assert "Nej" in browser.text
        browser.fill("name", "Kim Ek")
        browser.fill("role", "HR-chef")
        browser.press("Underteckna och skicka")
        assert "Tack, svaren är mottagna" in browser.text
        look_closely(browser)
    browser.become("dag")
    for page in ("", "mottagare/", "mottagare/lista/", "integritet/", "svar/", "svar/bredvid/", "strata/"):
        browser.open(f"{rounds['organisations']}{page}")
        look_closely(browser)
    browser.open("/enkater/")
    look_closely(browser)
    browser.open("/enkater/omgang/ny/")
    look_closely(browser)
    browser.open(f"{rounds['organisations']}mottagare/")
    browser.press("Ale kommun")
    look_closely(browser)
    browser.open(f"{rounds['organisations']}svar/")
    browser.press("Ale kommun")
    look_closely(browser)
    browser.fill("kommentar", "Stämmer det?")
    browser.press("Skicka tillbaka med kommentarerna")
    browser.open(f"{rounds['organisations-0']}")
    assert "Stämmer det?" in browser.text

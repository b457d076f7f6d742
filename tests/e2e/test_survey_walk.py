"""The career-model survey from the question bank to the published report, and withdrawn again.

The collaboration's coordinator asks 7 regions, 74 municipalities and 6 universities. Three answer on phones and a
region jointly in the browser; the others as their forms would. Every letter is read where the worker sends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.survey_walk import answering, coding, fielding, post, questionnaire, report, results, reviewing
from tests.e2e.survey_walk.answers import everybody, municipalities, regions
from tests.e2e.survey_walk.fielding import JOINT, address, of_type
from tests.e2e.test_exchange import behind
from tests.support.browser import Browser, start_browser
from tests.support.server import Product
from tests.support.world import pointed_at

INVITATION = f"Göteborgsregionen: {questionnaire.TITLE}"
IN_BROWSER = (answering.RESUMED, JOINT, municipalities()[0], answering.UNIVERSITY)


@pytest.fixture
def plain(product: Product, tmp_path: Path) -> Iterator[Browser]:
    """A browser without scripts."""
    started = start_browser(product.url, tmp_path, scripts=False)
    yield started
    started.quit()


@pytest.fixture
def organisations(product: Product, django_db_blocker: Any) -> None:
    """Of the register, those who are asked."""
    from stegvis.foundation.access.actor import acting_as_system
    from stegvis.organisations.packaged import load_organisations

    with behind(product, django_db_blocker), acting_as_system(reason="register"):
        load_organisations(*fielding.asked())


@pytest.mark.usefixtures("organisations")
def test_a_survey_from_the_bank_to_its_report(
    browser: Browser, plain: Browser, product: Product, django_db_blocker: Any
) -> None:
    def others(*slugs: str) -> None:
        with django_db_blocker.unblock(), pointed_at(product.database):
            answering.answer_many(links, [one for one in slugs if one not in IN_BROWSER])

    questionnaire.build(browser)
    here = fielding.send_out(browser)
    links = {one.to: one.path for one in post.wait_for(product, INVITATION, 89)}
    answering.answer_on_phones(browser, links)
    answering.answer_jointly(browser, links)
    others(*regions(), *of_type("university"))

    browser.become("dag")
    reviewing.note_who_declines(browser, here)
    assert fielding.rates(browser, here) == reviewing.BEFORE
    reviewing.remind(browser, product, here, {address(one) for one in of_type("municipality")[1:]})
    others(*municipalities())
    reviewing.send_back(browser, here)
    reviewing.send_again(browser, product)
    reviewing.approve(browser, here)
    assert fielding.rates(browser, here) == reviewing.AFTER
    assert len(everybody()) == 36

    results.close(browser, here)
    results.tell(browser, here)
    results.look_at_the_rest(browser, here)
    coding.code_and_quote(browser, plain, here)
    report.publish_and_retract(browser, here)

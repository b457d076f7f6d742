"""What a round tells, looked at by who leads it: figures, over waves, cross tables and the answers as a file."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Collaboration
from stegvis.surveys.packaged import packaged
from tests.e2e.test_exchange import behind
from tests.e2e.test_plans import look_closely
from tests.support.browser import Browser
from tests.support.server import Product
from tests.surveys.telling.support import NEEDS, answer, make_round, make_version, needs_answers, told_of


def test_the_results_of_a_round_are_looked_at(browser: Browser, product: Product, django_db_blocker: Any) -> None:
    with behind(product, django_db_blocker):
        dag = User.objects.get(email="dag@example.se")
        cast: Any = SimpleNamespace(dag=dag, gr=Collaboration.objects.get())
        found = make_round(cast, make_version(cast, packaged()[NEEDS]))
        answer(found, needs_answers(60))
        told_of(cast, found)
    browser.become("dag")
    here = f"/enkater/omgang/{found.pk}/resultat/"
    said = {
        "": "Översikt",
        "over-tid/": "Över tid",
        "korsa/": "Korstabeller",
        "enskilda/": "Svaren som fil",
        "val/": "Det som döljs",
    }
    for page, words in said.items():
        browser.open(f"{here}{page}")
        assert browser.one("main h2").text == words
        look_closely(browser)
        with browser.in_the_dark():
            browser.assert_axe_clean()

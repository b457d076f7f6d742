"""A year of Elin: introduced, assessed, planned for, talked with, certified, placed, and on to another employer."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.year.assessment import assess, decide
from tests.e2e.year.evidence import certify
from tests.e2e.year.introduction import introduce
from tests.e2e.year.move import move
from tests.e2e.year.plan import plan
from tests.e2e.year.talk import talk
from tests.support.browser import Browser
from tests.support.server import Product


def test_a_year(browser: Browser, product: Product, tmp_path: Path) -> None:
    introduce(browser, "Elin")
    assess(browser, "Elin")
    plan(browser, "Elin")
    talk(browser, "Elin")
    certify(browser, "Elin", tmp_path)
    decide(browser, "Elin")
    move(browser, "Elin", product.logs)

"""Cecilia and Maria of another municipality: what is Ale's is not there for them, and looks like nothing at all."""

from __future__ import annotations

import uuid

import pytest

from tests.support import database
from tests.support.browser import Browser
from tests.support.server import Product


@pytest.fixture
def keys(product: Product) -> dict[str, object]:
    """Keys of Ale's, as somebody might have copied them."""
    with database.superuser(product.database) as connection:

        def one(query: str) -> object:
            row = connection.execute(query).fetchone()
            assert row
            return row[0]

        return {
            "anna": one("SELECT p.id FROM people_person p JOIN accounts_user u ON u.id = p.user_id"
                        " WHERE u.email = 'anna@example.se'"),
            "unit": one("SELECT id FROM organisations_unit WHERE code = 'HSV-N'"),
            "ale": one("SELECT id FROM organisations_organisation WHERE slug = 'ale'"),
        }  # fmt: skip


@pytest.mark.parametrize("name", ["cecilia", "maria"])
def test_what_is_ales_is_not_there(browser: Browser, keys: dict[str, object], name: str) -> None:
    browser.become(name)
    browser.open("/")
    paths = [
        f"/mitt-team/person/{keys['anna']}/",
        f"/mitt-team/?enhet={keys['unit']}",
        f"/mitt-team/?enhet={keys['unit']}&export=xlsx",
        f"/organisation/oversikt/?arbetsgivare={keys['ale']}",
        f"/organisation/oversikt/?arbetsgivare={keys['ale']}&export=xlsx",
        f"/organisation/enheter/{keys['unit']}/",
        "/personal/import/mall/ale/",
        "/personal/import/nuvarande/ale/",
        "/gallring/ale/",
    ]
    assert {path: browser.status(path) for path in paths} == dict.fromkeys(paths, 404)
    assert browser.status("/personal/import/") == 403
    browser.complaints()  # the browser notes each refused answer


def test_annas_page_looks_like_one_that_never_was(browser: Browser, keys: dict[str, object]) -> None:
    browser.become("maria")
    seen = []
    for key in (keys["anna"], uuid.uuid4()):
        browser.open(f"/mitt-team/person/{key}/")
        seen.append((browser.driver.title, browser.text))
    assert seen[0] == seen[1]
    browser.complaints()


def test_search_finds_nobody_of_ales(browser: Browser) -> None:
    browser.become("maria")
    browser.open("/personal/?q=Exempel")
    assert browser.texts("tbody th") == ["Cecilia Exempel", "Maria Exempel"]
    browser.open("/personal/?q=Anna")
    assert "Anna Exempel" not in browser.text

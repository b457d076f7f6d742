"""Where no script runs, pages are readable and forms work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.test_import import filled_in
from tests.support.browser import Browser, start_browser
from tests.support.server import Product
from tests.support.world import IN_TEAM


@pytest.fixture(scope="module")
def plain(product: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    started = start_browser(product.url, tmp_path_factory.mktemp("plain"), scripts=False)
    started.driver.get("data:text/html,<noscript>none</noscript>")
    assert started.text == "none"
    yield started
    started.quit()


def test_log_in_and_the_main_pages(plain: Browser) -> None:
    plain.log_in("bosse")
    plain.press_in("nav", "Mitt team")
    assert len(plain.all("tbody tr")) == IN_TEAM
    plain.press("Anna Exempel")
    assert plain.heading == "Anna Exempel"
    plain.press("English")
    assert "Next level" in plain.text


def test_a_list_is_brought_in(plain: Browser) -> None:
    plain.log_in("gunilla")
    plain.open("/personal/import/")
    path = filled_in(plain.download(plain.one("a[href$='/mall/ale/']")), plain.folder / "personal.xlsx")
    plain.fill("file", str(path))
    plain.click("main form[enctype] button[type='submit']")
    plain.wait(lambda: plain.driver.refresh() or plain.all("form[action$='/spara/']"), "the list is not read")
    plain.one("[name='partial']").click()
    plain.click("form[action$='/spara/'] button")
    plain.wait(lambda: plain.driver.refresh() or not plain.all("progress"), "the list is not saved")
    assert plain.all("form[action$='/spara/']") == []

"""A product and a browser for each of the run's processes; a picture of the page where a walk fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import database
from tests.support.browser import Browser, start_browser
from tests.support.server import Product, running_product
from tests.support.world import ensure_world


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def product(
    testrun_uid: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: pytest.FixtureRequest
) -> Iterator[Product]:
    """The whole product on a copy of the world."""
    name = f"stegvis_e2e_{worker_id}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database.recreate(name, ensure_world(testrun_uid))
    with running_product(name, tmp_path_factory.mktemp("product")) as running:
        yield running
    with database.superuser() as superuser:
        database.drop(superuser, name)


@pytest.fixture(scope="session")
def one_browser(product: Product, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    started = start_browser(product.url, tmp_path_factory.mktemp("browser"))
    yield started
    started.quit()


@pytest.fixture
def browser(product: Product, one_browser: Browser, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """The browser with nobody logged in. A test that ends well has left nothing in its console."""
    one_browser.forget()
    one_browser.complaints()
    yield one_browser
    if request.node.stash.get(FAILED, False):
        name = request.node.name.replace("/", "-")
        picture = one_browser.picture(database.ROOT / ".cache" / "e2e" / f"{name}.png")
        said = (product.logs / "web.log").read_text().splitlines()[-30:]
        print(f"The page was {one_browser.path}; see {picture}", *said, sep="\n")  # noqa: T201 - shown beside the failure
    else:
        one_browser.assert_quiet()


@pytest.fixture
def draft(browser: Browser) -> str:
    """The path of a draft that starts as the pilot for nurses."""
    browser.become("gunilla")
    browser.open("/karriarmodeller/pilot-sjukskoterska-kommun/")
    browser.press("Börja en egen modell från denna")
    browser.press("Börja utkastet")
    browser.wait(lambda: browser.all("#utkast-form"))
    return browser.path.partition("?")[0]


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    outcome = yield
    if call.when == "call":
        item.stash[FAILED] = outcome.get_result().failed  # type: ignore[attr-defined]

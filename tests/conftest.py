"""The run's database server and the fixtures that every room uses."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import pytest
from pytest_django.plugin import blocking_manager_key

from tests.support import database
from tests.support.fresh import have_fresh
from tests.support.layers import layer, prepare_layers, roll_back_layers

if TYPE_CHECKING:
    from tests.support.cast import Cast


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """The controller (or a lone process) starts the server and builds the template before any worker runs."""
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        config.stegvis_server = database.start_server()  # type: ignore[attr-defined]
        with config.stash[blocking_manager_key].unblock():
            database.build_template()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, or one process would be left with it when the others have nothing more to do."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if isinstance(item, pytest.Function):
        with item.config.stash[blocking_manager_key].unblock():
            make_database(worker_of(item.config))
            prepare_layers(item)


def worker_of(config: pytest.Config) -> str:
    return getattr(config, "workerinput", {"workerid": "master"})["workerid"]


@cache
def make_database(worker: str) -> str:
    """This worker's own copy of the template, which Django's connection then points at. Returns its name."""
    name = f"stegvis_test_{worker}"
    database.recreate(name, database.TEMPLATE)
    database.use(name)
    return name


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    name = make_database(worker_id)
    yield
    from django.db import connection

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        roll_back_layers()
        connection.close()
        with database.superuser() as superuser:
            for made in (name, f"stegvis_fresh_{worker_id}"):
                database.drop(superuser, made)


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[str]:
    """A database of the test's own, for what must commit: threads, processes, jobs. Its name is returned."""
    name = f"stegvis_fresh_{worker_id}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        have_fresh(name)
        database.use(name)
        yield name
        database.use(f"stegvis_test_{worker_id}")


@layer
def cast() -> Cast:
    """Anna, Bosse, Cecilia and the others."""
    from tests.support.cast import make_cast

    with database.as_owner():
        return make_cast()

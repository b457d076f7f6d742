"""The run's database server and the fixtures that every room uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django.plugin import blocking_manager_key

from tests.support import database

if TYPE_CHECKING:
    from tests.support.cast import Cast


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """The controller (or a lone process) starts the server and builds the template before any worker runs."""
    if not hasattr(config, "workerinput") and not config.option.collectonly:
        config.stegvis_server = database.start_server()  # type: ignore[attr-defined]
        with config.stash[blocking_manager_key].unblock():
            database.build_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[None]:
    """This worker's own copy of the template."""
    name = f"stegvis_test_{worker_id}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database.recreate(name, database.TEMPLATE)
        database.use(name)
        yield
        from django.db import connection

        connection.close()
        with database.superuser() as superuser:
            database.drop(superuser, name)


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[str]:
    """A database of the test's own, for what must commit: threads, processes, jobs. Its name is returned."""
    name = f"stegvis_fresh_{worker_id}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database.recreate(name, database.TEMPLATE)
        database.use(name)
        yield name
        database.use(f"stegvis_test_{worker_id}")
        with database.superuser() as superuser:
            database.drop(superuser, name)


@pytest.fixture
def cast(db: None) -> Cast:
    """Anna, Bosse, Cecilia and the others, in this test's transaction."""
    from tests.support.cast import make_cast

    with database.as_owner():
        return make_cast()

"""The demonstration, loaded whole once: what it shows is looked at, and one that was cut off is compared with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from stegvis.foundation.jobs.worker import run_pending_jobs
from stegvis.web.demo.cast import EMPLOYERS, Employer
from stegvis.web.demo.load import load_demo
from tests.support import database

SMALL = (EMPLOYERS[0], Employer("molndal", 12))


@pytest.fixture(scope="session")
def demonstration(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, worker_id: str) -> Iterator[str]:
    """The name of its database."""
    name = f"stegvis_demo_{worker_id}"
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        database.recreate(name, database.TEMPLATE)
        start_demo(name)
        database.use(f"stegvis_test_{worker_id}")
    yield name
    with database.superuser() as superuser:
        database.drop(superuser, name)


def start_demo(name: str) -> None:
    """What ``stegvis demo`` does at its start, and then its worker."""
    database.use(name, role="worker")
    load_demo(SMALL)
    run_pending_jobs()

"""Double clicks: several requests for the same credential at once."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from stegvis.careers.models import Credential, SigningKey
from stegvis.foundation.access.verdict import Refused
from tests.careers.credentials.conftest import evidence, issue
from tests.support.cast import make_cast
from tests.support.database import as_owner


@pytest.fixture
def _signing_key(fresh_database: str, made_key: dict[str, Any]) -> None:
    with as_owner():
        SigningKey.objects.create(**made_key)


@pytest.mark.usefixtures("_signing_key")
def test_of_several_at_once_one_is_made(fresh_database: str) -> None:
    with as_owner():
        cast = make_cast()
    course = evidence(cast.anna, cast.ale, "palliativ")
    together, outcomes = Barrier(4), []

    def make() -> None:
        try:
            together.wait(10)
            issue(cast.anna, course)
            outcomes.append("made")
        except Refused as refused:
            outcomes.append(str(refused))
        finally:
            connection.close()

    threads = [Thread(target=make) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    twin = "Du har redan ett sådant intyg. Leta efter det i din lista."
    assert sorted(outcomes) == [twin] * 3 + ["made"]
    with as_owner():
        assert Credential.objects.count() == 1

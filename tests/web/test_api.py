"""The REST API as a whole: who is answered, and that its refusals are the pages' refusals."""

from __future__ import annotations

import pytest
from django.test import Client

from stegvis.foundation.audit.models import Refusal
from stegvis.frameworks.models import FrameworkVersion
from tests.support.cast import Cast
from tests.support.database import as_owner

ADDRESSES = ["/api/v1/me/standing", "/api/v1/team", "/api/v1/organisation", "/api/v1/frameworks"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_is_not_answered(db: None, client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.json()) == (401, {"detail": "Unauthorized"})


def test_what_is_not_yours_is_404_and_leaves_one_row(cast: Cast, client: Client) -> None:
    client.force_login(cast.farid)
    response = client.get("/api/v1/me/standing")
    assert response.status_code == 404
    with as_owner():
        assert list(Refusal.objects.values_list("user__name", "view_name")) == [("Farid", "api:my_standing")]


def test_the_frameworks_are_listed_to_everybody_signed_in(cast: Cast, client: Client) -> None:
    from stegvis.foundation.access.actor import Actor
    from stegvis.frameworks.services import publish_packaged

    with as_owner():
        versions = publish_packaged(actor=Actor(is_system=True))
    client.force_login(cast.eva)
    listed = client.get("/api/v1/frameworks").json()
    assert sorted(item["code"] for item in listed) == sorted(version.framework.code for version in versions)
    assert FrameworkVersion.objects.count() == len(versions)

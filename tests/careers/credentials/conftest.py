"""Anna with a checked course and a finished introduction, and Cecilia with a checked certificate."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from stegvis.careers.credentials import keys
from stegvis.careers.credentials.services import issue_credential, revoke_credential
from stegvis.careers.models import Credential, SigningKey
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Organisation
from stegvis.people.models import Evidence
from tests.support.cast import Cast
from tests.support.database import as_owner


def evidence(user: User, employer: Organisation, code: str, **fields: object) -> Evidence:
    values: dict[str, object] = {"kind": "course", "title": f"Kurs {code}", "valid_from": date(2025, 3, 1), **fields}
    with as_owner():
        return Evidence.objects.create(person=user.person, employer=employer, code=code, **values)


def issue(user: User, source: Evidence | str, naming: str = "name") -> Credential:
    key = source if isinstance(source, str) else f"evidence-{source.pk}"
    with acting_as(user.pk) as actor:
        return issue_credential(actor=actor, source_key=key, naming=naming)


def revoke(user: User, credential: Credential, ground: str = "Underlaget var fel") -> None:
    with acting_as(user.pk) as actor:
        revoke_credential(actor=actor, credential=credential, ground=ground)


def now(credential: Credential) -> Credential:
    with as_owner():
        return Credential.objects.get(pk=credential.pk)


@pytest.fixture(scope="session")
def made_key() -> dict[str, Any]:
    """Making a pair of keys takes longer than most tests."""
    return keys.make_key()


@pytest.fixture(autouse=True)
def _signing_key(db: None, made_key: dict[str, Any]) -> None:
    with as_owner():
        SigningKey.objects.create(**made_key)


@pytest.fixture
def course(cast: Cast) -> Evidence:
    """Valid for a month more."""
    return evidence(cast.anna, cast.ale, "palliativ", valid_until=timezone.localdate() + timedelta(days=30))


@pytest.fixture
def badge(cast: Cast, course: Evidence) -> Credential:
    return issue(cast.anna, course)

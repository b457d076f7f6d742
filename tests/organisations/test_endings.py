"""A right that was withdrawn does not come alive when yesterday's backup is restored."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from stegvis.foundation.access.actor import acting_as
from stegvis.organisations.endings import end_again
from stegvis.organisations.models import Role, RoleGrant
from stegvis.organisations.services.roles import end_role
from tests.support.cast import Cast, grant
from tests.support.database import as_owner


@pytest.fixture(autouse=True)
def journal(settings: Any, tmp_path: Path) -> Path:
    settings.STEGVIS_DATA_DIR = tmp_path
    return tmp_path / "ended-roles.jsonl"


def test_an_ended_role_is_ended_again(
    cast: Cast, journal: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with as_owner():
        held = grant(cast.anna, Role.UNIT_MANAGER, unit=cast.ale_south)
    with django_capture_on_commit_callbacks(execute=True), acting_as(cast.gunilla.pk) as actor:
        end_role(actor=actor, grant_id=held.pk, reason="slutar")
    yesterday = timezone.localdate() - timedelta(days=1)
    assert journal.read_text() == f'{{"grant": {held.pk}, "last_day": "{yesterday}"}}\n'
    with as_owner():
        RoleGrant.objects.filter(pk=held.pk).update(valid_to=None)  # as the backup had it
        assert end_again() == 1
        assert RoleGrant.objects.get(pk=held.pk).valid_to == yesterday
        assert end_again() == 0


def test_a_role_that_was_undone_the_same_day_is_gone_again(
    cast: Cast, journal: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    today = timezone.localdate()
    with as_owner():
        held = grant(cast.anna, Role.UNIT_MANAGER, unit=cast.ale_south)
        RoleGrant.objects.filter(pk=held.pk).update(valid_from=today)
    with django_capture_on_commit_callbacks(execute=True), acting_as(cast.gunilla.pk) as actor:
        end_role(actor=actor, grant_id=held.pk, reason="fel person")
    with as_owner():
        grant(cast.anna, Role.UNIT_MANAGER, unit=cast.ale_south)
        again = RoleGrant.objects.get(user=cast.anna)
        RoleGrant.objects.filter(pk=again.pk).update(id=held.pk, valid_from=today)
        assert end_again() == 1
        assert not RoleGrant.objects.filter(user=cast.anna).exists()


def test_without_a_journal_nothing_ends(cast: Cast) -> None:
    with as_owner():
        assert end_again() == 0

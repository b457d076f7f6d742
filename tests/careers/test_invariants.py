"""The invariants of placements and moves hold through a whole story, and each tells when it is broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from stegvis.careers.models import MoveOutcome, Placement, VersionMove
from stegvis.careers.moves.computing import compute_outcomes
from stegvis.careers.moves.services import accept_move, start_move, undo_move
from stegvis.careers.restore import restored
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.jobs.progress import no_progress
from stegvis.foundation.operations.invariants import broken_invariants
from stegvis.frameworks.models import FrameworkVersion
from stegvis.people.models import Profession
from tests.careers.moves.conftest import WRITTEN, renew
from tests.careers.placements.test_services import decide
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.support.layers import layer


def broken() -> list[str]:
    with as_owner():
        return [one.name.removeprefix("careers.") for one in broken_invariants()]


@layer
def story(cast: Cast, placed: FrameworkVersion) -> VersionMove:
    """Anna is placed, and Ale moves to a new version and back."""
    decide(cast.bosse, cast.anna, 2, ground="Handleder alla.")
    with as_owner():
        second = renew(placed, lambda one, top: WRITTEN.get(one.code, "same"))
    with acting_as(cast.gunilla.pk) as actor:
        profession = Profession.objects.get(pk="sjukskoterska")
        move = start_move(actor=actor, employer=cast.ale, profession=profession, to_version=second)
    with as_owner():
        compute_outcomes(move.pk, no_progress)
        move.refresh_from_db()
    for service in (accept_move, undo_move):
        assert broken() == []
        with acting_as(cast.gunilla.pk) as actor:
            service(actor=actor, move=move)
    return move


def test_they_hold_after_the_story(story: VersionMove) -> None:
    assert broken() == []


BREAKING: dict[str, Callable[[], int]] = {
    "placements_name_a_level": lambda: Placement.objects.update(level_code=""),
    "placements_have_a_ground": lambda: Placement.objects.update(ground=""),
    "withdrawals_have_a_ground": lambda: Placement.objects.update(withdrawn_on=timezone.localdate()),
    "moves_go_forward": lambda: VersionMove.objects.update(to_version=VersionMove.objects.get().from_version),
    "decided_moves_can_be_undone_or_were": lambda: VersionMove.objects.update(undone_at=None),
    "outcomes_are_their_moves": lambda: MoveOutcome.objects.update(outcome="kept"),
}


@pytest.mark.parametrize("name", BREAKING)
def test_each_tells_when_it_is_broken(story: VersionMove, name: str) -> None:
    with as_owner():
        assert BREAKING[name]()
    assert broken() == [name]


def test_a_restored_backup_says_what_waits(cast: Cast, story: VersionMove, settings: Any, tmp_path: Path) -> None:
    settings.STEGVIS_DATA_DIR = tmp_path
    with as_owner():
        VersionMove.objects.update(state="running")
        assert restored(timezone.now()) == [
            "1 dry runs of moves to a new version were under way; they are queued again in the night",
            "0 moves to a new version are accepted and can be undone; later decisions are gone, look at them",
            "0 credentials were revoked again; one that was issued since is not in the list any more",
            "0 codes of competence cards were closed; each person makes a new one",
        ]

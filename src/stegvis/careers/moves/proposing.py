"""What Stegvis itself does about moves: propose them, see to it that they are computed, forget them."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from stegvis.careers.models import MoveOutcome, VersionMove
from stegvis.careers.moves.choices import still_begins, unit_of
from stegvis.careers.moves.policies import OPEN, can_follow
from stegvis.careers.moves.services import queue_computing, recompute_move, start_move
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import Refused
from stegvis.frameworks.models import Adoption, FrameworkVersion, UnitAdoption

logger = logging.getLogger(__name__)
State = VersionMove.State
STUCK = timedelta(hours=1)
"""A dry run that has not ended by then was lost with its queue."""


def propose_due_moves(*, version_id: int | None = None) -> list[VersionMove]:
    """Start a move for each employer or unit behind a version (or behind any), once. As Stegvis itself; idempotent.

    Whoever has had the same move before, and dropped or undone it, starts the next one by hand. An open move that
    has been overtaken, by a newer version or because the employer changed framework, is dropped.
    """
    of_employers = Adoption.objects.select_related("version", "employer", "profession")
    in_units = UnitAdoption.objects.select_related("version", "employer", "profession", "unit")
    if version_id is not None:
        of_employers = of_employers.filter(version__framework__versions=version_id)
        in_units = in_units.filter(version__framework__versions=version_id)
    rows: list[Adoption | UnitAdoption] = [*of_employers, *in_units]
    latest = _latest_versions({row.version.framework_id for row in rows})
    found = (_propose_or_pass(row, latest[row.version.framework_id]) for row in rows)
    return [move for move in found if move is not None]


def resume_computing() -> int:
    """Queue anew what should have been computed long ago. As Stegvis itself."""
    stuck = VersionMove.objects.filter(state=State.RUNNING, created_at__lt=timezone.now() - STUCK)
    for move in stuck:
        queue_computing(Actor(is_system=True), move)
    return len(stuck)


def rehearse_again(employer_id: int, profession_code: str | None) -> list[VersionMove]:
    """Compute anew what waits for a decision or is being computed, since units now place others otherwise.

    Of one profession, or of them all. As Stegvis itself.
    A move from what is no longer used in a unit is dropped.
    """
    rows = VersionMove.objects.filter(employer=employer_id, state__in=OPEN).select_related("unit")
    moves = rows if profession_code is None else rows.filter(profession=profession_code)
    over = [move.pk for move in moves if move.unit is not None and not still_begins(move)]
    moves.filter(pk__in=over).update(state=State.DROPPED)
    return [recompute_move(actor=Actor(is_system=True), move=move) for move in moves.all()]


def forget_outcomes() -> int:
    """What a move meant for each person is kept until it comes to nothing or can no longer be undone.

    By then everybody is placed, and their levels say it. As Stegvis itself.
    """
    over = Q(move__state__in=[State.DROPPED, State.UNDONE])
    settled = Q(move__state=State.ACCEPTED, move__undo_until__lt=timezone.localdate())
    deleted, _each = MoveOutcome.objects.filter(over | settled).delete()
    return deleted


def _propose_or_pass(adoption: Adoption | UnitAdoption, latest: FrameworkVersion) -> VersionMove | None:
    """Where one is refused, the others are proposed all the same."""
    try:
        with transaction.atomic():
            return _propose(adoption, latest)
    except Refused as refused:
        logger.warning("no move is proposed to employer %s: %s", adoption.employer_id, refused)
        return None


def _propose(adoption: Adoption | UnitAdoption, latest: FrameworkVersion) -> VersionMove | None:
    unit = unit_of(adoption)
    moves = VersionMove.objects.filter(employer=adoption.employer_id, profession=adoption.profession_id, unit=unit)
    next_versions = Q(kind=VersionMove.Kind.RENEW, from_version__framework=F("to_version__framework"))
    for asked in moves.filter(state__in=OPEN).exclude(next_versions):
        if still_begins(asked):  # a coordinator has asked for something else, and decides about that first
            return None
    overtaken = moves.filter(state__in=OPEN).exclude(from_version=adoption.version_id, to_version=latest.pk)
    if not can_follow(adoption, latest):
        overtaken.exclude(from_version=adoption.version_id).update(state=State.DROPPED)
        return None
    overtaken.update(state=State.DROPPED)
    if moves.filter(from_version=adoption.version_id, to_version=latest.pk).exists():
        return None
    return start_move(
        actor=Actor(is_system=True),
        employer=adoption.employer,
        profession=adoption.profession,
        to_version=latest,
        unit=unit,
    )


def _latest_versions(frameworks: set[int]) -> dict[int, FrameworkVersion]:
    rows = FrameworkVersion.objects.filter(framework__in=frameworks).order_by("framework_id", "-version")
    return {row.framework_id: row for row in rows.distinct("framework")}

"""Starting, deciding and undoing moves. Nothing moves until a coordinator of the employer accepts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as queue

from stegvis.careers.models import VersionMove
from stegvis.careers.moves.choices import carry_back, carry_out, chosen_by, require_end, require_start
from stegvis.careers.moves.policies import OPEN, can_follow, may_accept, may_drop, may_move, may_undo
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.jobs.models import Job
from stegvis.frameworks.models import FrameworkVersion
from stegvis.organisations.models import Organisation, Unit
from stegvis.people.models import Profession

State = VersionMove.State
COMPUTE = "careers.compute_move"
UNDO_DAYS = timedelta(days=30)


@transaction.atomic
def start_move(
    *,
    actor: Actor,
    employer: Organisation,
    profession: Profession,
    to_version: FrameworkVersion,
    unit: Unit | None = None,
) -> VersionMove:
    """Work out in the background what the later version would mean, for the employer or for a unit with its own.

    Raises Refused.
    """
    require(may_move(actor, employer.pk))
    adoption = chosen_by(employer.pk, profession.pk, unit).first()
    require(can_follow(adoption, to_version))
    assert adoption is not None  # noqa: S101 - can_follow has said so
    move = VersionMove(
        employer=employer, unit=unit, profession=profession, from_version=adoption.version, to_version=to_version
    )
    return open_move(actor, move)


def open_move(actor: Actor, move: VersionMove) -> VersionMove:
    """Save a move and work out what it would mean. Raises Refused where another waits for a decision."""
    give_reason(f"start a move to {move.to_version}")
    try:
        with transaction.atomic():
            move.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("A change of version already waits for a decision for this profession.")) from None
    queue_computing(actor, move)
    return move


@transaction.atomic
def recompute_move(*, actor: Actor, move: VersionMove) -> VersionMove:
    """Work out anew what an undecided move means, since people and evidence change. Raises Refused."""
    require(may_drop(actor, move))  # what is decided is not worked out anew
    give_reason("compute the move anew")
    _change(actor, move, OPEN, state=State.RUNNING, computed_at=None)
    queue_computing(actor, move)
    return move


@transaction.atomic
def accept_move(*, actor: Actor, move: VersionMove) -> VersionMove:
    """Place the staff by the new version from now on; it can be undone for 30 days. Raises Refused.

    Decided placements stay as they are, in the version that they were decided in.
    """
    require(may_accept(actor, move))
    _hold(actor, move, State.READY)
    since = require_start(move)
    give_reason(f"move to {move.to_version}")
    _change(
        actor,
        move,
        (State.READY,),
        state=State.ACCEPTED,
        decided_by_id=actor.user,
        decided_at=timezone.now(),
        undo_until=actor.today + UNDO_DAYS,
        adopted_since=since,
    )
    carry_out(actor, move)
    return move


@transaction.atomic
def undo_move(*, actor: Actor, move: VersionMove) -> VersionMove:
    """Place the staff by the earlier version again, as if the move had not been. Raises Refused."""
    require(may_undo(actor, move))
    _hold(actor, move, State.ACCEPTED)
    require_end(move)
    give_reason(f"undo the move to {move.to_version}")
    _change(
        actor,
        move,
        (State.ACCEPTED,),
        state=State.UNDONE,
        undone_by_id=actor.user,
        undone_at=timezone.now(),
    )
    carry_back(actor, move)
    return move


@transaction.atomic
def drop_move(*, actor: Actor, move: VersionMove) -> VersionMove:
    """Stay with the version in use. Raises Refused."""
    require(may_drop(actor, move))
    give_reason("drop the move")
    _change(actor, move, OPEN, state=State.DROPPED, decided_by_id=actor.user, decided_at=timezone.now())
    return move


def _hold(actor: Actor, move: VersionMove, state: str) -> None:
    """Keep others from deciding until the transaction ends. Raises Refused where somebody just has."""
    if writable(actor, VersionMove).select_for_update().filter(pk=move.pk, state=state).first() is None:
        raise Refused(_("Somebody else has just decided about this change. Read the page again."))


def _change(actor: Actor, move: VersionMove, states: tuple[str, ...], **values: Any) -> None:
    """Change the move if its state is still one of these, or say that somebody else was first."""
    if not writable(actor, VersionMove).filter(pk=move.pk, state__in=states).update(**values):
        raise Refused(_("Somebody else has just decided about this change. Read the page again."))
    move.refresh_from_db()


def queue_computing(actor: Actor, move: VersionMove) -> None:
    """Defer the dry run, with a row to watch it by for whoever asked."""
    if actor.user is None:
        queue.configure_task(COMPUTE).defer(move_id=str(move.pk))
        return
    job = Job.objects.create(
        user_id=actor.user,
        title=_("What the change of version means")[:200],
        result_url=reverse("careers:move", args=[move.pk]),
    )
    writable(actor, VersionMove).filter(pk=move.pk).update(job_id=job.pk)
    move.job_id = job.pk
    queue.configure_task(COMPUTE).defer(move_id=str(move.pk), job_id=str(job.pk))

"""Starting, deciding and undoing moves. Nothing moves until a coordinator of the employer accepts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as queue

from stegvis.careers.models import VersionMove
from stegvis.careers.moves.policies import OPEN, can_follow, may_accept, may_drop, may_move, may_undo
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.jobs.models import Job
from stegvis.frameworks.models import Adoption, FrameworkVersion, UnitAdoption
from stegvis.frameworks.services import adopt_version
from stegvis.frameworks.units.policies import can_rest
from stegvis.frameworks.units.services import adopt_in_unit
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
    adoption = _uses(employer.pk, profession.pk, unit).first()
    require(can_follow(adoption, to_version))
    assert adoption is not None  # noqa: S101 - can_follow has said so
    give_reason(f"start a move to {to_version}")
    try:
        with transaction.atomic():
            move = VersionMove.objects.create(
                employer=employer,
                unit=unit,
                profession=profession,
                from_version=adoption.version,
                to_version=to_version,
            )
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
    adoption = _adoption(move, move.from_version_id)
    if move.unit is not None:  # what is used above it may have been renewed since
        require(can_rest(move.unit, move.profession, move.to_version))
    give_reason(f"move to {move.to_version}")
    _change(
        actor,
        move,
        (State.READY,),
        state=State.ACCEPTED,
        decided_by_id=actor.user,
        decided_at=timezone.now(),
        undo_until=actor.today + UNDO_DAYS,
        adopted_since=adoption.since,
    )
    _adopt(actor, move, move.to_version)
    return move


@transaction.atomic
def undo_move(*, actor: Actor, move: VersionMove) -> VersionMove:
    """Place the staff by the earlier version again, as if the move had not been. Raises Refused."""
    require(may_undo(actor, move))
    _hold(actor, move, State.ACCEPTED)
    _adoption(move, move.to_version_id)
    give_reason(f"undo the move to {move.to_version}")
    _change(
        actor,
        move,
        (State.ACCEPTED,),
        state=State.UNDONE,
        undone_by_id=actor.user,
        undone_at=timezone.now(),
    )
    _adopt(actor, move, move.from_version, since=move.adopted_since)
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


def unit_of(adoption: Adoption | UnitAdoption) -> Unit | None:
    return adoption.unit if isinstance(adoption, UnitAdoption) else None


def _uses(employer: int, profession: str, unit: Unit | None) -> QuerySet[Adoption] | QuerySet[UnitAdoption]:
    """What the employer has chosen, or the unit for itself."""
    if unit is None:
        return Adoption.objects.filter(employer=employer, profession=profession).select_related("version")
    rows = UnitAdoption.objects.filter(employer=employer, profession=profession, unit=unit)
    return rows.select_related("version", "unit", "profession")


def _adoption(move: VersionMove, version: int) -> Adoption | UnitAdoption:
    """The choice, locked; it must still be the version that the move starts from. Raises Refused."""
    rows = _uses(move.employer_id, move.profession_id, move.unit).filter(version=version)
    found = rows.select_for_update(of=("self",)).first()
    if found is None and move.unit is not None:
        raise Refused(_("The unit has chosen another version since. Drop this change, or start a new one."))
    if found is None:
        raise Refused(_("The employer has chosen another version since. Drop this change, or start a new one."))
    return found


def _adopt(actor: Actor, move: VersionMove, version: FrameworkVersion, **since: Any) -> None:
    if move.unit is None:
        adopt_version(actor=actor, employer=move.employer, profession=move.profession, version=version, **since)
    else:
        adopt_in_unit(actor=actor, unit=move.unit, profession=move.profession, version=version, **since)


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

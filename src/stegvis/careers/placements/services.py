"""Deciding and withdrawing placements. A decision is never deleted: a new one is made, or it is withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.careers.models import Placement
from stegvis.careers.placements.policies import may_be_dated, may_place
from stegvis.careers.placements.proposing import Proposal, proposal_for
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.people.models import Employment

Kind = Placement.Kind


@dataclass(frozen=True)
class Seen:
    """What the page showed when the decision was made: the order proposed, and the latest decision's key (0: none)."""

    order: int
    latest: int


@dataclass(frozen=True)
class Decision:
    """``order`` is the level's, 0 for below the first. Without a ground the proposal is accepted as it stands, unless
    it is below what is held."""

    order: int
    decided_on: date
    kind: str = Kind.PLACED
    track: str = ""
    ground: str = ""


@transaction.atomic
def decide_placement(*, actor: Actor, employment: Employment, area: str, seen: Seen, decision: Decision) -> Placement:
    """Decide the level that the person holds in an area. Raises Refused, also where the page was out of date."""
    require(may_place(actor, employment))
    wait_for_turn("careers.placement", employment.person_id)
    require(may_be_dated(actor, employment, decision.decided_on))
    proposal = proposal_for(actor, employment, area, decision.decided_on)
    if (proposal.order, proposal.latest) != (seen.order, seen.latest):
        raise Refused(
            _(
                "Something has changed since you opened the page, or the proposal is another on the day that you chose. Look at it again."  # noqa: E501
            )
        )
    _check(proposal, decision)
    level = proposal.level(decision.order)
    return Placement.objects.create(
        person_id=employment.person_id,
        employer_id=employment.employer_id,
        profession_id=employment.profession_id,
        version=proposal.version,
        area=area,
        track=decision.track,
        kind=_kind(proposal, decision),
        level_code=level.code if level else "",
        level_order=decision.order,
        proposed_order=proposal.order,
        decided_on=decision.decided_on,
        decided_by_id=actor.user,
        ground=decision.ground.strip(),
    )


@transaction.atomic
def withdraw_placement(*, actor: Actor, employment: Employment, placement: Placement, ground: str) -> Placement:
    """Take back a decision that should not have been made; it stays in the history. Raises Refused."""
    require(may_place(actor, employment))
    if not ground.strip():
        raise Refused(_("Say why the decision is withdrawn."))
    rows = writable(actor, Placement).filter(
        pk=placement.pk, person=employment.person_id, employer=employment.employer_id, withdrawn_on__isnull=True
    )
    if not rows.update(withdrawn_on=actor.today, withdrawn_by_id=actor.user, withdrawal_ground=ground.strip()):
        raise Refused(_("The decision is already withdrawn."))
    placement.refresh_from_db()
    return placement


def _check(proposal: Proposal, decision: Decision) -> None:
    """Raise Refused where the decision does not hold together."""
    level = proposal.level(decision.order)
    if level is None and decision.order:
        raise Refused(_("The framework has no such level."))
    if decision.track and decision.track not in {track.code for track in (level.tracks if level else ())}:
        raise Refused(_("The level has no such direction."))
    _check_kind(proposal, decision)
    if decision.ground.strip():
        return
    if _steps_back(proposal, decision):
        raise Refused(_("Give a ground when the level is below the one that is decided: that is a step back."))
    if decision.order != proposal.order or decision.kind != Kind.PLACED:
        raise Refused(_("Give a ground when the decision is another than what is proposed."))


def _steps_back(proposal: Proposal, decision: Decision) -> bool:
    """Whether the level is below the one held, also where that is what is proposed."""
    return proposal.holds is not None and decision.order < proposal.holds.level_order


def _check_kind(proposal: Proposal, decision: Decision) -> None:
    match decision.kind:
        case Kind.CHANGED_FIELD if all(one.area == proposal.area for one in proposal.earlier):
            raise Refused(_("There is no earlier decision in another area to change from."))
        case Kind.STEPPED_BACK if all(one.level_order <= decision.order for one in proposal.earlier):
            raise Refused(_("There is no earlier decision on a higher level to step back from."))
        case Kind.MOVED:
            raise Refused(_("Choose what kind of decision it is."))


def _kind(proposal: Proposal, decision: Decision) -> str:
    """A level decided anew because the framework has a new version is told as that, a lower one as a step back."""
    before = proposal.holds
    if before is None or decision.kind != Kind.PLACED:
        return decision.kind
    if before.version_id != proposal.version.pk:
        return Kind.MOVED
    return Kind.STEPPED_BACK if _steps_back(proposal, decision) else Kind.PLACED

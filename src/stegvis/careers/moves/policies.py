"""Who may decide about a move, and why not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from stegvis.careers.models import VersionMove
from stegvis.careers.moves.following import successors_between
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.frameworks.models import Adoption, FrameworkVersion, UnitAdoption
from stegvis.frameworks.units.policies import can_rest, counts_in_unit

State = VersionMove.State
OPEN = (State.RUNNING, State.READY)


def may_move(actor: Actor, employer_id: int) -> Verdict:
    if actor.is_system or employer_id in actor.coordinates:
        return ALLOWED
    return Verdict(False, _("Only the employer's coordinator decides about a change of version."))


def can_follow(adoption: Adoption | UnitAdoption | None, later: FrameworkVersion) -> Verdict:
    """Whether there is a way from what the employer, or the unit, uses to the later version."""
    if adoption is None:
        return Verdict(False, _("The employer uses no framework for the profession yet. Choose one first."))
    earlier = adoption.version
    if earlier.framework_id != later.framework_id or earlier.version >= later.version:
        return Verdict(False, _not_later(earlier, later))
    if not later.professions.filter(pk=adoption.profession_id).exists():
        return Verdict(False, _("The new version is not made for that profession."))
    if successors_between(earlier, later) is None:
        return Verdict(False, _("It has not been said how the requirements follow from version to version."))
    if not isinstance(adoption, UnitAdoption):
        return ALLOWED
    return counts_in_unit(adoption) and can_rest(adoption.unit, adoption.profession, later)


def _not_later(earlier: FrameworkVersion, later: FrameworkVersion) -> str:
    if earlier.framework_id != later.framework_id:
        return _("The employer uses another framework for the profession.")
    return _("The employer already uses this version or a later one.")


def may_accept(actor: Actor, move: VersionMove) -> Verdict:
    if (verdict := may_drop(actor, move)) and move.state == State.RUNNING:
        return Verdict(False, _("What the change means is still being worked out. Wait until it is ready."))
    return verdict


def may_drop(actor: Actor, move: VersionMove) -> Verdict:
    if verdict := may_move(actor, move.employer_id):
        if move.state == State.ACCEPTED:
            return Verdict(False, _("The change is already accepted."))
        if move.state not in OPEN:
            return Verdict(False, _("The change has been dropped or undone. Start it again if it is still wanted."))
    return verdict


def may_undo(actor: Actor, move: VersionMove) -> Verdict:
    if verdict := may_move(actor, move.employer_id):
        if move.state != State.ACCEPTED:
            return Verdict(False, _("Only an accepted change can be undone."))
        if move.undo_until is None or actor.today > move.undo_until:
            return Verdict(False, _("The 30 days have passed. What is wanted again is published as a new version."))
    return verdict

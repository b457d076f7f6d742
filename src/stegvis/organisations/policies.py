"""What an actor may do with roles, invitations and units, and why not, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.verdict import ALLOWED, Verdict
from stegvis.organisations.models import (
    ROLES_OF_TRUST,
    Collaboration,
    Invitation,
    Organisation,
    Role,
    RoleGrant,
    Unit,
)


@dataclass(frozen=True)
class Scope:
    """Where a role holds: an organisation, one of its units, or a collaboration."""

    organisation: Organisation | None = None
    unit: Unit | None = None
    collaboration: Collaboration | None = None

    @property
    def name(self) -> str:
        place = self.unit or self.organisation or self.collaboration
        return str(place) if place else ""

    def is_of(self, actor: Actor) -> bool:
        """The actor coordinates the organisation or leads the collaboration."""
        if self.organisation is not None:
            return self.organisation.pk in actor.coordinates
        return self.collaboration is not None and self.collaboration.pk in actor.leads


def scope_of(grant: RoleGrant | Invitation) -> Scope:
    return Scope(grant.organisation, grant.unit, grant.collaboration)


def roles_for(scope: Scope) -> list[Role]:
    """The roles that can be held in a place. National follow-up is given by Stegvis's operator, never here."""
    if scope.collaboration is not None:
        return [Role.COLLABORATION_COORDINATOR]
    if scope.unit is not None:
        return [Role.UNIT_MANAGER]
    if scope.organisation is None:
        return []
    is_university = scope.organisation.type == Organisation.Type.UNIVERSITY
    return [Role.COORDINATOR, Role.IDENTITY_HANDLER, *([Role.UNIVERSITY] if is_university else [])]


def may_grant_role(actor: Actor, *, receiver: int | None, role: str, scope: Scope) -> Verdict:
    """``receiver`` is the user, or None for somebody who has no account yet."""
    if not scope.is_of(actor):
        return Verdict(False, _("You can give roles in your own organisation or collaboration only."))
    if role not in roles_for(scope):
        return Verdict(False, _("This role does not belong there. A unit manager's place is a unit, for instance."))
    if scope.unit is not None and scope.unit.closed_on is not None:
        return Verdict(False, _("The unit is closed."))
    if receiver is not None and receiver == actor.user and role in ROLES_OF_TRUST:
        return Verdict(False, _("You cannot give yourself this role. Ask another coordinator to do it."))
    return ALLOWED


def may_end_role(actor: Actor, grant: RoleGrant, running: Iterable[RoleGrant]) -> Verdict:
    """``running`` are the grants that hold today of the same role and place, this one included."""
    if not scope_of(grant).is_of(actor):
        return Verdict(False, _("You can end roles in your own organisation or collaboration only."))
    if not holds(grant, actor.today) and grant.valid_from <= actor.today:
        return Verdict(False, _("The role has already ended."))
    leads = grant.role in {Role.COORDINATOR, Role.COLLABORATION_COORDINATOR}
    if leads and not any(other.user_id != grant.user_id for other in running):
        return Verdict(False, _("This is the last coordinator. Give somebody else the role first."))
    return ALLOWED


def holds(grant: RoleGrant, day: date) -> bool:
    return grant.valid_from <= day and (grant.valid_to is None or grant.valid_to >= day)


def may_invite(actor: Actor, *, email: str, own_email: str, role: str, scope: Scope) -> Verdict:
    """An invitation without a role makes an account only; one's own links what the staff list holds of oneself."""
    if not scope.is_of(actor):
        return Verdict(False, _("You can invite to your own organisation or collaboration only."))
    if role and email == own_email:
        return Verdict(False, _("You cannot invite yourself."))
    return may_grant_role(actor, receiver=None, role=role, scope=scope) if role else ALLOWED


def may_change_invitation(actor: Actor, invitation: Invitation) -> Verdict:
    if not scope_of(invitation).is_of(actor):
        return Verdict(False, _("You can change your own organisation's invitations only."))
    if invitation.used_at is not None:
        return Verdict(False, _("The invitation has been used. End the role instead."))
    if invitation.withdrawn_at is not None:
        return Verdict(False, _("The invitation is already withdrawn."))
    return ALLOWED


def may_change_unit(actor: Actor, unit: Unit) -> Verdict:
    if unit.organisation_id not in actor.coordinates:
        return Verdict(False, _("You can change your own organisation's units only."))
    return ALLOWED


def may_place_unit(actor: Actor, unit: Unit, parent: Unit | None, below: Iterable[int]) -> Verdict:
    """May ``unit`` lie under ``parent``? ``below`` are the keys of the units under ``unit``."""
    if not may_change_unit(actor, unit):
        return may_change_unit(actor, unit)
    if parent is None:
        return ALLOWED
    if parent.organisation_id != unit.organisation_id:
        return Verdict(False, _("A unit lies within its own organisation."))
    if unit.pk is not None and (parent.pk == unit.pk or parent.pk in set(below)):
        return Verdict(False, _("A unit cannot lie below itself."))
    if parent.closed_on is not None:
        return Verdict(False, _("The unit above is closed."))
    return ALLOWED


def may_close_unit(actor: Actor, unit: Unit, open_below: bool) -> Verdict:
    if not may_change_unit(actor, unit):
        return may_change_unit(actor, unit)
    if unit.closed_on is not None:
        return Verdict(False, _("The unit is already closed."))
    if open_below:
        return Verdict(False, _("There are open units below it. Close or move them first."))
    return ALLOWED

"""Giving and ending roles."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.accounts.models import User
from stegvis.organisations.endings import note_ending
from stegvis.organisations.models import RoleGrant
from stegvis.organisations.policies import Scope, holds, may_end_role, may_grant_role
from stegvis.organisations.queries import running


@transaction.atomic
def grant_role(
    *,
    actor: Actor,
    receiver: User,
    role: str,
    scope: Scope,
    valid_from: date | None = None,
    valid_to: date | None = None,
    reason: str = "",
) -> RoleGrant:
    """Give a role from a day (today when none is named) on. Raises Refused."""
    require(may_grant_role(actor, receiver=receiver.pk, role=role, scope=scope))
    same = visible(actor, RoleGrant).filter(
        user=receiver,
        role=role,
        organisation=scope.organisation,
        unit=scope.unit,
        collaboration=scope.collaboration,
    )
    start = valid_from or actor.today
    if any(grant.valid_to is None or grant.valid_to >= start for grant in same):
        raise Refused(_("The person already has this role there."))
    give_reason(reason)
    return RoleGrant.objects.create(
        user=receiver,
        role=role,
        organisation=scope.organisation,
        unit=scope.unit,
        collaboration=scope.collaboration,
        valid_from=start,
        valid_to=valid_to,
        granted_by_id=actor.user,
    )


@transaction.atomic
def end_role(*, actor: Actor, grant_id: int, reason: str) -> None:
    """End a role at once. Raises NotYours or Refused.

    The last day becomes yesterday, so that the right is gone with this transaction and not at midnight. A role that
    has not held a whole day has no such day: its row goes, and history keeps that it was there.
    """
    grant = get_visible(actor, RoleGrant, id=grant_id)
    # Locked together: two coordinators who end each other's roles must not both succeed.
    peers = list(
        visible(actor, RoleGrant)
        .filter(role=grant.role, organisation=grant.organisation, collaboration=grant.collaboration)
        .select_for_update(of=("self",))
        .order_by("id")
    )
    current = next((peer for peer in peers if peer.pk == grant.pk), grant)
    require(may_end_role(actor, current, [peer for peer in running(peers) if holds(peer, actor.today)]))
    give_reason(reason)
    last_day = actor.today - timedelta(days=1)
    transaction.on_commit(partial(note_ending, current.pk, last_day))
    if current.valid_from >= actor.today:
        current.delete()
        return
    current.valid_to = last_day
    current.save(update_fields=["valid_to"])

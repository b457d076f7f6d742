"""Every read of this room; each starts from what the actor may see."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible, writable
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Collaboration, Invitation, Membership, Organisation, Role, RoleGrant, Unit


def grants(actor: Actor) -> QuerySet[RoleGrant]:
    """The roles in the places that the actor answers for, those that hold first."""
    return (
        writable(actor, RoleGrant)
        .select_related("user", "organisation", "unit", "collaboration", "granted_by")
        .order_by("valid_to", "role", "user__name", "id")
    )


def running(found: Iterable[RoleGrant]) -> list[RoleGrant]:
    """Of these grants, the ones whose user can log in."""
    found = list(found)
    active = set(User.objects.filter(pk__in={g.user_id for g in found}, is_active=True).values_list("pk", flat=True))
    return [grant for grant in found if grant.user_id in active]


def open_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Invitations that wait for an answer, or have grown old without one; those of the staff are seen by unit."""
    return (
        visible(actor, Invitation)
        .filter(used_at__isnull=True, withdrawn_at__isnull=True)
        .exclude(role="", person_id__isnull=False)
        .select_related("organisation", "unit", "collaboration", "created_by")
    )


@dataclass(frozen=True)
class RoleChange:
    """One line of the roles' history. ``by`` is empty for Stegvis itself."""

    at: datetime
    what: str
    who: str
    role: str
    place: str
    by: str
    reason: str


def role_history(actor: Actor, limit: int = 50) -> list[RoleChange]:
    """The latest changes of roles in the actor's own places, with who made them and why. Three queries."""
    event_model: Any = apps.get_model("organisations", "RoleGrantEvent")
    own = Q(organisation__in=actor.coordinates) | Q(collaboration__in=actor.leads)
    events = list(
        visible(actor, event_model)
        .filter(own)
        .select_related("organisation", "unit", "collaboration")
        .order_by("-pgh_id")[:limit]
    )
    context = {event.pgh_id: event.pgh_context or {} for event in events}
    makers = {key: found["user"] for key, found in context.items() if found.get("user")}
    known = User.objects.filter(pk__in={*makers.values(), *(event.user_id for event in events)})
    names = {user.pk: str(user) for user in known}
    return [
        RoleChange(
            at=event.pgh_created_at,
            what=event.pgh_label,
            who=names.get(event.user_id, ""),
            role=str(Role(event.role).label),
            place=str(event.unit or event.organisation or event.collaboration),
            by=names.get(makers.get(event.pgh_id, 0), ""),
            reason=context[event.pgh_id].get("reason") or "",
        )
        for event in events
    ]


@dataclass(frozen=True)
class Node:
    """A unit with its depth in the tree, 0 at the root."""

    unit: Unit
    depth: int

    @property
    def steps(self) -> range:
        return range(self.depth)


def unit_tree(actor: Actor, organisation: Organisation) -> list[Node]:
    """The organisation's visible units, each after the one it lies in, siblings by name. One query."""
    children: defaultdict[int | None, list[Unit]] = defaultdict(list)
    units = list(visible(actor, Unit).filter(organisation=organisation).order_by("name", "id"))
    known = {unit.pk for unit in units}
    for unit in units:
        children[unit.parent_id if unit.parent_id in known else None].append(unit)

    def walk(parent: int | None, depth: int) -> list[Node]:
        return [node for unit in children[parent] for node in (Node(unit, depth), *walk(unit.pk, depth + 1))]

    return walk(None, 0)


def keys_below(actor: Actor, unit: Unit) -> set[int]:
    """The keys of all units below this one."""
    tree = unit_tree(actor, unit.organisation)
    start = next(index for index, node in enumerate(tree) if node.unit.pk == unit.pk)
    below = set()
    for node in tree[start + 1 :]:
        if node.depth <= tree[start].depth:
            break
        below.add(node.unit.pk)
    return below


def with_those_above(units: Collection[int]) -> set[int]:
    """The keys of the units and of all above them. One query, of what the transaction's actor may see."""
    employers = Unit.objects.filter(pk__in=units).values("organisation")
    parents = dict(Unit.objects.filter(organisation__in=employers).values_list("pk", "parent_id"))
    found = set(units)
    waiting = list(found)
    while waiting:
        above = parents.get(waiting.pop())
        if above is not None and above not in found:
            found.add(above)
            waiting.append(above)
    return found


def coordinated(actor: Actor) -> QuerySet[Organisation]:
    return writable(actor, Organisation)


def collaborations(actor: Actor) -> QuerySet[Collaboration]:
    """The actor's own collaborations with the organisations that are members today, in ``current``."""
    today = Q(valid_from__lte=actor.today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=actor.today))
    current = Membership._base_manager.filter(today).select_related("organisation").order_by("organisation__name")
    return (
        visible(actor, Collaboration)
        .filter(pk__in=actor.collaborations | actor.leads)
        .prefetch_related(Prefetch("memberships", queryset=current, to_attr="current"))
    )


def known_user(email: str, organisation: Organisation | None) -> User | None:
    """The user of this address if the acting coordinator's organisation already knows them, else None."""
    if organisation is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_known_user(%s, %s)", [email.strip().lower(), organisation.pk])
        (found,) = cursor.fetchone()
    return User.objects.get(pk=found) if found else None


@dataclass(frozen=True)
class OpenedInvitation:
    """What the page behind a link knows."""

    email: str
    name: str
    role: str
    sender: str
    organisation: str
    unit: str
    has_account: bool

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label) if self.role else ""


def open_invitation(token_hash: str) -> OpenedInvitation | None:
    """The invitation of this token if it holds. Nobody needs to be signed in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_open_invitation(%s)", [token_hash])
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return None
    return OpenedInvitation(**(json.loads(row[0]) if isinstance(row[0], str) else row[0]))


def invitation_state(invitation: Invitation) -> str:
    """Where an unanswered invitation stands, in words."""
    if invitation.expires_at <= timezone.now():
        return _("Too old: send it again")
    if invitation.sent_at is None:
        return _("The letter could not be sent: try again")
    return _("Waits for an answer")

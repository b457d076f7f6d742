"""Inviting staff to log in, with a letter to the work address that the staff list holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.jobs.models import Job
from stegvis.foundation.jobs.running import start_job
from stegvis.organisations.models import Invitation, Unit
from stegvis.organisations.policies import Scope
from stegvis.organisations.services import invite
from stegvis.people.access import current
from stegvis.people.imports.saving import Tell
from stegvis.people.models import Employment
from stegvis.people.policies import may_import_staff

UNDER_WAY = timedelta(minutes=15)
"""How long a letter that has not gone may still be on its way; after that the person can be invited again."""


@dataclass
class WithoutLogin:
    """A unit's staff without a log-in: how many, and of them how many in each state.

    ``unsent`` are those of the waiting whose letter has not gone: it is under way, or could not be handed over.
    """

    unit: Unit
    total: int = 0
    ready: int = 0
    waiting: int = 0
    unsent: int = 0
    without_address: int = 0


def without_login(actor: Actor) -> list[WithoutLogin]:
    """The units with staff whom the actor may invite and who have no log-in, by employer and name. One query."""
    rows = _without_login(actor)
    ready = _ready(rows)
    found: dict[int, WithoutLogin] = {}
    for row in rows:
        unit = found.setdefault(row.unit_id, WithoutLogin(row.unit))
        unit.total += 1
        if row.is_invited:
            unit.waiting += 1
            unit.unsent += not row.is_sent
        elif row.pk in ready:
            unit.ready += 1
        else:
            unit.without_address += 1
    return list(found.values())


def count_without_login(actor: Actor) -> int:
    """How many persons there are in all of them. One query."""
    return _employed_without_login(actor).values("person").distinct().count()


def start_inviting(*, actor: Actor, units: Collection[int]) -> Job:
    """Queue the letters to those of the units who have none. Raises Refused."""
    from stegvis.people.tasks import invite_staff

    require(may_import_staff(actor))
    with transaction.atomic():
        return start_job(
            actor=actor,
            title=_("Invites the staff"),
            task=invite_staff,
            result_url=reverse("people:invite"),
            units=sorted(units),
        )


def invite_units(*, actor: Actor, units: Collection[int], progress: Tell) -> int:
    """Invite those who have an address of their own and no letter that waits. Returns how many.

    One at a time for an employer: of two who press at once the second finds the letters of the first.
    """
    wait_for_turn("people.inviting", *actor.coordinates)
    rows = _without_login(actor)
    ready = _ready(rows)
    chosen = [row for row in rows if row.pk in ready and row.unit_id in units]
    for number, row in enumerate(chosen, start=1):
        invite(
            actor=actor,
            email=row.email,
            name=str(row.person),
            scope=Scope(organisation=row.employer),
            person_id=row.person_id,
            link_to=lambda token: settings.SITE_URL + reverse("organisations:invitation", args=[token]),
        )
        progress(number, len(chosen))
    return len(chosen)


def _without_login(actor: Actor) -> list[Any]:
    """Running employments: ``is_invited`` where there is a letter to answer, ``is_sent`` where it has gone."""
    now = timezone.now()
    letters = Invitation.objects.filter(
        Q(sent_at__isnull=False) | Q(created_at__gt=now - UNDER_WAY),
        person_id=OuterRef("person_id"),
        organisation=OuterRef("employer_id"),
        used_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=now,
    )
    return list(
        _employed_without_login(actor)
        .annotate(is_invited=Exists(letters), is_sent=Exists(letters.filter(sent_at__isnull=False)))
        .select_related("person", "employer", "unit")
        .order_by("employer__name", "unit__name", "unit_id", "pk")
    )


def _employed_without_login(actor: Actor) -> QuerySet[Employment]:
    return visible(actor, Employment).filter(current(actor), employer__in=actor.coordinates, person__user=None)


def _ready(rows: list[Any]) -> set[int]:
    """The employments to write to: an address that is one person's alone, and one letter to each from an employer."""
    persons = {(row.email.lower(), row.person_id) for row in rows}
    sharing = Counter(address for address, _person in persons)
    first = {
        (row.employer_id, row.person_id): row.pk
        for row in rows
        if row.email and sharing[row.email.lower()] == 1 and not row.is_invited
    }
    return set(first.values())

"""What a forecast's ground reads: the owner's changes, staff, inhabitants. A handful of queries, whatever the size."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.organisations.models import Membership, Organisation
from stegvis.planning.ground.assumptions import Assumption, Assumptions, packaged
from stegvis.planning.ground.in_force import InForce, in_force
from stegvis.planning.ground.inputs import Inputs, Scope, check_inputs, check_scope
from stegvis.planning.ground.staff import StaffRow, inputs_of
from stegvis.planning.models.ground import Figures, Ground, Override, SetAside, StaffCount


def grounds(actor: Actor) -> QuerySet[Ground]:
    return visible(actor, Ground).select_related("employer", "collaboration")


def ground_of(*, actor: Actor, pk: int) -> Ground:
    """NotYours for another's."""
    return get_visible(actor, Ground, grounds(actor), pk=pk)


def overrides(actor: Actor, ground: Ground, *, also_undone: bool = False) -> list[Override]:
    found = visible(actor, Override).filter(ground=ground)
    return list(found if also_undone else found.filter(undone_at=None))


def change_in_force(actor: Actor, ground: Ground, one: Assumption) -> str:
    """Which change holds of the very same key, profession and kind of employer; empty for none."""
    found = [str(change.pk) for change in overrides(actor, ground) if as_assumption(change).spot == one.spot]
    return found[0] if found else ""


def assumptions_of(actor: Actor, ground: Ground) -> Assumptions:
    """The packaged ones with the owner's changes in their place."""
    return held_assumptions(overrides(actor, ground))


def held_assumptions(changes: list[Override]) -> Assumptions:
    """The packaged ones with those of the changes that are in force."""
    return packaged().changed(as_assumption(one) for one in changes if one.undone_at is None)


def as_assumption(one: Override) -> Assumption:
    return Assumption(
        key=one.key,
        value=one.value,
        profession=one.profession,
        sector=one.sector,
        source=one.source,
        dated=one.dated.isoformat(),
        certain=one.is_certain,
        signed=one.signed_name,
        why=one.why,
    )


def usual_places(actor: Actor, ground: Ground) -> tuple[str, ...]:
    """Those that the owner plans for: the employer, or the collaboration's members."""
    if ground.employer is not None:
        return (ground.employer.code,)
    members = Organisation.objects.filter(memberships__in=_memberships(actor, ground)).exclude(code="")
    return tuple(sorted(set(members.values_list("code", flat=True)), key=lambda code: (len(code) == 2, code)))


def _memberships(actor: Actor, ground: Ground) -> Any:
    today = actor.today
    found = Membership.objects.filter(collaboration=ground.collaboration_id, valid_from__lte=today)
    return found.filter(Q(valid_to=None) | Q(valid_to__gte=today))


def all_figures(actor: Actor, ground: Ground) -> QuerySet[Figures]:
    """The owner's own and those for everybody, whether they are in force or not."""
    return visible(actor, Figures).filter(Q(ground=ground) | Q(ground=None))


def own_figures(actor: Actor, ground: Ground) -> list[Figures]:
    """The owner's own that are not set aside, the latest first."""
    return [one for one in _held_figures(actor, ground) if one.ground_id]


def set_aside(actor: Actor, ground: Ground) -> list[SetAside]:
    return list(visible(actor, SetAside).filter(ground=ground, undone_at=None))


def population_in_force(actor: Actor, ground: Ground) -> InForce:
    """What a forecast counts with. One query."""
    return in_force(_held_figures(actor, ground))


def _held_figures(actor: Actor, ground: Ground) -> list[Figures]:
    aside = visible(actor, SetAside).filter(ground=ground, undone_at=None).values("figures")
    return list(all_figures(actor, ground).exclude(pk__in=aside))


def gather(*, actor: Actor, ground: Ground, scope: Scope, today: date | None = None) -> Inputs:
    """All that the forecast is computed from. Raises PlanningError, NotYours."""
    check_scope(scope)
    ground = ground_of(actor=actor, pk=ground.pk)
    assumed = assumptions_of(actor, ground)
    held = population_in_force(actor, ground)
    found = inputs_of(
        scope,
        assumed,
        staff_rows(ground, today or actor.today),
        given=held.content,
        source=held.source(scope.places),
        noise=held.noise,
    )
    check_inputs(found)
    return found


def staff_rows(ground: Ground, day: date) -> list[StaffRow]:
    """Nothing for whoever does not lead the ground's owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_planning_staff(%s, %s)", [ground.pk, day])
        return [
            StaffRow(code, profession, age, persons, None if share is None else float(share), bands, origin)
            for code, profession, age, persons, share, bands, origin in cursor.fetchall()
        ]


def reported_years(actor: Actor, ground: Ground) -> list[int]:
    """Of which years the ground's employer has brought in figures of its staff, the newest first."""
    found = visible(actor, StaffCount).filter(employer=ground.employer_id).order_by("-year")
    return list(found.values_list("year", flat=True).distinct())

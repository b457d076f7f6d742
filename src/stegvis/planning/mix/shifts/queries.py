"""Task shifts as they are read, by those whose unit it is, and counted for everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Case, OuterRef, Prefetch, QuerySet, Subquery, When
from django.db.models import Count as CountRows
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import get_visible, visible
from stegvis.organisations.models import Collaboration
from stegvis.planning.days import monday
from stegvis.planning.mix.shifts.following import WEEKS, Following, Told, follow
from stegvis.planning.models import Mix, Shift, ShiftWeek


@dataclass(frozen=True)
class Followed:
    """A shift with how it goes."""

    shift: Shift
    following: Following


def shifts_of(actor: Actor) -> QuerySet[Shift]:
    return visible(actor, Shift).select_related("employer", "unit")


def shift_of(actor: Actor, shift_id: int) -> Shift:
    """Raises NotYours."""
    rows = visible(actor, Shift).select_related("employer", "unit", "mix")
    return get_visible(actor, Shift, rows, pk=shift_id)


def untold_shifts(actor: Actor) -> QuerySet[Shift]:
    """Followed shifts in units that the actor manages, of which a week has passed without being told of."""
    this_week = monday(actor.today)
    told = visible(actor, ShiftWeek).filter(shift=OuterRef("pk"), week__lt=this_week).order_by().values("shift")
    passed = Case(*(When(starts=this_week - timedelta(weeks=n), then=n) for n in range(1, WEEKS)), default=WEEKS)
    rows = visible(actor, Shift).filter(unit__in=actor.manages, state=Shift.State.DECIDED, starts__lt=this_week)
    return rows.filter(GreaterThan(passed, Coalesce(Subquery(told.annotate(n=CountRows("pk")).values("n")), 0)))


def shifts_of_mix(actor: Actor, mix: Mix) -> list[Shift]:
    return list(visible(actor, Shift).filter(mix=mix))


def followed(actor: Actor, shift: Shift) -> Following:
    return _following(actor, shift, visible(actor, ShiftWeek).filter(shift=shift))


def all_followed(actor: Actor) -> list[Followed]:
    """All that the actor may read, each with its weeks. Two queries."""
    weeks = Prefetch("weeks", queryset=visible(actor, ShiftWeek))
    return [Followed(one, _following(actor, one, one.weeks.all())) for one in shifts_of(actor).prefetch_related(weeks)]


def _following(actor: Actor, shift: Shift, weeks: Iterable[ShiftWeek]) -> Following:
    told = [Told(one.week, float(one.moved), float(one.added), one.words) for one in weeks]
    return follow(float(shift.hours), shift.starts, told, actor.today)


@dataclass(frozen=True)
class Count:
    """Task shifts of a kind that were decided, and how they ended. None: fewer than five, or of too few employers."""

    kind: str
    decided: int | None
    ended: int | None
    happened: int | None


def counts_everywhere(collaboration: Collaboration | None = None) -> list[Count]:
    """Of the whole country, or of a collaboration that the actor leads. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stegvis_planning_shifts(%s)", [collaboration.pk if collaboration else None])
        found = {row[0]: Count(*row) for row in cursor.fetchall()}
    return [found.get(kind, Count(kind, None, None, None)) for kind in Shift.Kind.values]


def own_counts(rows: Iterable[Followed]) -> list[Count]:
    """Of one's own units, where nothing is hidden."""
    shifts = [one.shift for one in rows if one.shift.state in {Shift.State.DECIDED, Shift.State.ENDED}]
    decided = Counter(one.kind for one in shifts)
    ended = Counter(one.kind for one in shifts if one.state == Shift.State.ENDED)
    happened = Counter(one.kind for one in shifts if one.outcome == Shift.Outcome.HAPPENED)
    return [Count(kind, decided[kind], ended[kind], happened[kind]) for kind in Shift.Kind.values]

"""Reading what is shared in a unit, and which of one's own courses nobody has been told of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from stegvis.careers.models import Activity, Goal, Sharing, SharingThanks
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.organisations.models import Unit
from stegvis.people.access import current
from stegvis.people.models import Employment, Evidence

State = Sharing.State
TOLD = (State.PLANNED, State.SHARED)
ASKED_FOR = timedelta(days=183)
"""How long after a course the person is asked to share it."""


@dataclass(frozen=True)
class Course:
    """A course of one's own, known by its evidence or by an activity of a plan that is done."""

    title: str
    employer_id: int
    evidence: Evidence | None = None
    activity: Activity | None = None

    @property
    def key(self) -> str:
        """What stands in an address or a form's field."""
        return f"underlag-{self.evidence.pk}" if self.evidence else f"aktivitet-{self.activity.pk}"  # type: ignore[union-attr]


def own_employments(actor: Actor) -> QuerySet[Employment]:
    """Where the actor works today, the largest share first."""
    rows = visible(actor, Employment).filter(current(actor), person=actor.person)
    return rows.select_related("unit", "employer").order_by("-share", "pk")


def untold_evidence(actor: Actor) -> QuerySet[Evidence]:
    """Courses and certificates of the last half year, checked, that the person has not answered about.

    A renewal of what was answered about before is not asked about again.
    """
    answered = visible(actor, Sharing).filter(
        person=actor.person, evidence__kind=OuterRef("kind"), evidence__code=OuterRef("code")
    )
    return (
        visible(actor, Evidence)
        .filter(
            ~Exists(answered),
            person=actor.person,
            employer__in=own_employments(actor).order_by().values("employer"),
            kind__in=(Evidence.Kind.COURSE, Evidence.Kind.CERTIFICATE),
            state=Evidence.State.VERIFIED,
            valid_from__range=(actor.today - ASKED_FOR, actor.today),
        )
        .order_by("-valid_from", "-pk")
    )


def untold_activities(actor: Actor) -> QuerySet[Activity]:
    """Courses of one's own plan that are done, by the day they were to be done or else by the plan's end.

    What was suggested for a requirement may be to find a course and apply: that is asked about when it is reached.
    """
    answered = visible(actor, Sharing).filter(person=actor.person, activity=OuterRef("pk"))
    earliest = actor.today - ASKED_FOR
    return (
        visible(actor, Activity)
        .filter(
            ~Exists(answered),
            Q(goal__requirement="") | Q(goal__state=Goal.State.REACHED),
            Q(due__gte=earliest) | Q(due__isnull=True, goal__plan__ends__gte=earliest),
            person=actor.person,
            employer__in=own_employments(actor).order_by().values("employer"),
            kind=Activity.Kind.COURSE,
            state=Activity.State.DONE,
        )
        .select_related("goal")
        .order_by("-due", "-pk")
    )


def untold_courses(actor: Actor) -> list[Course]:
    """Two queries; none for who is nobody's employee."""
    if actor.person is None:
        return []
    return [
        *(Course(one.title, one.employer_id, evidence=one) for one in untold_evidence(actor)),
        *(_course_of(one) for one in untold_activities(actor)),
    ]


def own_course(actor: Actor, key: str) -> Course:
    """One of one's own courses by its key, also one that was answered about. Raises NotYours."""
    kind, _dash, number = key.partition("-")
    if actor.person is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        raise NotYours
    if kind == "underlag":
        wanted = (Evidence.Kind.COURSE, Evidence.Kind.CERTIFICATE)
        found = visible(actor, Evidence).filter(person=actor.person, kind__in=wanted, state=Evidence.State.VERIFIED)
        evidence = get_visible(actor, Evidence, found, pk=int(number))
        return Course(evidence.title, evidence.employer_id, evidence=evidence)
    if kind == "aktivitet":
        done = visible(actor, Activity).filter(
            person=actor.person, kind=Activity.Kind.COURSE, state=Activity.State.DONE
        )
        activity = get_visible(actor, Activity, done.select_related("goal"), pk=int(number))
        return _course_of(activity)
    raise NotYours


def _course_of(activity: Activity) -> Course:
    """Named by the requirement where the activity only says how it is met."""
    goal = activity.goal
    return Course(goal.title if goal.requirement else activity.title, activity.employer_id, activity=activity)


def shown_units(actor: Actor) -> list[Unit]:
    """Where the actor works first, then what they manage. One query."""
    rows = visible(actor, Unit).filter(pk__in=actor.units | actor.manages, closed_on__isnull=True).order_by("name")
    return sorted(rows, key=lambda one: one.pk not in actor.units)


def shared_in(actor: Actor, unit: int) -> QuerySet[Sharing]:
    """What is shared in the unit, the latest first."""
    return visible(actor, Sharing).filter(unit=unit, state=State.SHARED)


def planned_in(actor: Actor, unit: int) -> list[Sharing]:
    """What is planned in the unit, the next first; one's own stay until they are told of."""
    rows = visible(actor, Sharing).filter(unit=unit, state=State.PLANNED)
    if actor.person is None:
        rows = rows.filter(planned_on__gte=actor.today)
    else:
        rows = rows.filter(Q(planned_on__gte=actor.today) | Q(person=actor.person))
    return list(rows.order_by("planned_on", "pk"))


def own_sharing(actor: Actor, sharing_id: int) -> Sharing:
    """One of one's own that is planned or shared. Raises NotYours."""
    if actor.person is None:
        raise NotYours
    rows = visible(actor, Sharing).filter(person=actor.person, state__in=TOLD).select_related("unit")
    return get_visible(actor, Sharing, rows, pk=sharing_id)


@dataclass(frozen=True)
class Thanks:
    """How many have thanked, and whether the reader is one of them."""

    counts: Counter[int]
    own: frozenset[int]


def thanks_for(actor: Actor, sharings: Iterable[Sharing]) -> Thanks:
    """One query."""
    rows = visible(actor, SharingThanks).filter(sharing__in=[one.pk for one in sharings])
    found = list(rows.values_list("sharing", "person"))
    own = frozenset(sharing for sharing, person in found if person == actor.person)
    return Thanks(Counter(sharing for sharing, _person in found), own)


def coming_days(actor: Actor, first: date) -> QuerySet[Sharing]:
    """Meetings and days that are planned in the actor's own units, and what they themself have planned."""
    mine = Q(person=actor.person) if actor.person is not None else Q(pk__in=())
    rows = visible(actor, Sharing).filter(Q(unit__in=actor.units) | mine)
    return rows.filter(state=State.PLANNED, planned_on__gte=first)

"""Who works in a unit in the weeks of a plan, and the absence that Stegvis knows of already. No person goes further."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from stegvis.careers.models import StudyPath, Talk
from stegvis.engine.capacity import REASONS, Absence, Reason, Staff, capacity
from stegvis.exchange.models import Application, Offer
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.organisations.models import Unit
from stegvis.people.models import Employment
from stegvis.planning.capacity.content import ByWeek, Competence

TALK_HOURS = 2.0
"""Of working time for a development or salary talk, with the preparation."""
LONGEST_DAY = 8.0
WEEK = timedelta(days=7)
REASON_OF: dict[str, Reason] = {
    Offer.Kind.SHADOWING: Reason.SHADOWING,
    Offer.Kind.SUPERVISION: Reason.SUPERVISION,
}
SEATED = (Application.State.HELD, Application.State.BOOKED)


@dataclass(frozen=True)
class _Post:
    """An employment in the unit, in the weeks from ``first`` to before ``end``."""

    person: UUID
    profession: str
    hours: float
    first: int
    end: int


def staff_of(actor: Actor, unit: Unit, starts: date, weeks: int, full_time: float) -> list[Competence]:
    """The unit's professions, as far as the actor sees who works there. Four queries, however many they are."""
    until = starts + weeks * WEEK
    posts = _posts(actor, unit, starts, weeks, full_time)
    away = [
        *_studies(actor, posts, starts, weeks),
        *_talks(actor, posts, starts, until),
        *_seats(actor, unit, starts, until),
    ]
    return _competences(posts, _placed(posts, away, weeks), weeks)


def _posts(actor: Actor, unit: Unit, starts: date, weeks: int, full_time: float) -> list[_Post]:
    rows = visible(actor, Employment).filter(unit=unit, valid_from__lt=starts + weeks * WEEK)
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gte=starts)).order_by("profession__title_sv", "-share", "pk")
    found = []
    for person, profession, share, begins, ends in rows.values_list(
        "person", "profession", "share", "valid_from", "valid_to"
    ):
        first = max(-(-(begins - starts).days // 7), 0)  # from the first whole week
        end = weeks if ends is None else min((ends - starts + timedelta(days=1)).days // 7, weeks)
        if first < end:
            found.append(_Post(person, profession, share / 100 * full_time, first, end))
    return found


Away = tuple[UUID, int, Reason, float]


def _studies(actor: Actor, posts: Sequence[_Post], starts: date, weeks: int) -> Iterable[Away]:
    """The share of working time that each studies, but for pauses."""
    hours: dict[UUID, float] = defaultdict(float)
    for post in posts:
        hours[post.person] += post.hours
    running = [StudyPath.State.PLANNED, StudyPath.State.RUNNING, StudyPath.State.PAUSED]
    for path in visible(actor, StudyPath).filter(person__in=hours, state__in=running, ends__gte=starts):
        for week in range(weeks):
            monday = starts + week * WEEK
            if path.starts <= monday <= path.ends and not _paused(path, monday):
                yield path.person_id, week, Reason.STUDY, hours[path.person_id] * path.share / 100


def _paused(path: StudyPath, day: date) -> bool:
    until = path.paused_until or date.max
    return path.paused_on is not None and path.paused_on <= day < until


def _talks(actor: Actor, posts: Sequence[_Post], starts: date, until: date) -> Iterable[Away]:
    rows = visible(actor, Talk).filter(person__in={one.person for one in posts}, held_on__gte=starts, held_on__lt=until)
    for person, day in rows.exclude(state=Talk.State.CANCELLED).values_list("person", "held_on"):
        yield person, (day - starts).days // 7, Reason.TALKS, TALK_HOURS


def _seats(actor: Actor, unit: Unit, starts: date, until: date) -> Iterable[Away]:
    """Hours of courses, shadowing and supervision in which somebody of the unit has a seat."""
    rows = (
        visible(actor, Application)
        .filter(unit=unit, state__in=SEATED, occasion__sessions__starts__date__range=(starts, until - timedelta(1)))
        .values_list("person", "offer__kind", F("occasion__sessions__starts"), F("occasion__sessions__ends"))
    )
    for person, kind, begins, ends in rows:
        week = (timezone.localtime(begins).date() - starts).days // 7
        yield person, week, REASON_OF.get(kind, Reason.TRAINING), _length(begins, ends)


def _length(begins: datetime, ends: datetime) -> float:
    """Working hours: of several days no more than a working day each."""
    days = (ends.date() - begins.date()).days + 1
    return min((ends - begins).total_seconds() / 3600, LONGEST_DAY * days)


def _placed(posts: Sequence[_Post], away: Iterable[Away], weeks: int) -> list[Absence]:
    """On a post that the person has in the week, and never more than its hours."""
    of_person: dict[UUID, list[int]] = defaultdict(list)
    for at, post in enumerate(posts):
        of_person[post.person].append(at)
    taken: dict[tuple[int, int], float] = defaultdict(float)
    found = []
    for person, week, reason, hours in away:
        left = hours
        for at in of_person[person]:
            if not (0 <= week < weeks and posts[at].first <= week < posts[at].end):
                continue
            part = min(left, posts[at].hours - taken[at, week])
            if part > 0:
                taken[at, week] += part
                left -= part
                found.append(Absence(at, week, reason, part))
    return found


def _competences(posts: Sequence[_Post], absences: Sequence[Absence], weeks: int) -> list[Competence]:
    names = list(dict.fromkeys(one.profession for one in posts))
    staff = [Staff(names.index(one.profession), one.hours, one.first, one.end) for one in posts]
    found = capacity(staff, absences, weeks, len(names))
    return [
        Competence(
            profession=name,
            people=len({one.person for one in posts if one.profession == name}),
            contracted=_rounded(found.contracted[:, at].tolist()),
            booked={
                reason.value: _rounded(hours[:, at].tolist())
                for reason, hours in zip(REASONS, found.away, strict=True)
                if hours[:, at].any()
            },
        ).unexposed()
        for at, name in enumerate(names)
    ]


def _rounded(hours: Sequence[float]) -> ByWeek:
    return tuple(round(one, 2) for one in hours)

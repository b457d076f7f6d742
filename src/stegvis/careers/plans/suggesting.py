"""A plan to begin from, made of what stands in the way of the next level, or of what there is to go deeper in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from stegvis.careers.gaps import smallest_to_next
from stegvis.careers.models import Activity, Standing, YearEntry
from stegvis.careers.plans.year import Year
from stegvis.careers.wording import worded
from stegvis.engine.ladder import Kind
from stegvis.foundation.working_days import next_working_day
from stegvis.frameworks.format.document import FrameworkDocument, Level
from stegvis.frameworks.queries import compiled, effective_of

NEXT_LEVEL, DEEPEN = "nasta", "fordjupa"
A_YEAR = timedelta(days=364)
SHORTEST = timedelta(days=180)  # a plan lasts until the next development talks that are at least so far away
FIRST_FOLLOW_UP = timedelta(days=60)
GOALS_TO_DEEPEN = 3
LONGEST_TITLE = 300
Do = Activity.Kind


@dataclass(frozen=True)
class SuggestedActivity:
    kind: str
    title: str
    owner: str
    due: date
    terms: str


@dataclass(frozen=True)
class SuggestedGoal:
    """``requirement`` is its code, or empty."""

    requirement: str
    title: str
    activities: tuple[SuggestedActivity, ...]


@dataclass(frozen=True)
class Suggestion:
    title: str
    starts: date
    ends: date
    follow_up_on: date
    goals: tuple[SuggestedGoal, ...]


def suggest(standing: Standing | None, year: Year, today: date, direction: str) -> Suggestion:
    """Without a standing the plan has its dates and no goals: no framework says what to put in it."""
    ends, follow_up_on = _dates(year, today)
    days = _Days(follow_up_on, ends)
    goals: list[SuggestedGoal] = []
    if standing is not None:
        goals = list(_on_the_way(standing, days)) if direction == NEXT_LEVEL else list(_deeper(standing, days))
        goals += _renewals(standing, today, ends)
    title = _("Development plan %(first)s–%(last)s") % {"first": today.year, "last": ends.year}
    if today.year == ends.year:
        title = _("Development plan %(year)s") % {"year": today.year}
    return Suggestion(title, today, ends, follow_up_on, tuple(goals))


@dataclass(frozen=True)
class _Days:
    follow_up: date
    ends: date


def _dates(year: Year, today: date) -> tuple[date, date]:
    """The plan's last day and its follow-up, working days: by the employer's year, else a year and half of it."""
    talks = year.next(today + SHORTEST, YearEntry.Kind.DEVELOPMENT_TALK)
    ends = max(talks.first, today + SHORTEST) if talks else today + A_YEAR
    seen = year.next(today + FIRST_FOLLOW_UP, YearEntry.Kind.FOLLOW_UP)
    follow_up = max(seen.first, today + FIRST_FOLLOW_UP) if seen else ends
    follow_up = follow_up if follow_up < ends else today + (ends - today) / 2
    return next_working_day(ends), next_working_day(follow_up)


def _on_the_way(standing: Standing, days: _Days) -> Iterator[SuggestedGoal]:
    """A goal for each requirement of the smallest set that leads to the next level."""
    ladder = compiled(standing.version, standing.area)
    requirements = {one.code: one for one in effective_of(standing.version).document.requirements()}
    for index in smallest_to_next(ladder, np.array(standing.met, np.bool_)):
        found = requirements[ladder.leaves[index].requirement.code]
        yield SuggestedGoal(found.code, worded(found.title)[:LONGEST_TITLE], tuple(_ways(found.kind, days)))


def _deeper(standing: Standing, days: _Days) -> Iterator[SuggestedGoal]:
    """Some of the level's own competences, to grow in by passing them on. Staying is a good choice."""
    competences = [one for one in _level(standing).requirements() if one.kind == Kind.COMPETENCE]
    ways = cycle(
        [
            (Do.SUPERVISION, _("Supervise a colleague or a student in it")),
            (Do.NETWORK, _("Take part in a network in the field and tell the workplace of it")),
            (Do.READING, _("Read up on it and go through it at a workplace meeting")),
        ]
    )
    for found, (kind, what) in zip(competences[:GOALS_TO_DEEPEN], ways, strict=False):
        title = _("Go deeper: %(what)s") % {"what": worded(found.title)}
        yield SuggestedGoal("", title[:LONGEST_TITLE], (_activity(kind, what, days),))
    if not competences:
        title = _("Go deeper where I am")
        yield SuggestedGoal("", title, (_activity(Do.NETWORK, _("Take part in a network in the field"), days),))


def _level(standing: Standing) -> Level:
    """The level held, or the first."""
    document: FrameworkDocument = effective_of(standing.version).document
    levels = sorted(document.levels, key=lambda level: level.order)
    return next((level for level in levels if level.code == standing.level_code), levels[0])


def _renewals(standing: Standing, today: date, ends: date) -> list[SuggestedGoal]:
    """What is met and lapses within the plan's time, as one goal with a day each."""
    activities = tuple(
        SuggestedActivity(Do.COURSE, title[:LONGEST_TITLE], "person", until, Activity.Terms.WORKING_TIME)
        for title, until in lapsing(standing, today, ends)
    )
    return [SuggestedGoal("", _("Renew what lapses"), activities)] if activities else []


def lapsing(standing: Standing, first: date, last: date) -> list[tuple[str, date]]:
    """What is met and lapses within the days, the first to lapse first."""
    titles = {one.code: worded(one.title) for one in effective_of(standing.version).document.requirements()}
    leaves = compiled(standing.version, standing.area).leaves
    found = {
        (titles[leaf.requirement.code], until)
        for leaf, met, until in zip(leaves, standing.met, standing.met_until, strict=True)
        if met and until is not None and first <= until <= last
    }
    return sorted(found, key=lambda one: (one[1], one[0]))


def _ways(kind: str, days: _Days) -> Iterator[SuggestedActivity]:
    """How one comes to meet a requirement of the kind."""
    ways: dict[str, list[tuple[str, str]]] = {
        Kind.LICENCE: [(Do.COURSE, _("Apply for the licence"))],
        Kind.DEGREE: [(Do.COURSE, _("Find out about the studies and apply"))],
        Kind.CREDITS: [(Do.COURSE, _("Choose a course and apply"))],
        Kind.COURSE: [(Do.COURSE, _("Book the course and take it"))],
        Kind.CERTIFICATE: [(Do.COURSE, _("Book the training and take the certificate"))],
        Kind.PRACTICE: [
            (Do.PRACTICE, _("Work in the area")),
            (Do.SHADOWING, _("Follow a colleague for a day")),
        ],
        Kind.ASSIGNMENT: [(Do.PROJECT, _("Agree on the assignment and its time"))],
        Kind.INDUCTION: [(Do.MENTORING, _("Finish the introduction with a mentor"))],
        Kind.COMPETENCE: [(Do.SUPERVISION, _("Practise with supervision and talk it through"))],
    }
    for do, title in ways[kind]:
        yield _activity(do, title, days)


def _activity(kind: str, title: str, days: _Days) -> SuggestedActivity:
    early = {Do.SHADOWING, Do.SUPERVISION, Do.READING}
    given: set[Any] = {Do.SHADOWING, Do.SUPERVISION, Do.MENTORING}  # what somebody else has to set time aside for
    terms = Activity.Terms.NONE if kind == Do.PRACTICE else Activity.Terms.WORKING_TIME
    due = days.follow_up if kind in early else days.ends
    return SuggestedActivity(kind, title, "manager" if kind in given else "person", due, terms)

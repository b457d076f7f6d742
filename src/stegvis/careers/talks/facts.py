"""What both have before them in a talk: the same lines for both, in Swedish, and kept as they were on the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from stegvis.careers.assessments.queries import signed_ratings
from stegvis.careers.models import Activity, Assessment, DevelopmentPlan, Goal, Standing, Talk
from stegvis.careers.placements.queries import Decided, decisions_of, held_in, is_above, level_title
from stegvis.careers.plans.queries import WholePlan, whole_of
from stegvis.careers.plans.suggesting import lapsing
from stegvis.careers.talks.wording import OF_DEVELOPMENT, OF_SALARY
from stegvis.careers.wording import SOON, worded
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.frameworks.format.document import FrameworkDocument, Level
from stegvis.frameworks.queries import effective_of
from stegvis.people.models import Evidence

Facts = dict[str, Any]
"""``on``: the day; each part of ``wording.PARTS``: its lines, in Swedish."""


def facts_for(actor: Actor, talk: Talk, plan: DevelopmentPlan | None) -> Facts:
    """What the talk's kind shows. A salary talk holds no sum and no count: nothing that looks like a promise."""
    parts = OF_SALARY if talk.kind == Talk.Kind.SALARY else OF_DEVELOPMENT
    with override("sv"):
        found = _Parts(actor, talk, plan)
        make: dict[str, Callable[[], Iterator[str]]] = {name: getattr(found, name) for name in parts}
        return {"on": f"{actor.today}"} | {name: list(lines()) for name, lines in make.items()}


class _Parts:
    def __init__(self, actor: Actor, talk: Talk, plan: DevelopmentPlan | None) -> None:
        self.actor, self.talk = actor, talk
        rows = visible(actor, Standing).filter(person=talk.person_id, employer=talk.employer_id, is_primary=True)
        self.standing = rows.select_related("version", "profession").first()
        self.whole: WholePlan | None = whole_of(actor, plan) if plan else None

    @property
    def document(self) -> FrameworkDocument | None:
        return effective_of(self.standing.version).document if self.standing else None

    def level(self) -> Iterator[str]:
        if self.standing and self.document:
            areas = {one.code: worded(one.title) for one in self.document.areas}
            held = level_title(self.document, self.standing.level_code)
            where = areas.get(self.standing.area) or str(self.standing.profession)
            yield f"{where}: {held} ({worded(self.document.title)})"

    def decided(self) -> Iterator[str]:
        yield from (_decided(one) for one in self._held)

    @cached_property
    def _held(self) -> list[Decided]:
        found = decisions_of(self.actor, self.talk.person_id)
        return [one for one in found if one.state == "now" and one.placement.employer_id == self.talk.employer_id]

    def next(self) -> Iterator[str]:
        if self.standing and self.document and self.standing.next_level_code:
            left = self.standing.missing_for_next
            if self._is_lifted(self.standing, self.document):
                words = _("%(level)s: %(left)s things not registered yet. The level is decided and holds.")
            else:
                words = _("%(level)s: %(left)s things left. Staying and going deeper is just as good.")
            yield words % {
                "level": level_title(self.document, self.standing.next_level_code),
                "left": left,
            }

    def _is_lifted(self, standing: Standing, document: FrameworkDocument) -> bool:
        held = (one.placement for one in self._held if one.placement.profession_id == standing.profession_id)
        return is_above(held_in(held, standing.area), document, standing.level_order)

    def criteria(self) -> Iterator[str]:
        """What the level held asks people to show, and answers for."""
        if self.document is not None and self.standing is not None:
            level = _level(self.document, self.standing.level_code)
            yield from (worded(one) for one in level.responsibilities)
            yield from (worded(one.title) for one in level.requirements() if one.kind.is_demonstrated)

    def assessment(self) -> Iterator[str]:
        rows = visible(self.actor, Assessment).filter(
            person=self.talk.person_id, employer=self.talk.employer_id, state=Assessment.State.SIGNED
        )
        found = rows.select_related("version").order_by("-signed_on", "-id").first()
        if found is None:
            return
        document = effective_of(found.version).document
        titles = {one.code: worded(one.title) for group in document.competences for one in group.items}
        scale = {one.value: worded(one.title) for one in document.scale}
        for code, rating in signed_ratings(found).items():
            if rating in scale:
                yield f"{titles.get(code, code)}: {scale[rating]}"

    def assignments(self) -> Iterator[str]:
        rows = visible(self.actor, Evidence).filter(
            person=self.talk.person_id,
            employer=self.talk.employer_id,
            kind=Evidence.Kind.ASSIGNMENT,
            state=Evidence.State.VERIFIED,
            valid_from__lte=self.actor.today,
        )
        for one in rows.order_by("title"):
            if one.valid_until is None or one.valid_until >= self.actor.today:
                yield one.title or one.code

    def plan(self) -> Iterator[str]:
        if self.whole is None:
            return
        for one in self.whole.goals:
            if one.goal.state == Goal.State.DROPPED:
                continue
            yield f"{one.goal.title} ({_state(one.goal, one.activities)})"

    def lapses(self) -> Iterator[str]:
        if self.standing is not None:
            last = self.actor.today + timedelta(days=SOON)
            for title, until in lapsing(self.standing, self.actor.today, last):
                yield _("%(what)s, until %(day)s") % {"what": title, "day": _day(until)}


def _state(goal: Goal, activities: tuple[Activity, ...]) -> str:
    """How a goal goes, in words and never in counts."""
    if goal.state == Goal.State.REACHED:
        return _("reached")
    states = {one.state for one in activities} - {Activity.State.DROPPED}
    if states == {Activity.State.DONE}:
        return (
            _("the activities are done; the requirement is not met yet")
            if goal.requirement
            else _("the activities are done")
        )
    if states & {Activity.State.DONE, Activity.State.UNDER_WAY}:
        return _("under way")
    return _("not begun")


def _decided(one: Decided) -> str:
    where = one.area or str(one.placement.profession)
    return _("%(where)s: %(level)s, decided on %(day)s") % {
        "where": where,
        "level": one.level,
        "day": _day(one.placement.decided_on),
    }


def _level(document: FrameworkDocument, code: str) -> Level:
    levels = sorted(document.levels, key=lambda level: level.order)
    return next((level for level in levels if level.code == code), levels[0])


def _day(day: date) -> str:
    return date_format(day)

"""Everything that does not hold of a skill mix, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from stegvis.planning.mix.ahead import faults_of_ahead
from stegvis.planning.mix.content import GROUNDS, MOST_HOURS, MOST_ROLES, MOST_TASKS, WEIGHTS, Content, Task
from stegvis.planning.mix.reserved import refusals


@dataclass
class Faults:
    """What does not hold, in words."""

    words: list[str] = field(default_factory=list)

    def when(self, wrong: bool, words: str) -> None:
        if wrong:
            self.words.append(words)


def faults_of(content: Content) -> list[str]:
    """Everything that is wrong with a content, in the reader's language."""
    found = Faults()
    roles = content.roles
    found.when(len(content.tasks) > MOST_TASKS, _("There can be at most %(n)s tasks.") % {"n": MOST_TASKS})
    found.when(len(roles) > MOST_ROLES, _("There can be at most %(n)s kinds of staff.") % {"n": MOST_ROLES})
    found.when(len(set(roles)) < len(roles), _("A kind of staff stands twice."))
    titles = [one.title.casefold() for one in content.tasks]
    found.when(len(set(titles)) < len(titles), _("Two tasks have the same name."))
    found.when(
        not 0 <= content.reluctance <= MOST_HOURS or not 0 < content.post_hours <= 60,
        _("A full-time post has 1 to 60 hours a week, and what a change has to save is not below 0."),
    )
    for member in content.staff:
        found.when(not _amounts(member.hours, member.wage), _("Hours and wages are 0 or more."))
    for task in content.tasks:
        found.words += list(_faults_of_task(task, set(roles)))
    if content.ahead:
        found.words += [f"{one.sheet}: {one.text}" for one in faults_of_ahead(content.ahead, roles)]
    return list(dict.fromkeys(found.words))


def _faults_of_task(task: Task, roles: set[str]) -> Iterator[str]:
    of = {"task": task.title}
    if not task.title:
        yield _("A task has no name.")
    if not _amounts(task.hours) or task.weight not in WEIGHTS:
        yield _("%(task)s: the hours are 0 or more.") % of
    if len({one.role for one in task.doers}) < len(task.doers):
        yield _("%(task)s: a kind of staff stands twice.") % of
    for one in task.doers:
        if one.role not in roles:
            yield _("%(task)s: somebody may do it who is not among the staff.") % of
        if not 0.1 <= one.speed <= 3 or one.ground not in GROUNDS:
            yield _("%(task)s: the speed lies between 0.1 and 3.") % of
        if not _amounts(one.today, one.training):
            yield _("%(task)s: the hours are 0 or more.") % of
    for why in refusals(task).values():
        yield f"{task.title}: {why}"


def _amounts(*values: float) -> bool:
    return all(0 <= value <= MOST_HOURS for value in values)

"""Why an introduction wants somebody's eye, one reason at a time, and the order of the list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stegvis.careers.introductions.following import Need, followed, needs_of
from stegvis.careers.models import Introduction, IntroductionStep
from stegvis.foundation.access.actor import acting_as
from stegvis.people.models import Employment
from tests.careers.introductions.conftest import New, moved
from tests.support.database import as_owner

TODAY = date(2026, 11, 20)
TASK, MEETING = IntroductionStep.Kind.TASK, IntroductionStep.Kind.MEETING


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


def running(**changes: object) -> Introduction:
    values: dict = {"starts": days(-40), "ends": days(60), "supervisor_id": 1} | changes
    return Introduction(**values)


def step(due: int, *, done: bool = False, kind: str = TASK) -> IntroductionStep:
    return IntroductionStep(due=days(due), done_on=TODAY if done else None, kind=kind)


@pytest.mark.parametrize(
    ("found", "steps", "needs"),
    [
        (running(), [step(-14), step(5)], ()),
        (running(), [step(-15)], (Need.OVERDUE,)),
        (running(), [step(-15, done=True)], ()),
        (running(supervisor_id=None), [], (Need.NO_SUPERVISOR,)),
        (running(), [step(-1, kind=MEETING)], (Need.NO_MEETING,)),
        (running(), [step(0, kind=MEETING)], ()),
        (running(), [step(-1, kind=MEETING), step(9, kind=MEETING, done=True)], ()),
        (running(ends=days(30)), [step(1), step(2), step(3, done=True)], (Need.ENDING,)),
        (running(ends=days(30)), [step(1), step(3, done=True)], ()),
        (running(ends=days(31)), [step(1)], ()),
        (running(starts=days(-5), ends=days(22)), [step(1)], ()),  # just begun
        (running(ends=days(-1)), [step(-1, done=True)], (Need.ENDING,)),
        (running(ends=days(-1), extended_to=days(90)), [step(1)], ()),
        (
            running(ends=days(3), supervisor_id=None),
            [step(-20, kind=MEETING)],
            (Need.OVERDUE, Need.ENDING, Need.NO_MEETING, Need.NO_SUPERVISOR),
        ),
    ],
)
def test_each_need_by_itself(found: Introduction, steps: list[IntroductionStep], needs: tuple[Need, ...]) -> None:
    assert needs_of(found, steps, TODAY) == needs


def test_each_leader_sees_their_own_only(new: New) -> None:
    found = new.start(supervisor="")
    moved(found, 30)
    seen = {}
    for name in ("anna", "bosse", "maria", "gunilla", "hamid", "dag"):
        with acting_as(getattr(new.cast, name).pk) as actor:
            seen[name] = [(one.name, one.steps, one.done, one.late) for one in followed(actor)]
    assert {name: rows for name, rows in seen.items() if rows} == {
        name: [("Nora Exempel", 16, 0, seen["bosse"][0][3])] for name in ("bosse", "gunilla")
    }
    assert seen["bosse"][0][3] > 0


def test_a_supervisor_who_has_left_is_none(new: New) -> None:
    new.start()
    found = []
    for gone in (False, True):
        with as_owner():
            if gone:
                Employment.objects.filter(person__user=new.sam).delete()
        with acting_as(new.cast.bosse.pk) as actor:
            found += [(one.supervisor, Need.NO_SUPERVISOR in one.needs) for one in followed(actor)]
    assert found == [("Sam", False), ("", True)]

"""Who hears that an introduction begins or is late, in which words, and whose calendar it fills."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from stegvis.careers.introductions.notices import LATE, STARTED, days, tell_of_delay
from stegvis.careers.introductions.queries import case_of
from stegvis.careers.introductions.services import change_supervisor, tick_step
from stegvis.careers.introductions.tasks import remind_of_delays
from stegvis.careers.models import Introduction, IntroductionStep
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.accounts.models import User
from stegvis.foundation.notices.kinds import kind_of
from stegvis.foundation.notices.models import Notice
from stegvis.people.models import Employment
from tests.careers.introductions.conftest import New, case, today
from tests.careers.told import unread
from tests.support.database import as_owner


def told(kind: str) -> list[str]:
    with as_owner():
        rows = Notice.objects.filter(kind=kind).order_by("user__email", "id")
        return [email.partition("@")[0] for email in rows.values_list("user__email", flat=True)]


def words(user: User, kind: str, introduction: Introduction) -> str:
    found = kind_of(kind)
    assert found is not None
    with acting_as(user.pk) as actor:
        (sentence,) = found.words(actor, [{"introduction": introduction.pk}])
    return sentence


def test_the_person_and_the_supervisor_hear_that_it_begins(new: New) -> None:
    found = new.start()
    assert told(STARTED) == ["nora", "sam"]
    assert words(new.nora, STARTED, found).startswith(f"Din introduktion ”{found.title}” börjar ")
    assert words(new.sam, STARTED, found).startswith(f"Du handleder en introduktion, ”{found.title}”, som börjar ")
    assert words(new.cast.maria, STARTED, found) == ""


def test_whoever_starts_it_is_not_told_and_a_later_supervisor_is(new: New) -> None:
    found = new.start(supervisor="bosse@example.se")
    assert told(STARTED) == ["nora"]
    with acting_as(new.cast.bosse.pk) as actor:
        change_supervisor(actor=actor, case=case(new.cast.bosse, found), email="sam@example.se")
    assert told(STARTED) == ["nora", "sam"]


def reminded(times: int = 1) -> list[str]:
    with as_owner():
        for _time in range(times):
            remind_of_delays()
    return told(LATE)


def late(introduction: Introduction, by: int) -> None:
    """One step, and no other, is so many days over its day."""
    with as_owner():
        introduction.steps.update(due=today() + timedelta(days=9))
        step = introduction.steps.order_by("pk").first()
        introduction.steps.filter(pk=step.pk).update(due=today() - timedelta(days=by))


@pytest.mark.parametrize(("by", "expected"), [(14, []), (15, ["nora", "sam"])])
def test_what_is_over_two_weeks_late_is_told_once_a_week(new: New, by: int, expected: list[str]) -> None:
    found = new.start()
    late(found, by)
    assert reminded(times=3) == expected


def test_another_week_tells_again(new: New) -> None:
    found = new.start()
    with as_owner():
        for day in (date(2026, 12, 28), date(2027, 1, 3), date(2027, 1, 4)):
            tell_of_delay(found, [new.nora.pk], day)
    assert told(LATE) == ["nora", "nora"]
    assert "mer än två veckor försenat" in words(new.nora, LATE, found)
    assert "som du handleder, är mer än två veckor försenat" in words(new.sam, LATE, found)


def test_when_the_last_late_step_is_done_its_doer_is_told_no_more(new: New) -> None:
    found = new.start()
    late(found, 30)
    reminded()
    before = len(unread(new.nora))
    with acting_as(new.nora.pk) as actor:
        one = case_of(actor, found.pk)
        tick_step(actor=actor, case=one, step=IntroductionStep.objects.order_by("due", "pk").first())
    assert len(unread(new.nora)) == before - 1


@pytest.mark.parametrize("change", ["done", "stopped", "left"])
def test_what_is_done_stopped_or_left_is_not_told_of(new: New, change: str) -> None:
    found = new.start()
    late(found, 30)
    with as_owner():
        if change == "done":
            found.steps.update(done_on=today())
        elif change == "stopped":
            Introduction.objects.update(state=Introduction.State.STOPPED, stopped_ground="x", finished_on=today())
        else:
            Employment.objects.filter(pk=new.employment.pk).update(valid_to=today() - timedelta(days=1))
    assert reminded() == []


def test_meetings_and_theme_days_to_come_are_in_both_calendars(new: New) -> None:
    found = new.start()
    with as_owner():
        steps = IntroductionStep.objects.filter(introduction=found, kind__in=["meeting", "theme"], due__gte=today())
        expected = {(f"introduction-step-{one.pk}", f"Introduktion: {one.title}", one.due) for one in steps}
    assert expected
    calendars = {}
    for user in (new.nora, new.sam, new.cast.bosse, new.cast.gunilla):
        with acting_as(user.pk) as actor:
            calendars[user.email] = {(one.uid, one.title, one.starts) for one in days(actor)}
    assert list(calendars.values()) == [expected, expected, set(), set()]

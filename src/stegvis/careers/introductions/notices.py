"""The kinds of notices about introductions, who hears of them, and the days of an introduction in the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from stegvis.careers.introductions.queries import own_introductions, supervised_by
from stegvis.careers.models import Introduction, IntroductionStep
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible
from stegvis.foundation.notices.calendar import Event, register_calendar
from stegvis.foundation.notices.kinds import Kind, register_kind, words_of
from stegvis.foundation.notices.services import dismiss, notify

STARTED, LATE = "introduction.started", "introduction.late"
DAYS = (IntroductionStep.Kind.MEETING, IntroductionStep.Kind.THEME)
"""What one goes to at a day; other steps are done when there is time."""


def register() -> None:
    register_kind(Kind(STARTED, _("An introduction that begins"), words_of(Introduction, _started)))
    register_kind(Kind(LATE, _("Steps of an introduction that are late"), words_of(Introduction, _late)))
    register_calendar(days)


def tell_of_start(introduction: Introduction, users: Iterable[int | None]) -> None:
    """Tell these users, once each, that the introduction is theirs. Runs in the caller's transaction."""
    _tell(introduction, users, STARTED, "started")


def tell_of_delay(introduction: Introduction, users: Iterable[int | None], today: date) -> None:
    """Tell these users that something is late, once a week. Runs in the caller's transaction."""
    _tell(introduction, users, LATE, _week_of(today))


def delay_is_over(actor: Actor, introduction: Introduction) -> None:
    """The actor needs to be told no more of what was late, this week or in the quarter before."""
    weeks = (_week_of(actor.today - timedelta(weeks=n)) for n in range(13))
    dismiss(users=[actor.user or 0], keys=[_key(introduction, week) for week in weeks])


def _week_of(day: date) -> str:
    year, week, _day = day.isocalendar()
    return f"late-{year}-{week}"


def _key(introduction: Introduction, what: str) -> str:
    return f"introduction-{introduction.pk}-{what}"


def _tell(introduction: Introduction, users: Iterable[int | None], kind: str, what: str) -> None:
    notify(
        users=users,
        kind=kind,
        params={"introduction": introduction.pk},
        link=reverse("careers:introduction", args=[introduction.pk]),
        key=_key(introduction, what),
    )


def _started(actor: Actor, introduction: Introduction) -> str:
    told = {"title": introduction.title, "day": date_format(introduction.starts)}
    if introduction.person_id == actor.person:
        return gettext("Your introduction “%(title)s” begins on %(day)s.") % told
    return gettext("You supervise an introduction, “%(title)s”, that begins on %(day)s.") % told


def _late(actor: Actor, introduction: Introduction) -> str:
    told = {"title": introduction.title}
    if introduction.person_id == actor.person:
        return gettext("Something in your introduction “%(title)s” is over two weeks late. Agree on a new day.") % told
    return gettext("Something in “%(title)s”, which you supervise, is over two weeks late. Agree on a new day.") % told


def days(actor: Actor) -> Iterator[Event]:
    """Meetings and theme days to come, of one's own introduction and of those that one supervises."""
    running = own_introductions(actor).filter(state=Introduction.State.RUNNING)
    keys = {one.pk for one in running} | {one.pk for one, _whose in supervised_by(actor)}
    rows = visible(actor, IntroductionStep).filter(
        introduction__in=keys, kind__in=DAYS, done_on__isnull=True, due__gte=actor.today
    )
    for step in rows:
        title = gettext("Introduction: %(title)s") % {"title": step.title}
        link = reverse("careers:introduction", args=[step.introduction_id])
        yield Event(f"introduction-step-{step.pk}", title, step.due, link=link)

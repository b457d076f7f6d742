"""Sharing, telling how it went, taking back, saying no and thanking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.careers.models import Sharing, SharingThanks
from stegvis.careers.spreading import tasks
from stegvis.careers.spreading.policies import may_share, may_thank
from stegvis.careers.spreading.queries import TOLD, Course, own_employments, untold_courses
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Unit

Kind, State = Sharing.Kind, Sharing.State
FARTHEST = timedelta(days=366)
LONGEST = 1000


@dataclass(frozen=True)
class SharingFacts:
    """What is passed on and how. ``day`` is when it was or will be told; None is today. A note is told at once."""

    title: str
    kind: str
    text: str = ""
    link: str = ""
    day: date | None = None


@transaction.atomic
def share(*, actor: Actor, unit: Unit, facts: SharingFacts, course: Course | None = None) -> Sharing:
    """Share or plan to share with a unit of one's own. ``course`` is one's own (``own_course``). Raises Refused."""
    if actor.person is None:
        raise NotYours
    require(may_share(actor, unit.pk))
    if course is not None and course.employer_id != unit.organisation_id:
        raise Refused(_("Share it with a unit of the employer where you took the course."))
    sharing = Sharing(
        person_id=actor.person,
        employer_id=unit.organisation_id,
        unit=unit,
        shared_by_id=actor.user,
        evidence=course.evidence if course else None,
        activity=course.activity if course else None,
        **_checked(actor, facts),
    )
    _save(sharing)
    tasks.tell_unit.defer(sharing_id=sharing.pk)
    return sharing


@transaction.atomic
def change_sharing(*, actor: Actor, sharing_id: int, facts: SharingFacts) -> Sharing:
    """Other words, another day, or how it went. What is shared stays shared. Raises Refused."""
    sharing = _held(actor, sharing_id)
    was = sharing.state
    values = _checked(actor, facts)
    if was == State.SHARED and values["state"] == State.PLANNED:
        raise Refused(_("It is shared already. The day cannot be in the future."))
    for name, value in values.items():
        setattr(sharing, name, value)
    _save(sharing)
    if sharing.state != was:
        tasks.tell_unit.defer(sharing_id=sharing.pk)
    return sharing


@transaction.atomic
def take_back_sharing(*, actor: Actor, sharing_id: int) -> None:
    """Nobody reads it any more. Of a course, it is not asked about again."""
    sharing = _held(actor, sharing_id)
    if sharing.evidence_id is None and sharing.activity_id is None:
        sharing.delete()
        return
    visible(actor, SharingThanks).filter(sharing=sharing, person=actor.person).delete()
    sharing.state, sharing.text, sharing.link = State.DISMISSED, "", ""
    sharing.planned_on = sharing.done_on = None
    sharing.save()


@transaction.atomic
def dismiss_courses(*, actor: Actor, courses: Iterable[Course]) -> None:
    """Not this time: these are not asked about again, and nobody else is told.

    A second time changes nothing: only what the person is still asked about is answered.
    """
    if actor.person is None:
        raise NotYours
    wait_for_turn("careers.sharing", actor.person)
    keys = {one.key for one in courses}
    units = {one.employer_id: one.unit for one in reversed(own_employments(actor))}
    Sharing.objects.bulk_create(
        Sharing(
            person_id=actor.person,
            employer_id=one.employer_id,
            unit=units[one.employer_id],
            shared_by_id=actor.user,
            evidence=one.evidence,
            activity=one.activity,
            title=one.title,
            state=State.DISMISSED,
        )
        for one in untold_courses(actor)
        if one.key in keys and one.employer_id in units
    )


@transaction.atomic
def thank(*, actor: Actor, sharing_id: int) -> None:
    """Once; a second time changes nothing. Raises Refused."""
    rows = visible(actor, Sharing).filter(state__in=TOLD)
    sharing = get_visible(actor, Sharing, rows, pk=sharing_id)
    require(may_thank(actor, sharing))
    if actor.person is None:
        raise NotYours
    thanks = SharingThanks(sharing=sharing, person_id=actor.person, employer_id=sharing.employer_id)
    SharingThanks.objects.bulk_create([thanks], ignore_conflicts=True)


def _held(actor: Actor, sharing_id: int) -> Sharing:
    """One's own, held until the end of the transaction. Raises NotYours."""
    if actor.person is None:
        raise NotYours
    rows = writable(actor, Sharing).filter(person=actor.person, state__in=TOLD, pk=sharing_id)
    sharing = rows.select_for_update(of=("self",)).first()
    if sharing is None:
        raise NotYours
    require(may_share(actor, sharing.unit_id))
    return sharing


def _save(sharing: Sharing) -> None:
    try:
        with transaction.atomic():
            sharing.save()
    except IntegrityError as error:
        if "shared_once_each_way" not in str(error):
            raise
        told = _("You have shared the course that way already. Change what you wrote, or choose another.")
        raise Refused(told) from error


def _checked(actor: Actor, facts: SharingFacts) -> dict[str, Any]:
    """The fields to be stored. Raises Refused with the first thing that cannot be so."""
    title = clean(facts.title)[:300]
    text = "\n".join(clean(line) for line in facts.text.splitlines()).strip()
    link = clean(facts.link)
    if not title:
        raise Refused(_("Say what it is about."))
    if facts.kind not in Kind.values:
        raise Refused(_("Choose how you share it."))
    if any(holds_personal_number(one) for one in (title, text, link)):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    if len(text) > LONGEST or len(link) > 300 or not (link == "" or link.startswith(("https://", "http://"))):
        raise Refused(_("A few lines are enough, and a link begins with https://."))
    day = None if facts.kind == Kind.NOTE else facts.day
    if day is not None and abs(day - actor.today) > FARTHEST:
        raise Refused(_("The day is more than a year away."))
    is_planned = day is not None and day > actor.today
    if not is_planned and not text:
        raise Refused(_("Write the most important in a few lines. It is what your colleagues read."))
    return {
        "title": title,
        "kind": facts.kind,
        "text": text,
        "link": link,
        "state": State.PLANNED if is_planned else State.SHARED,
        "planned_on": day if is_planned else None,
        "done_on": None if is_planned else day or actor.today,
    }

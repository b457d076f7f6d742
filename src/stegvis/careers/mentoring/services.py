"""A mentorship from the question to the end. Both sides act by the same functions, each for themself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.careers.mentoring.days import LONGEST, SHORTEST, USUAL, months_after
from stegvis.careers.mentoring.notices import ANSWERED, ASKED, ENDED, tell
from stegvis.careers.mentoring.policies import is_near_the_end, may_ask, may_keep, may_reflect
from stegvis.careers.mentoring.queries import WAITING, Case, acting_person, own_employments
from stegvis.careers.mentoring.tasks import finish
from stegvis.careers.models import MentorMeeting, MentorOffer, MentorReflection, Mentorship, Topic
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean

State = Mentorship.State


@transaction.atomic
def ask_mentor(*, actor: Actor, offer: MentorOffer, line: str) -> Mentorship:
    """Ask one mentor, with a line on what it is about. It begins when the mentor says yes. Raises Refused."""
    person, user = acting_person(actor)
    require(may_ask(actor, offer))
    employment = own_employments(actor)[0]
    give_reason("ask mentor")
    try:
        with transaction.atomic():
            found = Mentorship.objects.create(
                person_id=person,
                employer_id=employment.employer_id,
                user_id=user,
                mentor_id=offer.user_id,
                mentor_employer_id=offer.employer_id,
                line=checked_line(line),
                asked_on=actor.today,
                person_accepted_on=actor.today,
            )
    except IntegrityError as error:
        raise Refused(_("You have asked a mentor already. Wait for the answer, or take the question back.")) from error
    tell(found, [found.mentor_id], ASKED, "asked")
    return found


def checked_line(line: str) -> str:
    """What somebody wants help with, as it is kept. Raises Refused."""
    line = clean(line)[:300]
    if not line:
        raise Refused(_("Say in a line what you want help with."))
    if holds_personal_number(line):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    return line


@transaction.atomic
def accept(*, actor: Actor, case: Case) -> Mentorship:
    """Say yes for oneself; when both have, it begins. Raises Refused, also to who is too late for the last place."""
    found = _locked(actor, case, WAITING)
    side = "mentor" if case.is_mentor else "person"
    setattr(found, f"{side}_accepted_on", actor.today)
    if found.mentor_accepted_on and found.person_accepted_on:
        found.state, found.starts = State.RUNNING, actor.today
        found.ends = months_after(actor.today, USUAL)
    give_reason("accept mentorship")
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:
        if "one_mentor_at_a_time" in str(error):
            raise Refused(_("There is a mentorship under way already, with another mentor.")) from error
        raise Refused(_("The mentor's places are full just now.")) from error
    other = found.user_id if case.is_mentor else found.mentor_id
    tell(found, [other], ANSWERED, f"accepted-by-{side}")
    return found


@transaction.atomic
def decline(*, actor: Actor, case: Case) -> None:
    """Say no, or take one's question back; nobody asks why. Raises Refused where it has begun."""
    found = _locked(actor, case, WAITING)
    _decline(actor, found)


def decline_waiting(*, actor: Actor) -> None:
    """Say no to everybody who waits for the actor's answer as mentor."""
    rows = writable(actor, Mentorship).filter(mentor=actor.user, state__in=WAITING)
    for found in rows.select_for_update():
        _decline(actor, found)


def _decline(actor: Actor, found: Mentorship) -> None:
    found.state, found.ended_on = State.DECLINED, actor.today
    found.save()
    other = found.user_id if found.mentor_id == actor.user else found.mentor_id
    tell(found, [other], ANSWERED, "declined")


@transaction.atomic
def note_meeting(
    *, actor: Actor, case: Case, met_on: date, topics: Collection[str], next_meeting: date | None = None
) -> MentorMeeting:
    """That the two have met, and about what. The same day again replaces what was noted. Raises Refused."""
    found = _running(actor, case)
    if found.starts is None or not found.starts <= met_on <= actor.today:
        raise Refused(_("Choose a day from when the mentorship began until today."))
    chosen = [code for code in Topic.values if code in set(topics)]
    if not chosen:
        raise Refused(_("Choose what you talked about."))
    meeting, _created = writable(actor, MentorMeeting).update_or_create(
        mentorship=found,
        met_on=met_on,
        defaults={"person_id": found.person_id, "employer_id": found.employer_id, "topics": chosen},
    )
    if next_meeting is not None or (found.next_meeting is not None and found.next_meeting <= met_on):
        _set_next(actor, found, next_meeting)
    return meeting


@transaction.atomic
def take_away_meeting(*, actor: Actor, case: Case, meeting_id: int) -> None:
    """For what was noted by mistake. Raises Refused, NotYours."""
    found = _running(actor, case)
    deleted, _kinds = writable(actor, MentorMeeting).filter(mentorship=found, pk=meeting_id).delete()
    if not deleted:
        raise NotYours


@transaction.atomic
def plan_meeting(*, actor: Actor, case: Case, day: date | None) -> None:
    """The next meeting, which stands in both calendars; None for none. Raises Refused."""
    _set_next(actor, _running(actor, case), day)


def _set_next(actor: Actor, found: Mentorship, day: date | None) -> None:
    if day is not None and (found.ends is None or not actor.today <= day <= found.ends):
        raise Refused(_("Choose a day for the next meeting from today until the mentorship ends."))
    writable(actor, Mentorship).filter(pk=found.pk).update(next_meeting=day)


@transaction.atomic
def move_end(*, actor: Actor, case: Case, ends: date) -> None:
    """Another planned end, six to twelve months after the beginning and not before today. Raises Refused."""
    found = _running(actor, case)
    assert found.starts is not None, "the database keeps it"  # noqa: S101 - tells the type checker
    if not months_after(found.starts, SHORTEST) <= ends <= months_after(found.starts, LONGEST):
        raise Refused(_("A mentorship lasts from six to twelve months."))
    if ends < actor.today:
        raise Refused(_("The day has passed. End the mentorship instead."))
    give_reason("move end of mentorship")
    writable(actor, Mentorship).filter(pk=found.pk).update(ends=ends)


@transaction.atomic
def end_mentorship(*, actor: Actor, case: Case) -> Mentorship:
    """End it; nobody asks why. In its last month it is finished, and becomes an assignment of the mentor's."""
    found = _locked(actor, case, [State.RUNNING])
    finish(found, actor.today, is_finished=is_near_the_end(actor, found))
    other = found.user_id if case.is_mentor else found.mentor_id
    tell(found, [other], ENDED, "ended")
    return found


@transaction.atomic
def reflect(*, actor: Actor, case: Case, text: str, is_shared: bool) -> MentorReflection:
    """One's own closing reflection; the other reads it only when it is shared. Raises Refused."""
    require(may_reflect(case))
    lines = "\n".join(clean(line) for line in text.splitlines()).strip()
    if not lines:
        raise Refused(_("Write a few lines, or leave it."))
    if holds_personal_number(lines):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    found, _created = writable(actor, MentorReflection).update_or_create(
        mentorship=case.mentorship,
        writer_id=actor.user,
        defaults={
            "person_id": case.mentorship.person_id,
            "employer_id": case.mentorship.employer_id,
            "text": lines,
            "is_shared": is_shared,
        },
    )
    return found


def _running(actor: Actor, case: Case) -> Mentorship:
    require(may_keep(case))
    return _locked(actor, case, [State.RUNNING])


def _locked(actor: Actor, case: Case, states: Collection[Any]) -> Mentorship:
    """The row as it is now, until the end of the transaction. Raises Refused where the other has just acted."""
    found = writable(actor, Mentorship).filter(pk=case.mentorship.pk).select_for_update().first()
    if found is None:
        raise NotYours
    if found.state not in states:
        raise Refused(_("The other has just answered or ended it. Look at it as it is now."))
    return found

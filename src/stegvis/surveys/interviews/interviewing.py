"""Interviews: planned, held, with whom, and what was said about each theme."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused, require
from stegvis.surveys.interviews.policies import may_plan, may_write
from stegvis.surveys.interviews.services import Overtaken, led
from stegvis.surveys.interviews.texts import line, several
from stegvis.surveys.interviews.writing import save_text
from stegvis.surveys.models import (
    Interview,
    InterviewAsked,
    Interviewee,
    IntervieweeContact,
    Interviewer,
    InterviewNote,
    InterviewStudy,
    InterviewTheme,
)
from stegvis.surveys.policies import leads

State = Interview.State
MOST_INTERVIEWS, MOST_INTERVIEWEES, LONGEST = 500, 12, 600  # the last in minutes
NOTE = 20_000  # characters


@dataclass(frozen=True)
class Facts:
    """What is said of an interview. ``interviewer`` and ``asked`` are keys within the study."""

    interviewer: int
    asked: int | None = None
    state: str = State.PLANNED
    held_on: date | None = None
    mode: str = ""
    minutes: int | None = None
    followed_up_on: date | None = None

    def checked(self, actor: Actor, study: InterviewStudy) -> dict[str, Any]:
        """As it is kept. Raises NotYours or Refused."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        del values["interviewer"], values["asked"]
        interviewer = get_visible(actor, Interviewer, study=study, pk=self.interviewer)
        if not interviewer.is_active:
            raise Refused(_("They no longer interview in the study. Choose somebody else."))
        asked = get_visible(actor, InterviewAsked, study=study, pk=self.asked) if self.asked else None
        if self.state not in State.values or (self.mode and self.mode not in Interview.Mode.values):
            raise NotYours
        if self.state == State.HELD:
            _check_held(self, actor.today)
        if asked is not None and asked.said == InterviewAsked.Said.NO and self.state != State.CANCELLED:
            raise Refused(_("%(name)s does not take part. Change their answer first.") % {"name": asked.name})
        if self.minutes is not None and not 1 <= self.minutes <= LONGEST:
            raise Refused(_("An interview is between 1 and 600 minutes."))
        if self.held_on and abs(self.held_on - actor.today) > timedelta(days=3660):
            raise Refused(_("The day is more than ten years away. Check the year."))
        if self.followed_up_on and (not self.held_on or self.followed_up_on < self.held_on):
            raise Refused(_("What was added by e-mail came after the interview. Check the days."))
        return values | {"interviewer": interviewer, "asked": asked}


def _check_held(facts: Facts, today: date) -> None:
    if facts.held_on is None:
        raise Refused(_("Say which day the interview was held."))
    if facts.held_on > today:
        raise Refused(_("An interview that is held has a day that has been."))


@transaction.atomic
def plan_interview(*, actor: Actor, study_id: int, facts: Facts, number: int | None = None) -> Interview:
    """A new interview, numbered next where ``number`` is not given. Raises NotYours or Refused."""
    study = led(actor, study_id)
    require(may_plan(actor, study))
    rows = Interview.objects.filter(study=study)
    if rows.count() >= MOST_INTERVIEWS:
        raise Refused(_("At most %(n)s interviews in a study.") % {"n": MOST_INTERVIEWS})
    give_reason("plan an interview")
    values = facts.checked(actor, study)
    next_number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    try:
        with transaction.atomic():
            made = Interview.objects.create(study=study, number=number or next_number, **values)
    except IntegrityError as error:
        raise Refused(_("There is an interview with that number. Load the page again.")) from error
    _take_part(made)
    return made


@transaction.atomic
def change_interview(*, actor: Actor, interview_id: int, facts: Facts, revision: int) -> Interview:
    """Raises NotYours, Refused, and Overtaken where another has saved since ``revision``."""
    found = written(actor, interview_id)
    values = facts.checked(actor, found.study)
    if not leads(actor, found.study) and (values["interviewer"].pk, values["asked"]) != (
        found.interviewer_id,
        found.asked,
    ):
        raise Refused(_("Only the leader of the study changes who interviews, and whom."))
    give_reason("change an interview")
    rows = Interview.objects.filter(pk=found.pk, revision=revision)
    if not rows.update(revision=F("revision") + 1, **values):
        raise Overtaken
    changed = get_visible(actor, Interview, visible(actor, Interview).select_related("asked", "study"), pk=found.pk)
    if leads(actor, found.study):
        _take_part(changed)
    return changed


def _take_part(interview: Interview) -> None:
    """Whom one has an interview with has said yes."""
    if interview.asked_id is not None and interview.state != State.CANCELLED:
        InterviewAsked.objects.filter(pk=interview.asked_id, said=InterviewAsked.Said.NOTHING).update(
            said=InterviewAsked.Said.YES
        )


@transaction.atomic
def delete_interview(*, actor: Actor, interview_id: int) -> None:
    """With all that was said in it and who said it: for who takes back their yes. Raises NotYours or Refused."""
    found = written(actor, interview_id)
    led(actor, found.study_id)
    give_reason("delete an interview")
    found.delete()


def written(actor: Actor, interview_id: int) -> Interview:
    """An interview that the actor may write now. Raises NotYours or Refused."""
    rows = visible(actor, Interview).select_related("study", "asked")
    found = get_visible(actor, Interview, rows, pk=interview_id)
    require(may_write(actor, found))
    return found


# Who was interviewed


@dataclass(frozen=True)
class Taker:
    """Somebody who is interviewed. Name, address and telephone are kept apart, and deleted first."""

    role: str = ""
    staff_group: str = ""
    told_on: date | None = None
    agrees: bool = False
    name: str = ""
    email: str = ""
    phone: str = ""

    def checked(self, actor: Actor, study: InterviewStudy) -> tuple[dict[str, Any], dict[str, str]]:
        """What is kept of them, and who they are. Raises Refused."""
        about = {"role": line(self.role, 80), "staff_group": line(self.staff_group, 80)}
        contact = {"name": line(self.name, 200), "email": line(self.email, 254), "phone": line(self.phone, 40)}
        if not any(about.values()):
            raise Refused(_("Say what role or staff group they have."))
        if self.told_on and self.told_on > actor.today:
            raise Refused(_("The day when they were told has not come yet."))
        if any(contact.values()) and study.contacts_until < actor.today:
            raise Refused(_("Names are no longer kept in the study: the day when they are deleted has passed."))
        return {**about, "told_on": self.told_on, "agrees": self.agrees}, contact


@transaction.atomic
def add_interviewee(*, actor: Actor, interview_id: int, taker: Taker) -> Interviewee:
    """Raises NotYours or Refused."""
    interview = written(actor, interview_id)
    if interview.interviewees.count() >= MOST_INTERVIEWEES:
        raise Refused(_("At most %(n)s people in an interview.") % {"n": MOST_INTERVIEWEES})
    about, contact = taker.checked(actor, interview.study)
    give_reason("add who is interviewed")
    found = Interviewee.objects.create(study=interview.study, interview=interview, **about)
    _keep_contact(found, contact)
    return found


@transaction.atomic
def change_interviewee(*, actor: Actor, interviewee_id: int, taker: Taker) -> Interviewee:
    """Raises NotYours or Refused."""
    found = get_visible(actor, Interviewee, pk=interviewee_id)
    interview = written(actor, found.interview_id)
    about, contact = taker.checked(actor, interview.study)
    give_reason("change who is interviewed")
    Interviewee.objects.filter(pk=found.pk).update(**about)
    _keep_contact(found, contact)
    return found


@transaction.atomic
def remove_interviewee(*, actor: Actor, interviewee_id: int) -> None:
    """With name and address. Raises NotYours or Refused."""
    found = get_visible(actor, Interviewee, pk=interviewee_id)
    written(actor, found.interview_id)
    give_reason("remove who is interviewed")
    found.delete()


def _keep_contact(interviewee: Interviewee, contact: dict[str, str]) -> None:
    """No row where nothing is known."""
    if any(contact.values()):
        IntervieweeContact.objects.update_or_create(
            interviewee=interviewee, study_id=interviewee.study_id, defaults=contact
        )
    else:
        IntervieweeContact.objects.filter(interviewee=interviewee).delete()


# What was said


@transaction.atomic
def write_note(*, actor: Actor, interview_id: int, theme_id: int, text: str, revision: int) -> InterviewNote:
    """Save what was said about a theme over ``revision``, 0 for none yet.

    Raises NotYours, Refused, and Conflict where another has written since.
    """
    interview = written(actor, interview_id)
    theme = get_visible(actor, InterviewTheme, study=interview.study_id, pk=theme_id)
    if interview.state == State.CANCELLED:
        raise Refused(_("The interview is called off."))
    text = several(text, NOTE)
    rows = InterviewNote.objects.filter(interview=interview, theme=theme)
    whose = {"study": interview.study, "interview": interview, "theme": theme}
    note: InterviewNote = save_text(actor, rows, whose, text, revision)
    return note

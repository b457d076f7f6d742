"""What a file of interviews would change, and changing it: the same code does both, so that what is shown is done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.documents import bringing
from stegvis.foundation.documents.bringing import Done, rehearsal
from stegvis.surveys.interviews.asking import ask_named
from stegvis.surveys.interviews.importing.workbook import Line
from stegvis.surveys.interviews.interviewing import (
    Facts,
    Taker,
    add_interviewee,
    change_interview,
    change_interviewee,
    plan_interview,
)
from stegvis.surveys.interviews.services import Overtaken
from stegvis.surveys.models import Interview, InterviewAsked, Interviewee, IntervieweeContact, Interviewer

State = Interview.State


def rehearse(*, actor: Actor, study_id: int, lines: Sequence[Line]) -> list[bringing.Line[Line]]:
    """What bringing them in would do, row by row. Nothing is kept."""
    with rehearsal():
        return bring_in(actor=actor, study_id=study_id, lines=lines)


@transaction.atomic
def bring_in(*, actor: Actor, study_id: int, lines: Sequence[Line]) -> list[bringing.Line[Line]]:
    """Each row that can be; the others are passed over, with the reason. The same file again changes nothing.

    The first row of a number says when and how the interview was; each row says who was in it, in the order of the
    file: the second row of a number is its second person, and one that says another thing of the interview is refused.
    """
    give_reason("bring in interviews")
    places: dict[int, int] = {}
    firsts: dict[int, Line] = {}
    found = []
    for line in lines:
        place = places.get(line.number, 0)
        first = firsts.setdefault(line.number, line)
        if _contradicts(line, first):
            found.append(bringing.Line(line, Done.REFUSED, _against(first)))
            continue
        result = _row(actor, study_id, line, place)
        if result.done is not Done.REFUSED:
            places[line.number] = place + 1
        found.append(result)
    return found


def _contradicts(line: Line, first: Line) -> bool:
    """Whether it says of the interview what the first row of its number does not; what is left empty says nothing."""
    said = ("asked", "held_on", "mode", "minutes", "followed_up_on", "interviewer")
    pairs = [(getattr(line, name), getattr(first, name)) for name in said]
    return any(new and _folded(new) != _folded(old) for new, old in pairs)


def _folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _against(first: Line) -> str:
    words = _(
        "Row %(row)d has the same number, and says another thing of the interview. Give one of them a new number."
    )
    return words % {"row": first.row}


def _row(actor: Actor, study_id: int, line: Line, place: int) -> bringing.Line[Line]:
    try:
        with transaction.atomic():
            return bringing.Line(line, _bring(actor, study_id, line, place))
    except Refused as refused:
        return bringing.Line(line, Done.REFUSED, str(refused))
    except Overtaken:
        return bringing.Line(line, Done.REFUSED, _("Somebody is changing the interview. Upload the file once more."))


def _bring(actor: Actor, study_id: int, line: Line, place: int) -> Done:
    interview = visible(actor, Interview).filter(study=study_id, number=line.number).first()
    facts = _facts(actor, study_id, line, interview)
    done = Done.SAME
    if interview is None:
        interview = plan_interview(actor=actor, study_id=study_id, facts=facts, number=line.number)
        done = Done.ADDED
    elif place == 0 and _differs(interview, facts):
        change_interview(actor=actor, interview_id=interview.pk, facts=facts, revision=interview.revision)
        done = Done.CHANGED
    people = list(visible(actor, Interviewee).filter(interview=interview))
    if place >= len(people):
        add_interviewee(actor=actor, interview_id=interview.pk, taker=_taker(line, None, None))
        return done if done is Done.ADDED else Done.CHANGED
    row = people[place]
    contact = visible(actor, IntervieweeContact).filter(interviewee=row).first()
    taker = _taker(line, row, contact)
    if taker != _taken(row, contact):
        change_interviewee(actor=actor, interviewee_id=row.pk, taker=taker)
        return Done.CHANGED if done is Done.SAME else done
    return done


def _facts(actor: Actor, study_id: int, line: Line, interview: Interview | None) -> Facts:
    """What the row says; what it leaves empty is as it was."""
    asked = visible(actor, InterviewAsked).filter(study=study_id, name__iexact=line.asked).first()
    if asked is None:
        ask_named(actor=actor, study_id=study_id, names=line.asked, on=None)
        asked = visible(actor, InterviewAsked).get(study=study_id, name=line.asked)
    return Facts(
        interviewer=_interviewer(actor, study_id, line, interview),
        asked=asked.pk,
        state=_state(line.held_on, actor.today, interview),
        held_on=line.held_on or (interview.held_on if interview else None),
        mode=line.mode or (interview.mode if interview else ""),
        minutes=line.minutes or (interview.minutes if interview else None),
        followed_up_on=line.followed_up_on or (interview.followed_up_on if interview else None),
    )


def _interviewer(actor: Actor, study_id: int, line: Line, interview: Interview | None) -> int:
    rows = visible(actor, Interviewer).filter(study=study_id, is_active=True)
    if line.interviewer:
        found = rows.filter(email=line.interviewer.lower()).first()
        if found is None:
            raise Refused(
                _("%(email)s does not interview in the study. Name them first.") % {"email": line.interviewer}
            )
        return found.pk
    if interview is not None:
        return interview.interviewer_id
    own = rows.filter(user=actor.user).first()
    if own is None:
        raise Refused(_("Say who interviews: you do not yourself."))
    return own.pk


def _state(held_on: date | None, today: date, interview: Interview | None) -> str:
    if held_on is not None and (interview is None or interview.state != State.CANCELLED):
        return State.HELD if held_on <= today else State.PLANNED
    return interview.state if interview else State.PLANNED


def _differs(interview: Interview, facts: Facts) -> bool:
    now = (interview.interviewer_id, interview.asked_id, interview.state, interview.held_on, interview.mode)
    said = (facts.interviewer, facts.asked, facts.state, facts.held_on, facts.mode)
    return (now, interview.minutes, interview.followed_up_on) != (said, facts.minutes, facts.followed_up_on)


def _taken(row: Interviewee, contact: IntervieweeContact | None) -> Taker:
    """As somebody is kept."""
    return Taker(
        role=row.role,
        staff_group=row.staff_group,
        told_on=row.told_on,
        agrees=row.agrees,
        name=contact.name if contact else "",
        email=contact.email if contact else "",
        phone=contact.phone if contact else "",
    )


def _taker(line: Line, row: Interviewee | None, contact: IntervieweeContact | None) -> Taker:
    before = _taken(row, contact) if row is not None else Taker()
    return Taker(
        role=line.role or before.role,
        staff_group=line.staff_group or before.staff_group,
        told_on=line.told_on or before.told_on,
        agrees=before.agrees,
        name=line.name or before.name,
        email=line.email or before.email,
        phone=line.phone or before.phone,
    )

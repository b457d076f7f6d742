"""Noting who came, by list or by code, and what the participants do afterwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.careers.cards.codes import hash_code
from stegvis.careers.models import Activity
from stegvis.careers.plans.services import move_activity
from stegvis.careers.spreading.queries import Course, untold_courses
from stegvis.careers.spreading.services import SharingFacts, share
from stegvis.exchange.models import Application, Lesson, Occasion, Outcome, Presence, Register, Session
from stegvis.exchange.taking_part.codes import digest_of, short_code
from stegvis.exchange.taking_part.notices import tell_noted
from stegvis.exchange.taking_part.opening import PURPOSE
from stegvis.exchange.taking_part.policies import may_enter_code, may_note, may_show_code, may_tell
from stegvis.exchange.taking_part.queries import (
    hosted_occasion,
    own_application,
    own_place,
    session_now,
    sessions_of,
    suggested_activities,
    to_be_noted,
)
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.foundation.sealed.services import seal
from stegvis.organisations.models import Unit
from stegvis.people.signals import competence_changed

State = Application.State


@dataclass(frozen=True)
class Noted:
    """Keys of the applications in the list as it was shown: those who came, of the rest those who told before, and
    those of whom nothing is to stand noted."""

    shown: frozenset[UUID]
    came: frozenset[UUID]
    excused: frozenset[UUID] = frozenset()
    open: frozenset[UUID] = frozenset()


@transaction.atomic
def note_attendance(*, actor: Actor, occasion_id: int, session_id: int | None, noted: Noted) -> int:
    """Note everybody in the list at once, now or as a correction; gives how many were noted anew. Raises Refused.

    What follows for a participant's record is done by the database (``stegvis_settle_attendance``). Who got a place
    after the list was shown is not in it, and is left as they are; so is the actor, whom another notes.
    """
    occasion = hosted_occasion(actor, occasion_id)
    session = _session(actor, occasion, session_id)
    require(may_note(occasion, session, timezone.now()))
    wait_for_turn("exchange.attendance", occasion.pk)
    listed = {one.pk: one for one in to_be_noted(actor, occasion) if one.pk in noted.shown}
    before = {
        one.application_id: one
        for one in writable(actor, Presence).filter(application__in=listed, session=session).select_for_update()
    }
    give_reason("note attendance")
    changed = [one for one in listed.values() if _note(actor, one, session, before.get(one.pk), noted)]
    _settle(changed)
    return len(changed)


def _session(actor: Actor, occasion: Occasion, session_id: int | None) -> Session | None:
    sessions = {one.pk: one for one in sessions_of(actor, occasion)}
    if not sessions and session_id is None:
        return None
    if session_id not in sessions:
        raise NotYours
    return sessions[session_id]


def _note(actor: Actor, one: Application, session: Session | None, found: Presence | None, noted: Noted) -> bool:
    """Whether it was not so before."""
    if one.pk in noted.open:
        return found is not None and bool(found.delete())
    came = one.pk in noted.came
    excused = not came and one.pk in noted.excused
    by_themself = found is not None and not found.by_code and found.noted_by_id == one.user_id
    if found is not None and (found.came, found.excused) == (came, excused) and not by_themself:
        return False
    row = found or Presence(
        application=one,
        occasion_id=one.occasion_id,
        session=session,
        person_id=one.person_id,
        employer_id=one.employer_id,
    )
    row.came, row.excused, row.by_code, row.noted_by_id = came, excused, False, actor.user
    row.save()
    return True


def _settle(changed: Iterable[Application]) -> None:
    """Let the database do what follows for each, and tell those concerned and whoever evaluates levels."""
    given: dict[int, set[UUID]] = defaultdict(set)
    turned = []
    for one in changed:
        with connection.cursor() as cursor:
            cursor.execute("SELECT stegvis_settle_attendance(%s)", [one.pk])
            (employer,) = cursor.fetchone()
        if employer is not None:
            given[employer].add(one.person_id)
        was = one.state
        one.refresh_from_db(fields=["state"])
        if one.state != was and one.state in (State.ATTENDED, State.ABSENT):
            turned.append(one)
    tell_noted(turned)
    for employer, persons in given.items():
        competence_changed.send(sender=Outcome, employer_id=employer, person_ids=persons)


@transaction.atomic
def set_share(*, actor: Actor, occasion_id: int, share: int) -> None:
    """How much of the sessions is enough, per cent; what it changes for those noted is done at once. Raises Refused."""
    occasion = hosted_occasion(actor, occasion_id)
    if not 1 <= share <= 100:
        raise Refused(_("Give a share from 1 to 100 per cent."))
    wait_for_turn("exchange.attendance", occasion.pk)
    give_reason("change the share of sessions")
    register = _register(occasion)
    register.share = share
    register.save()
    _settle(to_be_noted(actor, occasion))


def _register(occasion: Occasion) -> Register:
    return Register.objects.get_or_create(occasion=occasion, defaults={"employer_id": occasion.employer_id})[0]


@transaction.atomic
def open_code(*, actor: Actor, occasion_id: int) -> tuple[str, datetime]:
    """A new code for the session that runs now, and when it closes; the one before opens nothing more. Raises
    Refused."""
    occasion = hosted_occasion(actor, occasion_id)
    session = session_now(sessions_of(actor, occasion), timezone.now())
    require(may_show_code(occasion, session, timezone.now()))
    wait_for_turn("exchange.attendance", occasion.pk)
    register = _register(occasion)
    register.key = uuid4()
    register.code_hash = hash_code(short_code(register.key))
    register.session, register.code_until = session, (session or occasion).ends
    register.save()
    return short_code(register.key), register.code_until


@transaction.atomic
def enter_code(*, actor: Actor, occasion_id: int, text: str) -> Application:
    """Note the actor as present. One answer for every code that does not hold, old, guessed or another's. Raises
    Refused, for who hosts too, and NotYours for who has no place."""
    one = own_place(actor, occasion_id)
    require(may_enter_code(actor, occasion_id))
    give_reason("enter the code")
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_attend_by_code(%s, %s)", [one.pk, digest_of(text)])
        (is_noted,) = cursor.fetchone()
    if not is_noted:
        raise Refused(
            _("The code does not hold. Ask the host for the one that is shown now, or to note you in the list.")
        )
    _settle([one])
    return one


@transaction.atomic
def evaluate(*, actor: Actor, application_id: UUID, ratings: Collection[int], line: str = "") -> None:
    """Answer once, without one's name: useful, well arranged, recommended, 1 to 5. Raises Refused.

    The answer is sealed here, and opened with at least four others by ``opening.open_evaluations``.
    """
    one = own_application(actor, application_id)
    require(may_tell(one))
    if len(ratings) != 3 or not all(1 <= rating <= 5 for rating in ratings):
        raise Refused(_("Answer each question from 1 to 5."))
    sealed = seal(PURPOSE, one.offer_id, {"ratings": list(ratings), "line": checked(line)[:300]})
    with connection.cursor() as cursor:
        cursor.execute("SELECT stegvis_evaluate(%s, %s, %s)", [one.pk, sealed.id, sealed.content])
        (is_saved,) = cursor.fetchone()
    if not is_saved:
        raise Refused(_("You have answered already. Thank you."))


def checked(text: str) -> str:
    """Without what must not be kept. Raises Refused."""
    text = "\n".join(clean(line) for line in text.splitlines()).strip()
    if holds_personal_number(text):
        raise Refused(_("Leave out personal numbers. They are not kept here."))
    return text


@transaction.atomic
def take_home(*, actor: Actor, application_id: UUID, text: str, unit: Unit | None, to_host: bool) -> None:
    """Tell what one took home: in the feed of one's unit, to the host, or both. Said again, it is the host's new
    text; in the feed it is changed there. Raises Refused."""
    one = own_application(actor, application_id)
    require(may_tell(one))
    text = checked(text)[:1000]
    if not text:
        raise Refused(_("Write a line or two of what you took home."))
    if unit is None and not to_host:
        raise Refused(_("Choose who is to read it."))
    if unit is not None:
        facts = SharingFacts(title=one.title, kind="note", text=text)
        share(actor=actor, unit=unit, facts=facts, course=_course(actor, one, unit))
    if to_host:
        whose = {"person_id": one.person_id, "employer_id": one.employer_id}
        host = {"host_id": one.host_id, "host_unit_id": one.host_unit_id}
        created = {**whose, **host, "text": text}
        Lesson.objects.update_or_create(application=one, defaults={"text": text}, create_defaults=created)


def _course(actor: Actor, one: Application, unit: Unit) -> Course | None:
    """The evidence that it became, so that the person is not asked to share it once more."""
    outcome = visible(actor, Outcome).filter(application=one, employer=unit.organisation_id).first()
    found = {course.evidence.pk: course for course in untold_courses(actor) if course.evidence}
    return found.get(outcome.evidence_id or 0) if outcome else None


@transaction.atomic
def take_back_lesson(*, actor: Actor, application_id: UUID) -> None:
    """The host reads it no more."""
    writable(actor, Lesson).filter(application=own_application(actor, application_id)).delete()


@transaction.atomic
def finish_activity(*, actor: Actor, application_id: UUID, activity_id: int) -> Activity:
    """Mark one of the activities that were proposed as done. Raises Refused, NotYours for another."""
    one = own_application(actor, application_id)
    require(may_tell(one))
    found = next((each for each in suggested_activities(actor, one) if each.pk == activity_id), None)
    if found is None:
        raise NotYours
    return move_activity(
        actor=actor, plan_id=found.goal.plan_id, activity_id=found.pk, before=found.state, state=Activity.State.DONE
    )

"""Task shifts: proposed, decided with a signature, told of week by week, and summed up with a signature."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.accounts.models import User
from stegvis.foundation.documents.identity import holds_personal_number
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Unit
from stegvis.planning.days import monday, require_followable
from stegvis.planning.mix.content import Content, Task
from stegvis.planning.mix.policies import may_divide
from stegvis.planning.mix.reserved import law_of, said
from stegvis.planning.mix.roles import role_names
from stegvis.planning.mix.shifts.following import SUMMED_UP, WEEKS
from stegvis.planning.mix.shifts.policies import may_change, may_drop, may_tell, may_tell_of
from stegvis.planning.mix.shifts.queries import followed
from stegvis.planning.models import Mix, Shift, ShiftWeek
from stegvis.planning.seen import mark_of

MOST_HOURS = 10_000


TOLD = ("moved", "added", "words")
"""Of a week."""


@dataclass(frozen=True)
class ShiftFacts:
    """``source`` and ``target`` are roles (``mix.roles``); ``starts`` is any day of the first week."""

    task: str
    kind: str
    source: str
    target: str
    hours: Decimal
    starts: date
    why: str


@transaction.atomic
def propose_shift(*, actor: Actor, unit: Unit, facts: ShiftFacts, mix_id: int | None = None) -> Shift:
    """Raises Refused; NotYours for a mix of another unit's."""
    require(may_divide(actor, unit))
    mix = get_visible(actor, Mix, pk=mix_id, unit=unit) if mix_id else None
    creator: Any = actor.user
    _refuse_reserved(facts, mix)
    about = _checked(actor, facts)
    return Shift.objects.create(employer_id=unit.organisation_id, unit=unit, mix=mix, created_by_id=creator, **about)


@transaction.atomic
def change_shift(*, actor: Actor, shift_id: int, facts: ShiftFacts, seen: str | None = None) -> Shift:
    """While it is proposed, unless somebody has saved another since ``seen``, the mark of it as it was looked at.
    Raises Refused, NotYours."""
    shift = _held(actor, shift_id)
    require(may_change(actor, shift))
    if seen not in {None, mark_of(shift, ShiftFacts.__dataclass_fields__)}:
        raise Refused(_("Somebody has changed the task shift meanwhile. Nothing of yours is saved yet."))
    _refuse_reserved(facts, shift.mix)
    for name, value in _checked(actor, facts).items():
        setattr(shift, name, value)
    shift.save()
    return shift


@transaction.atomic
def decide_shift(*, actor: Actor, shift_id: int) -> Shift:
    """From now it stays as it is, and its weeks are told of. Signed by the actor. Raises Refused, NotYours."""
    shift = _held(actor, shift_id)
    require(may_change(actor, shift))
    shift.state, shift.decided_on, shift.decided_name = Shift.State.DECIDED, actor.today, _name(actor)
    shift.save()
    return shift


@transaction.atomic
def tell_week(
    *,
    actor: Actor,
    shift_id: int,
    week: date,
    moved: Decimal,
    added: Decimal,
    words: str = "",
    seen: str | None = None,
) -> ShiftWeek:
    """How a week went; told again, it is changed, unless somebody has told another since ``seen``, the mark of it as it
    was looked at. Raises Refused, NotYours."""
    shift = _held(actor, shift_id)
    require(may_tell(actor, shift))
    week = monday(week)
    if not 0 <= (week - shift.starts).days < 7 * WEEKS:
        raise Refused(_("The shift is followed for %(n)s weeks from its first.") % {"n": WEEKS})
    require(may_tell_of(actor, shift, week))
    if not (0 <= moved <= MOST_HOURS and 0 <= added <= MOST_HOURS):
        raise Refused(_("Hours are 0 or more."))
    told = {"moved": moved, "added": added, "words": _words(words)}
    there = visible(actor, ShiftWeek).filter(shift=shift, week=week).first()
    if there and all(getattr(there, name) == value for name, value in told.items()):
        return there
    if seen not in {None, mark_of(there, TOLD)}:
        raise Refused(_("Somebody has told of the week meanwhile. Nothing of yours is saved yet."))
    told["said_by_id"] = actor.user
    row, _is_new = ShiftWeek.objects.update_or_create(shift=shift, week=week, defaults=told)
    return row


@transaction.atomic
def end_shift(*, actor: Actor, shift_id: int, outcome: str, words: str) -> Shift:
    """Sum it up when all its weeks are told of. Signed by the actor. Raises Refused, NotYours."""
    shift = _held(actor, shift_id)
    require(may_tell(actor, shift))
    following = followed(actor, shift)
    if following.told < WEEKS:
        counts = {"told": following.told, "n": WEEKS}
        raise Refused(_("%(told)s of %(n)s weeks are told of. Tell of the others first.") % counts)
    said = _words(words)
    if outcome not in Shift.Outcome.values or not said:
        raise Refused(_("Say how it went and what you do next."))
    if outcome not in SUMMED_UP[following.verdict]:
        hours = {"moved": f"{following.moved:.1f}", "planned": f"{shift.hours:.1f}"}
        raise Refused(_("The latest weeks do not say so: %(moved)s hours a week moved, of %(planned)s.") % hours)
    shift.state, shift.outcome, shift.outcome_words = Shift.State.ENDED, outcome, said
    shift.ended_on, shift.ended_name = actor.today, _name(actor)
    shift.save()
    return shift


@transaction.atomic
def drop_shift(*, actor: Actor, shift_id: int) -> Shift:
    """It is not done. What was told of it stays. Raises Refused, NotYours."""
    shift = _held(actor, shift_id)
    require(may_drop(actor, shift))
    shift.state = Shift.State.DROPPED
    shift.save()
    return shift


def _held(actor: Actor, shift_id: int) -> Shift:
    rows = writable(actor, Shift).select_for_update(of=("self",)).select_related("unit", "mix")
    shift = rows.filter(pk=shift_id).first()
    if shift is None:
        raise NotYours
    return shift


def _name(actor: Actor) -> str:
    """The actor's name, as a signature."""
    user: Any = actor.user
    return str(User.objects.filter(pk=user).values_list("name", flat=True).first() or "")


def _checked(actor: Actor, facts: ShiftFacts) -> dict[str, Any]:
    require_followable(facts.starts, actor.today)
    told = asdict(facts) | {"task": _words(facts.task), "why": _words(facts.why), "starts": monday(facts.starts)}
    if not told["task"] or not told["why"]:
        raise Refused(_("Say which task moves, and why."))
    if not {facts.source, facts.target} <= role_names().keys() or facts.source == facts.target:
        raise Refused(_("Say from whom to whom the task moves: two different kinds of staff."))
    if facts.kind not in Shift.Kind.values:
        raise Refused(_("Choose a kind."))
    if not 0 < facts.hours <= MOST_HOURS:
        raise Refused(_("The hours that move are more than 0."))
    return told


def _refuse_reserved(facts: ShiftFacts, mix: Mix | None) -> None:
    """What the law reserves is not moved to those it does not name."""
    tasks = Content.of(mix.content).tasks if mix else ()
    task = next((one for one in tasks if one.title == facts.task), Task("", facts.task, 0.0))
    if (law := law_of(task)) and facts.target not in law.who:
        raise Refused(said(law))


def _words(text: str) -> str:
    words: str = clean(text)
    if holds_personal_number(words):
        raise Refused(_("Do not write a personal number here."))
    return words

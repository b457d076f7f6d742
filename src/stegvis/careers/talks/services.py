"""Planning, preparing, holding and signing talks. Each write holds the talk's row until it is saved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stegvis.careers.models import DevelopmentPlan, Preparation, Talk
from stegvis.careers.plans.revision import CHANGED
from stegvis.careers.talks.facts import facts_for
from stegvis.careers.talks.notices import signed, tell_of_days, tell_to_sign
from stegvis.careers.talks.policies import may_lead, may_sign, may_take_part, side_of
from stegvis.careers.talks.wording import PERSON, names_money
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.people.access import current
from stegvis.people.models import Employment

State = Talk.State
OPEN = (State.PLANNED, State.HELD)
FURTHEST = timedelta(days=730)


@dataclass(frozen=True)
class Whom:
    person: UUID
    employer: int


@transaction.atomic
def plan_talks(*, actor: Actor, kind: str, days: Mapping[Whom, date]) -> list[Talk]:
    """A talk with each, on their day. All or none. Raises NotYours for somebody who is not in the actor's units."""
    rows = visible(actor, Employment).filter(current(actor), unit__in=actor.manages).exclude(person=actor.person)
    mine = {Whom(*one) for one in rows.values_list("person_id", "employer_id")}
    if not set(days) <= mine:
        raise NotYours
    if any(not actor.today <= day <= actor.today + FURTHEST for day in days.values()):
        raise Refused(_("Choose a day from today and at most two years ahead."))
    wait_for_turn("careers.talk", *{one.employer for one in days})
    open_ones = visible(actor, Talk).filter(person__in={one.person for one in days}, kind=kind, state__in=OPEN)
    taken = {Whom(*one) for one in open_ones.values_list("person_id", "employer_id")} & set(days)
    if taken:
        said = ngettext("%(n)s of them has such a talk already.", "%(n)s of them have such a talk already.", len(taken))
        raise Refused(said % {"n": len(taken)})
    give_reason("plan talks")
    talks = Talk.objects.bulk_create(
        Talk(person_id=one.person, employer_id=one.employer, kind=kind, held_on=day, manager_id=_user(actor))
        for one, day in days.items()
    )
    tell_of_days(actor, talks)
    return talks


@transaction.atomic
def move_talk(*, actor: Actor, talk_id: int, day: date) -> Talk:
    talk, side = held_talk(actor, talk_id)
    require(may_lead(side))
    _in(talk, State.PLANNED)
    if not actor.today <= day <= actor.today + FURTHEST:
        raise Refused(_("Choose a day from today and at most two years ahead."))
    talk.held_on = day
    talk.save(update_fields=["held_on"])
    tell_of_days(actor, [talk])
    return talk


@transaction.atomic
def cancel_talk(*, actor: Actor, talk_id: int) -> Talk:
    talk, side = held_talk(actor, talk_id)
    require(may_lead(side))
    _in(talk, *OPEN)
    talk.state = State.CANCELLED
    talk.save(update_fields=["state"])
    tell_of_days(actor, [talk])
    return talk


@transaction.atomic
def prepare_talk(*, actor: Actor, talk_id: int, answers: dict[str, str], is_shared: bool) -> Preparation:
    """The actor's own preparation. The other reads it only while it is shared."""
    talk, side = held_talk(actor, talk_id)
    require(may_take_part(side))
    _in(talk, *OPEN)
    found, _new = visible(actor, Preparation).update_or_create(
        talk=talk,
        writer_id=actor.user,
        defaults={"answers": answers, "is_shared": is_shared},
        create_defaults={
            "person_id": talk.person_id,
            "employer_id": talk.employer_id,
            "answers": answers,
            "is_shared": is_shared,
        },
    )
    return found


@transaction.atomic
def hold_talk(*, actor: Actor, talk_id: int, notes: str) -> Talk:
    """The talk is held today by the actor: the facts are kept as they are now. Held anew, all signatures fall."""
    talk, side = held_talk(actor, talk_id)
    require(may_lead(side))
    _in(talk, *OPEN)
    _no_money(talk, notes)
    talk.plan = plan_of(actor, talk)
    talk.state, talk.held_on, talk.manager_id = State.HELD, actor.today, _user(actor)
    talk.facts, talk.notes = facts_for(actor, talk, talk.plan), notes
    talk.person_signed_at = talk.manager_signed_at = None
    talk.save()
    if talk.notes:
        tell_to_sign(actor, talk, digest_of(talk))
    return talk


@transaction.atomic
def write_notes(*, actor: Actor, talk_id: int, seen: str, notes: str) -> bool:
    """What both have agreed; either writes it. Returns whether a signature fell by the change."""
    talk, side = held_talk(actor, talk_id)
    require(may_take_part(side))
    _in(talk, State.HELD)
    if digest_of(talk) != seen:
        raise Refused(str(CHANGED))
    _no_money(talk, notes)
    if notes == talk.notes:
        return False
    fell = bool(talk.person_signed_at or talk.manager_signed_at)
    talk.notes, talk.person_signed_at, talk.manager_signed_at = notes, None, None
    talk.save()
    if notes:
        tell_to_sign(actor, talk, digest_of(talk))
    return fell


@transaction.atomic
def sign_talk(*, actor: Actor, talk_id: int, seen: str) -> Talk:
    """Sign what was shown, and nothing else: ``seen`` is its digest. The second signature ends all changing."""
    talk, side = held_talk(actor, talk_id)
    require(may_sign(actor, talk, side))
    now = digest_of(talk)
    if now != seen:
        raise Refused(_("The text has changed since you opened it. Read it again before you sign."))
    if not talk.notes:
        raise Refused(_("Write what you have agreed on before anybody signs."))
    talk.text_digest = now
    if side == PERSON:
        talk.person_signed_at = timezone.now()
    else:
        talk.manager_signed_at = timezone.now()
    if talk.person_signed_at and talk.manager_signed_at:
        talk.state = State.SIGNED
    talk.save()
    signed(actor, talk, now)
    tell_to_sign(actor, talk, now)
    return talk


def held_talk(actor: Actor, talk_id: int) -> tuple[Talk, str]:
    """The talk, held until the transaction ends, and the actor's side. Raises NotYours."""
    talk = writable(actor, Talk).select_for_update(of=("self",)).filter(pk=talk_id).first()
    if talk is None:
        raise NotYours
    return talk, side_of(actor, talk)


def digest_of(talk: Talk) -> str:
    """Of all that is signed."""
    told = [talk.kind, str(talk.person_id), talk.employer_id, str(talk.held_on), talk.facts, talk.notes]
    return sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def plan_of(actor: Actor, talk: Talk) -> DevelopmentPlan | None:
    """The plan to talk about: the one that runs, else the latest."""
    rows = visible(actor, DevelopmentPlan).filter(person=talk.person_id, employer=talk.employer_id)
    plans = sorted(rows, key=lambda one: (one.state == DevelopmentPlan.State.CLOSED, -one.pk))
    return plans[0] if plans else None


def _in(talk: Talk, *states: str) -> None:
    if talk.state in states:
        return
    why = {
        State.SIGNED: _("Both have signed. Nothing in the talk changes any more."),
        State.CANCELLED: _("The talk is cancelled."),
        State.HELD: _("The talk has been held."),
        State.PLANNED: _("The talk has not been held yet."),
    }
    raise Refused(why[State(talk.state)])


def _no_money(talk: Talk, notes: str) -> None:
    if talk.kind == Talk.Kind.SALARY and names_money(notes):
        raise Refused(
            _("Write no sums and no percentages here: the salary is decided elsewhere, and notes promise nothing.")
        )


def _user(actor: Actor) -> int:
    if actor.user is None:
        raise NotYours
    return actor.user

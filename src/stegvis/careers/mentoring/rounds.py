"""Matching rounds: opened, wished and answered in, run, and settled."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from stegvis.careers.mentoring.matching import Proposal, propose
from stegvis.careers.mentoring.notices import MATCHED, WISHED, tell_of_round
from stegvis.careers.mentoring.policies import may_lead, may_match, may_rank, may_want, may_wish
from stegvis.careers.mentoring.queries import (
    acting_person,
    employers_of,
    offers_in,
    own_employments,
    own_line,
    wishers_of,
)
from stegvis.careers.mentoring.services import checked_line
from stegvis.careers.models import MentorAnswer, MentorRound, Mentorship, MentorWish
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.documents.text import clean
from stegvis.organisations.models import Collaboration, Organisation

State = MentorRound.State
A_YEAR = timedelta(days=366)
MOST_RANKS = 999


@transaction.atomic
def open_round(*, actor: Actor, owner: Organisation | Collaboration, title: str, closes_on: date) -> MentorRound:
    """Take wishes until a day, for an employer's staff or a collaboration's members'. Raises Refused."""
    found = MentorRound(
        employer=owner if isinstance(owner, Organisation) else None,
        collaboration=owner if isinstance(owner, Collaboration) else None,
        title=clean(title)[:120],
        closes_on=closes_on,
        created_by_id=actor.user,
    )
    require(may_lead(actor, found))
    if not found.title:
        raise Refused(_("Give the round a name."))
    if not actor.today <= closes_on <= actor.today + A_YEAR:
        raise Refused(_("Choose a last day from today and within a year."))
    give_reason("open matching round")
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError as error:
        raise Refused(_("There is a round under way already. Settle it or call it off first.")) from error
    return found


@transaction.atomic
def save_wishes(*, actor: Actor, found: MentorRound, mentors: Sequence[int], line: str) -> int:
    """The actor's wishes, the dearest first, instead of those before; none takes them all back. Returns how many.

    Raises Refused, also for a mentor that cannot be wished for, and NotYours in others' rounds.
    """
    person, user = acting_person(actor)
    employments = [one for one in own_employments(actor) if one.employer_id in employers_of(actor, found)]
    if not employments:
        raise NotYours
    require(may_wish(actor, found))
    require(may_want(actor, employments))
    if user in mentors:
        raise Refused(_("You cannot be your own mentor."))
    if own_line(actor) & set(mentors):
        raise Refused(_("A round matches nobody with their own manager or anybody they manage. Choose another."))
    known = set(offers_in(actor, found).values_list("user", flat=True))
    if len(set(mentors)) != len(mentors) or not known.issuperset(mentors):
        raise Refused(_("One of the mentors has withdrawn since you opened the page. Look through the list again."))
    said = checked_line(line) if mentors else ""
    give_reason("wish for a mentor")
    place = employments[0]
    try:
        with transaction.atomic():
            writable(actor, MentorWish).filter(round=found, person=person).delete()
            MentorWish.objects.bulk_create(
                MentorWish(
                    round=found,
                    person_id=person,
                    employer_id=place.employer_id,
                    user_id=user,
                    mentor_id=mentor,
                    rank=rank,
                    line=said,
                    unit=place.unit.name,
                    profession_id=place.profession_id,
                )
                for rank, mentor in enumerate(mentors, start=1)
            )
    except IntegrityError as error:
        raise Refused(_("Your wishes have just been changed in another window. Look at them again.")) from error
    tell_of_round(found, mentors, WISHED)
    return len(mentors)


@transaction.atomic
def save_answers(*, actor: Actor, found: MentorRound, order: Mapping[UUID, int], unsuited: set[UUID]) -> None:
    """The mentor's order among those who have wished for them (equal ones go by lot), and whom it does not suit.

    Whoever is in neither is unanswered. Raises Refused, and NotYours for somebody who has not wished for the actor.
    """
    if actor.user is None:
        raise NotYours
    require(may_rank(found))
    wishers = {one.wish.person_id: one.wish for one in wishers_of(actor, found)}
    if not wishers.keys() >= {*order, *unsuited}:
        raise NotYours
    if any(rank < 1 or rank > MOST_RANKS for rank in order.values()):
        raise Refused(_("Put them in order with 1 for the first."))
    writable(actor, MentorAnswer).filter(round=found).delete()
    MentorAnswer.objects.bulk_create(
        MentorAnswer(
            round=found,
            person_id=person,
            employer_id=wishers[person].employer_id,
            mentor_id=actor.user,
            rank=None if person in unsuited else order[person],
            suits=person not in unsuited,
        )
        for person in {*order, *unsuited}
    )


@transaction.atomic
def run_matching(*, actor: Actor, found: MentorRound) -> None:
    """Draw the lottery, once: from here on nobody changes a wish or an answer. Raises Refused."""
    require(may_match(actor, found))
    give_reason("run matching")
    if not _move(actor, found, State.OPEN, State.MATCHED, seed=secrets.randbelow(2**31)):
        raise Refused(_("The matching has been run already."))


@transaction.atomic
def settle_round(*, actor: Actor, found: MentorRound, seen: str) -> Proposal:
    """Make the proposal known: each of both sides then says yes or no. ``seen`` is the digest of what was looked at.

    Raises Refused, also where somebody has found a mentor or a mentor has no place left since.
    """
    require(may_lead(actor, found))
    if not _move(actor, found, State.MATCHED, State.SETTLED, settled_on=actor.today):
        raise Refused(_("The round is not waiting to be settled."))
    proposal = propose(actor, found)
    if proposal.digest != seen:
        raise Refused(_("Something has changed since you looked. Look through the proposal again."))
    give_reason("settle matching round")
    for outcome in MentorWish.Outcome.values:
        keys = [one.wish.pk for one in proposal.told if one.outcome == outcome]
        writable(actor, MentorWish).filter(pk__in=keys).update(outcome=outcome)
    try:
        with transaction.atomic():
            Mentorship.objects.bulk_create(_proposed(actor, found, proposal))
    except IntegrityError as error:
        raise Refused(_("Something has changed since you looked. Look through the proposal again.")) from error
    users = {one.wish.user_id for one in proposal.told} | {one.wish.mentor_id for one in proposal.matched}
    tell_of_round(found, users, MATCHED)
    return proposal


def _proposed(actor: Actor, found: MentorRound, proposal: Proposal) -> list[Mentorship]:
    return [
        Mentorship(
            person_id=one.wish.person_id,
            employer_id=one.wish.employer_id,
            user_id=one.wish.user_id,
            mentor_id=one.wish.mentor_id,
            mentor_employer_id=proposal.offers[one.wish.mentor_id].employer_id,
            round=found,
            state=Mentorship.State.PROPOSED,
            line=one.wish.line,
            asked_on=actor.today,
        )
        for one in proposal.matched
    ]


@transaction.atomic
def cancel_round(*, actor: Actor, found: MentorRound) -> None:
    """End a round that nobody is to be matched in. Raises Refused."""
    require(may_lead(actor, found))
    give_reason("cancel matching round")
    if not any(_move(actor, found, state, State.CANCELLED) for state in (State.OPEN, State.MATCHED)):
        raise Refused(_("The round is over already."))


def _move(actor: Actor, found: MentorRound, before: str, after: str, **values: object) -> bool:
    """Compare and set: the first of two wins."""
    rows = writable(actor, MentorRound).filter(pk=found.pk, state=before)
    if not rows.update(state=after, **values):
        return False
    found.refresh_from_db()
    return True

"""What a person does in a round: put wishes in order, one press at a time, and take them back."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from stegvis.exchange.models import Occasion, Round, RoundWish
from stegvis.exchange.rounds.policies import may_wish, may_withdraw
from stegvis.exchange.rounds.queries import company_of, own_place_in, own_wishes, wishable
from stegvis.exchange.rounds.tasks import tell_managers
from stegvis.foundation.access.actor import Actor, give_reason
from stegvis.foundation.access.policy import NotYours, visible, writable
from stegvis.foundation.access.verdict import Refused, require
from stegvis.foundation.database.turns import wait_for_turn
from stegvis.foundation.documents.text import clean
from stegvis.people.models import Employment, Person

TURN = "exchange.round"
LETTERS, WORD = "abcdefghjkmnpqrstuvwxyz23456789", 10
"""What a word for company is drawn of, and its length: too many to guess; none that look alike."""


@transaction.atomic
def add_wishes(*, actor: Actor, found: Round, occasions: Sequence[int] | None, starts_on: date | None = None) -> int:
    """Put these occasions last among the actor's wishes. Returns how many.

    ``None`` is all that may be wished for but where each begins when it suits: there ``starts_on`` says when.
    Raises Refused, also for one that is wished for already or cannot be, and where the round has just been closed.
    """
    work = _open_for(actor, found)
    choices = {one.occasion_id: one for one in wishable(actor, found, work)}
    mine = own_wishes(actor, found)
    wished = {one.occasion_id for one in mine}
    fixed = [key for key, one in choices.items() if key not in wished and not one.occasion.offer.starts_any_time]
    wanted = fixed if occasions is None else list(occasions)
    if wished.intersection(wanted) or len(set(wanted)) != len(wanted):
        raise Refused(_("You have wished for it already."))
    if not choices.keys() >= set(wanted):
        raise Refused(_("It cannot be wished for any longer. Look through the list again."))
    begins = {key: _checked_start(choices[key].occasion, starts_on) for key in wanted}
    give_reason("wish in a round")
    person = visible(actor, Person).get(pk=work.person_id)
    common: dict[str, Any] = {
        "round": found,
        "person": person,
        "employer_id": work.employer_id,
        "unit_id": work.unit_id,
        "user_id": actor.user,
        "profession_id": work.profession_id,
        "name": f"{person.given_name} {person.family_name}".strip(),
        "workplace": f"{work.unit.name}, {work.employer.name}"[:250],
        "company": mine[0].company if mine else "",
    }
    RoundWish.objects.bulk_create(
        RoundWish(**common, occasion_id=key, title=choices[key].occasion.offer.title, rank=rank, starts_on=begins[key])
        for rank, key in enumerate(wanted, start=len(mine) + 1)
    )
    if wanted:
        tell_managers.defer(round_id=found.pk, person_id=str(person.pk))
    return len(wanted)


def _checked_start(occasion: Occasion, day: date | None) -> date | None:
    """Raises Refused where one is asked for and it is none that the window has."""
    if not occasion.offer.starts_any_time:
        return None
    if day is None or not first_start(occasion) <= day <= timezone.localdate(occasion.ends):
        raise Refused(_("Choose a day to begin on while the offer is open."))
    return day


def first_start(occasion: Occasion) -> date:
    """The first day on which somebody may begin, where each does when it suits."""
    return max(timezone.localdate(), timezone.localdate(occasion.starts))


@transaction.atomic
def move_wish(*, actor: Actor, found: Round, occasion: int, up: bool) -> None:
    """One step dearer, or less. At the end of the list nothing happens. Raises Refused, NotYours."""
    _open_for(actor, found)
    order = [one.occasion_id for one in own_wishes(actor, found)]
    if occasion not in order:
        raise NotYours
    place = order.index(occasion)
    other = place + (-1 if up else 1)
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        _number(actor, found, order)


@transaction.atomic
def remove_wish(*, actor: Actor, found: Round, occasion: int) -> None:
    """Raises Refused, NotYours."""
    _open_for(actor, found)
    if not _mine(actor, found).filter(occasion=occasion).delete()[0]:
        raise NotYours
    _number(actor, found, [one.occasion_id for one in own_wishes(actor, found)])


@transaction.atomic
def travel_with(*, actor: Actor, found: Round, company: str) -> None:
    """Go together with whoever gave one their word, or not at all; an empty one goes alone. Raises Refused.

    A word is drawn by ``begin_company`` and known to those whom it was given: nobody is bound by what they happen to
    write, and both have said yes.
    """
    _open_for(actor, found)
    said = clean(company).lower()[:30]
    if not found.has_crossing or not _mine(actor, found).exists():
        raise NotYours
    if said and not company_of(found, said):
        raise Refused(_("Nobody in the round has that word. Ask them to look at theirs; it is by their wishes."))
    give_reason("travel together")
    _mine(actor, found).update(company=said)


@transaction.atomic
def begin_company(*, actor: Actor, found: Round) -> str:
    """Draw a word to give to whom one wants to travel with. Returns it. Raises Refused."""
    _open_for(actor, found)
    if not found.has_crossing or not _mine(actor, found).exists():
        raise NotYours
    word = "".join(secrets.choice(LETTERS) for _letter in range(WORD))
    give_reason("travel together")
    _mine(actor, found).update(company=word)
    return word


@transaction.atomic
def withdraw_wishes(*, actor: Actor, found: Round) -> None:
    """Take all of them back, until it is published. The lots of others stay as they are. Raises Refused."""
    _person(actor)
    wait_for_turn(TURN, found.pk)
    found.refresh_from_db()
    require(may_withdraw(found))
    give_reason("withdraw from a round")
    _mine(actor, found).delete()


def _open_for(actor: Actor, found: Round) -> Employment:
    """The employment that the actor wishes in. One at a time in a round: of a wish and a close one comes first."""
    _person(actor)
    wait_for_turn(TURN, found.pk)
    found.refresh_from_db()
    works = own_place_in(actor, found)
    if not works:
        raise NotYours
    require(may_wish(actor, found, works))
    mine = own_wishes(actor, found)
    return next((one for one in works if mine and one.employer_id == mine[0].employer_id), works[0])


def _person(actor: Actor) -> None:
    if actor.person is None or actor.user is None:
        raise NotYours


def _mine(actor: Actor, found: Round) -> QuerySet[RoundWish]:
    return writable(actor, RoundWish).filter(round=found, person=actor.person)


def _number(actor: Actor, found: Round, order: Sequence[int]) -> None:
    rows = {one.occasion_id: one for one in own_wishes(actor, found)}
    moved = []
    for rank, occasion in enumerate(order, start=1):
        if rows[occasion].rank != rank:
            rows[occasion].rank = rank
            moved.append(rows[occasion])
    RoundWish.objects.bulk_update(moved, ["rank"])

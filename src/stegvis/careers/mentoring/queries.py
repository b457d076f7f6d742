"""Reading offers, rounds and mentorships. Names are those of log-ins, without the protected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from stegvis.careers.models import (
    MentorAnswer,
    MentorMeeting,
    MentorOffer,
    MentorReflection,
    MentorRound,
    Mentorship,
    MentorWish,
)
from stegvis.careers.queries.disclosed import Cell, database_rows, unless_few
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.audit.queries import names_of
from stegvis.organisations.models import Collaboration, Membership, Organisation
from stegvis.people.access import current
from stegvis.people.models import Employment

State = Mentorship.State
WAITING = (State.ASKED, State.PROPOSED)
OVER = (State.FINISHED, State.ENDED)


@dataclass(frozen=True)
class Case:
    """A mentorship as one of the two has it. ``other`` is the name of the other, where it may be shown."""

    mentorship: Mentorship
    is_mentor: bool
    other: str

    @property
    def is_waiting(self) -> bool:
        return self.mentorship.state in WAITING

    @property
    def waits_for_me(self) -> bool:
        found = self.mentorship
        return self.is_waiting and (found.mentor_accepted_on if self.is_mentor else found.person_accepted_on) is None


def acting_person(actor: Actor) -> tuple[UUID, int]:
    """The acting person and their log-in. Raises NotYours for whoever is no person here."""
    if actor.person is None or actor.user is None:
        raise NotYours
    return actor.person, actor.user


def own_employments(actor: Actor) -> list[Employment]:
    """Where the actor works today, the largest share first."""
    if actor.person is None:
        return []
    rows = visible(actor, Employment).filter(current(actor), person=actor.person)
    return list(rows.select_related("unit", "profession", "employer").order_by("-share", "pk"))


def latest_employment(actor: Actor) -> Employment | None:
    """The one that runs, else the last that ended. Its unit is not read: a former employee does not see it."""
    if actor.person is None:
        return None
    rows = visible(actor, Employment).filter(person=actor.person, valid_from__lte=actor.today)
    return (
        rows.select_related("profession", "employer")
        .order_by(F("valid_to").desc(nulls_first=True), "-share", "-valid_from", "pk")
        .first()
    )


def may_be_named(actor: Actor) -> bool:
    """The actor's own name may be spread."""
    return bool(database_rows("SELECT stegvis_mentoring_open_to_me()")[0][0])


def own_managers(actor: Actor) -> set[int]:
    """The users who manage where the actor works today, and above."""
    return {row[0] for row in database_rows("SELECT id FROM stegvis_own_managers()")} if actor.person else set()


def own_line(actor: Actor) -> set[int]:
    """The users who manage the actor, and those whom the actor manages: a round matches none of them."""
    return {row[0] for row in database_rows("SELECT id FROM stegvis_own_line()")} if actor.person else set()


def own_offer(actor: Actor) -> MentorOffer | None:
    rows = visible(actor, MentorOffer).filter(person=actor.person) if actor.person else MentorOffer.objects.none()
    return rows.select_related("employer", "profession").first()


def offers_for(actor: Actor, *, topic: str = "", profession: str = "", meets: str = "") -> QuerySet[MentorOffer]:
    """What others offer, those with a free place first."""
    rows = visible(actor, MentorOffer).filter(state=MentorOffer.State.OPEN).exclude(user=actor.user)
    if topic:
        rows = rows.filter(topics__contains=[topic])
    if profession:
        rows = rows.filter(Q(professions__contains=[profession]) | Q(professions=[]))
    if meets:
        rows = rows.filter(meets__in=[meets, MentorOffer.Meets.EITHER])
    is_full = Q(taken__gte=F("places"))
    return rows.select_related("employer", "profession").alias(is_full=is_full).order_by("is_full", "name", "pk")


def offer_of(actor: Actor, offer_id: int) -> MentorOffer:
    """An offer to ask, or one's own. Raises NotYours."""
    return get_visible(actor, MentorOffer, visible(actor, MentorOffer).select_related("employer"), pk=offer_id)


def cases_of(actor: Actor) -> list[Case]:
    """The actor's mentorships on either side, what did not come to be left out. Two queries."""
    both = Q(user=actor.user) | Q(mentor=actor.user)
    rows = visible(actor, Mentorship).filter(both).exclude(state=State.DECLINED)
    return _cases(actor, list(rows.select_related("mentor_employer")))


def has_mentor(actor: Actor) -> bool:
    """The actor's own mentorship runs."""
    return visible(actor, Mentorship).filter(user=actor.user, state=State.RUNNING).exists()


def case_of(actor: Actor, mentorship_id: UUID) -> Case:
    """Raises NotYours."""
    both = visible(actor, Mentorship).filter(Q(user=actor.user) | Q(mentor=actor.user))
    found = get_visible(actor, Mentorship, both.select_related("mentor_employer"), pk=mentorship_id)
    return _cases(actor, [found])[0]


def cases_among(actor: Actor, keys: Iterable[str]) -> dict[str, Case]:
    """Those of the mentorships that the actor is one of the two in, by key as text. Two queries."""
    rows = visible(actor, Mentorship).filter(Q(user=actor.user) | Q(mentor=actor.user), pk__in=set(keys))
    return {str(case.mentorship.pk): case for case in _cases(actor, list(rows))}


def _cases(actor: Actor, rows: Sequence[Mentorship]) -> list[Case]:
    names = names_of(key for one in rows for key in (one.user_id, one.mentor_id))
    others = {one.pk: one.user_id if one.mentor_id == actor.user else one.mentor_id for one in rows}
    return [Case(one, one.mentor_id == actor.user, names.get(others[one.pk], "")) for one in rows]


def meetings_of(actor: Actor, mentorship: Mentorship) -> list[MentorMeeting]:
    return list(visible(actor, MentorMeeting).filter(mentorship=mentorship))


def reflections_of(actor: Actor, mentorship: Mentorship) -> list[MentorReflection]:
    return list(visible(actor, MentorReflection).filter(mentorship=mentorship))


def rounds_open_for(actor: Actor, employments: Iterable[Employment]) -> list[MentorRound]:
    """Rounds that take wishes today from whoever has these employments. Two queries."""
    employers = {one.employer_id for one in employments}
    if not employers:
        return []
    members = Membership.objects.filter(current(actor), organisation__in=employers)
    mine = Q(employer__in=employers) | Q(collaboration__in=members.values("collaboration"))
    rows = visible(actor, MentorRound).filter(mine, state=MentorRound.State.OPEN, closes_on__gte=actor.today)
    return list(rows.select_related("employer", "collaboration"))


def rounds_wishing_for(actor: Actor) -> list[MentorRound]:
    """Open rounds in which somebody has wished for the actor."""
    wished = visible(actor, MentorWish).filter(mentor=actor.user)
    rows = visible(actor, MentorRound).filter(state=MentorRound.State.OPEN, pk__in=wished.values("round"))
    return list(rows.select_related("employer", "collaboration"))


def employers_of(actor: Actor, found: MentorRound) -> set[int]:
    """The employers whose staff and mentors the round is for."""
    if found.employer_id is not None:
        return {found.employer_id}
    members = Membership.objects.filter(current(actor), collaboration=found.collaboration_id)
    return set(members.values_list("organisation", flat=True))


def offers_in(actor: Actor, found: MentorRound) -> QuerySet[MentorOffer]:
    """The mentors to wish for: a round matches nobody with who manages them, nor with whom they manage."""
    return offers_for(actor).filter(employer__in=employers_of(actor, found)).exclude(user__in=own_line(actor))


def offers_in_play(actor: Actor, found: MentorRound) -> QuerySet[MentorOffer]:
    """All open offers that the round is for, the actor's own too."""
    rows = visible(actor, MentorOffer).filter(state=MentorOffer.State.OPEN, employer__in=employers_of(actor, found))
    return rows.select_related("employer", "profession")


def own_wishes(actor: Actor, found: MentorRound) -> list[MentorWish]:
    rows = visible(actor, MentorWish).filter(round=found, person=actor.person) if actor.person else []
    return list(rows)


@dataclass(frozen=True)
class Result:
    """What came of the actor's wishes in a settled round: (mentor's name, in words), the dearest first."""

    round: MentorRound
    wishes: list[tuple[str, str]]


def results_for(actor: Actor) -> list[Result]:
    """Of rounds settled in the last two months. Two queries."""
    if actor.person is None:
        return []
    since = actor.today - timedelta(days=60)
    rows = visible(actor, MentorWish).filter(
        person=actor.person, round__state=MentorRound.State.SETTLED, round__settled_on__gte=since
    )
    wishes = list(rows.exclude(outcome="").select_related("round").order_by("-round__settled_on", "round_id", "rank"))
    names = names_of(one.mentor_id for one in wishes)
    found: dict[int, Result] = {}
    for one in wishes:
        said = (names.get(one.mentor_id, ""), one.get_outcome_display())
        found.setdefault(one.round_id, Result(one.round, [])).wishes.append(said)
    return list(found.values())


@dataclass(frozen=True)
class Wisher:
    """Somebody who has wished for the actor, and what the actor has said of it."""

    wish: MentorWish
    name: str
    answer: MentorAnswer | None


def wishers_of(actor: Actor, found: MentorRound) -> list[Wisher]:
    """By name: the order in which they wished is nobody's business. Three queries."""
    wishes = list(
        visible(actor, MentorWish).filter(round=found, mentor=actor.user).select_related("profession", "employer")
    )
    names = names_of(one.user_id for one in wishes)
    rows = visible(actor, MentorAnswer).filter(round=found, mentor=actor.user)
    answers = {one.person_id: one for one in rows}
    wishers = [Wisher(one, names.get(one.user_id, ""), answers.get(one.person_id)) for one in wishes]
    return sorted(wishers, key=lambda one: (one.name, one.wish.pk))


def led_rounds(actor: Actor) -> QuerySet[MentorRound]:
    mine = Q(employer__in=actor.coordinates) | Q(collaboration__in=actor.leads)
    return visible(actor, MentorRound).filter(mine).select_related("employer", "collaboration")


def led_owners(actor: Actor) -> list[Organisation | Collaboration]:
    """For whom the actor may open a round."""
    return [
        *visible(actor, Organisation).filter(pk__in=actor.coordinates),
        *visible(actor, Collaboration).filter(pk__in=actor.leads),
    ]


@dataclass(frozen=True)
class Interest:
    """Of a round under way: how many wish, for how many mentors, and how many of those have answered."""

    wishers: int
    mentors: int
    answered: int


def interest_in(actor: Actor, found: MentorRound) -> Interest:
    wishes = set(visible(actor, MentorWish).filter(round=found).values_list("person", "mentor"))
    answers = set(visible(actor, MentorAnswer).filter(round=found).values_list("mentor", flat=True))
    mentors = {mentor for _person, mentor in wishes}
    return Interest(len({person for person, _mentor in wishes}), len(mentors), len(mentors & answers))


@dataclass(frozen=True)
class Count:
    """An employer's mentors and mentorships; ``None`` is fewer than five."""

    employer: str
    mentors: int
    free: int
    running: Cell
    finished: Cell


def counts_for(actor: Actor) -> list[Count]:
    """One line for each employer that the actor coordinates, or that belongs to a collaboration they lead."""
    members = Membership.objects.filter(current(actor), collaboration__in=actor.leads).values("organisation")
    employers = visible(actor, Organisation).filter(Q(pk__in=actor.coordinates) | Q(pk__in=members))
    counted = {row[0]: row[1:] for row in database_rows("SELECT * FROM stegvis_mentorship_counts()")}
    offers: dict[int, list[int]] = {}
    rows = visible(actor, MentorOffer).filter(state=MentorOffer.State.OPEN)
    for employer, places, taken in rows.values_list("employer", "places", "taken"):
        offers.setdefault(employer, []).append(places - taken)
    return [
        Count(
            one.name,
            len(offers.get(one.pk, [])),
            sum(offers.get(one.pk, [])),
            *(unless_few(number) for number in counted.get(one.pk, (0, 0))),
        )
        for one in employers
        if one.pk in offers or one.pk in counted or one.pk in actor.coordinates
    ]

"""From wishes and answers to a proposal: the engine's outcome in rows that can be read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from stegvis.careers.mentoring.queries import offers_in_play
from stegvis.careers.models import MentorAnswer, MentorOffer, MentorRound, MentorWish
from stegvis.careers.queries.disclosed import database_rows
from stegvis.engine.allocation import Outcome, Quotas, Reason, Wishes, allocate
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.access.policy import visible

UNANSWERED = 32_767
"""The priority of whom the mentor has said nothing of: after everybody they have put in order."""
OUTCOMES = {
    Reason.PLACED: MentorWish.Outcome.MATCHED,
    Reason.DEARER: MentorWish.Outcome.DEARER,
    Reason.UNSUITED: MentorWish.Outcome.UNSUITED,
    Reason.BEHIND: MentorWish.Outcome.FULL,
    Reason.NO_PLACES: MentorWish.Outcome.GONE,
}
Key = tuple[int, int]
"""(the mentor's order, number in the lottery), lower before higher."""


@dataclass(frozen=True)
class Told:
    """What becomes of a wish, with its key and the last admitted one where the places went to others."""

    wish: MentorWish
    outcome: str
    key: Key
    cut_off: Key | None


@dataclass(frozen=True)
class Proposal:
    """``digest`` changes with anything in it. ``left_out`` are persons whose wishes no longer count."""

    told: tuple[Told, ...]
    offers: dict[int, MentorOffer]
    left_out: int

    @property
    def matched(self) -> list[Told]:
        return [one for one in self.told if one.outcome == MentorWish.Outcome.MATCHED]

    @property
    def without(self) -> list[UUID]:
        """Who wished and gets nobody."""
        placed = {one.wish.person_id for one in self.matched}
        return sorted({one.wish.person_id for one in self.told} - placed)

    @property
    def digest(self) -> str:
        content = [(one.wish.pk, str(one.outcome), one.key) for one in self.told]
        return hashlib.sha256(repr(content).encode()).hexdigest()[:32]


def propose(actor: Actor, found: MentorRound) -> Proposal:
    """The matching of a round that has its seed, the same each time from the same wishes. Five queries."""
    assert found.seed is not None, "the matching draws it"  # noqa: S101 - tells the type checker
    wishes = list(visible(actor, MentorWish).filter(round=found).order_by("person_id", "rank", "pk"))
    in_play = {row[0] for row in database_rows("SELECT stegvis_mentor_wishes_in_play(%s)", found.pk)}
    counted = [one for one in wishes if one.pk in in_play]
    offers = {one.user_id: one for one in offers_in_play(actor, found)}
    answers = {(one.person_id, one.mentor_id): one for one in visible(actor, MentorAnswer).filter(round=found)}
    outcome, mentors = _run(counted, offers, answers, found.seed)
    told = tuple(_told(one, n, outcome, mentors) for n, one in enumerate(counted))
    persons = {one.person_id for one in wishes} - {one.person_id for one in counted}
    return Proposal(told, offers, len(persons))


def _run(
    wishes: Sequence[MentorWish],
    offers: dict[int, MentorOffer],
    answers: dict[tuple[UUID, int], MentorAnswer],
    seed: int,
) -> tuple[Outcome, dict[int, int]]:
    """The engine's outcome and each mentor's number in it. A mentor without an open offer has no places."""
    mentors = {mentor: n for n, mentor in enumerate(sorted({one.mentor_id for one in wishes}))}
    places = [max(offers[one].places - offers[one].taken, 0) if one in offers else 0 for one in mentors]
    rows: dict[UUID, list[tuple[int, int, bool]]] = {}
    for one in wishes:
        answer = answers.get((one.person_id, one.mentor_id))
        priority = answer.rank if answer and answer.rank else UNANSWERED
        rows.setdefault(one.person_id, []).append((mentors[one.mentor_id], priority, answer is None or answer.suits))
    quotas = Quotas.of_places(np.array(places, np.int64))
    return allocate(Wishes.of(list(rows.values())), quotas, seed=seed), mentors


def _told(wish: MentorWish, n: int, outcome: Outcome, mentors: dict[int, int]) -> Told:
    reason = Reason(int(outcome.reasons[n]))
    priority, lot = outcome.keys[n].tolist()
    last = outcome.cut_offs[mentors[wish.mentor_id]].tolist() if reason == Reason.BEHIND else None
    return Told(wish, OUTCOMES[reason], (priority, lot), (last[0], last[1]) if last else None)

"""What the pages of mentoring show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from stegvis.careers.mentoring.matching import Proposal
from stegvis.careers.mentoring.queries import OVER, WAITING, Case
from stegvis.careers.mentoring.wording import reason_in_words, topics_in_words
from stegvis.careers.models import MentorOffer, Mentorship, MentorWish
from stegvis.foundation.access.actor import Actor
from stegvis.foundation.audit.queries import names_of
from stegvis.people.models import Profession


@dataclass(frozen=True)
class OfferLine:
    offer: MentorOffer
    topics: list[str]
    professions: str
    is_full: bool

    @property
    def where(self) -> str:
        parts = (str(self.offer.profession), self.offer.unit, self.offer.employer.name)
        return ", ".join(part for part in parts if part)


def offer_lines(offers: Iterable[MentorOffer], professions: Iterable[Profession]) -> list[OfferLine]:
    titles = {one.pk: str(one) for one in professions}
    return [
        OfferLine(
            one,
            topics_in_words(one.topics),
            ", ".join(titles.get(code, code) for code in one.professions),
            one.taken >= one.places,
        )
        for one in offers
    ]


@dataclass(frozen=True)
class OwnCases:
    """The actor's mentorships: what waits for an answer, what runs, what is over."""

    cases: list[Case]

    @property
    def now(self) -> list[Case]:
        """What waits for the actor first."""
        rows = [one for one in self.cases if one.mentorship.state not in OVER]
        return sorted(rows, key=lambda one: (not one.waits_for_me, one.mentorship.state not in WAITING))

    @property
    def over(self) -> list[Case]:
        return [one for one in self.cases if one.mentorship.state in OVER]

    @property
    def has_mentor(self) -> bool:
        return any(not one.is_mentor and one.mentorship.state == Mentorship.State.RUNNING for one in self.cases)


@dataclass(frozen=True)
class ProposalLine:
    """One person's wishes in a proposal. Names are empty where they may not be shown."""

    name: str
    mentor: str
    reasons: list[tuple[str, str]]  # mentor, what became of the wish


def proposal_lines(proposal: Proposal) -> list[ProposalLine]:
    names = names_of(key for one in proposal.told for key in (one.wish.user_id, one.wish.mentor_id))
    rows: dict[int, list[tuple[str, str]]] = {}
    placed: dict[int, str] = {}
    for one in proposal.told:
        mentor = names.get(one.wish.mentor_id, "")
        rows.setdefault(one.wish.user_id, []).append((mentor, reason_in_words(one)))
        if one.outcome == MentorWish.Outcome.MATCHED:
            placed[one.wish.user_id] = mentor
    lines = [ProposalLine(names.get(user, ""), placed.get(user, ""), reasons) for user, reasons in rows.items()]
    return sorted(lines, key=lambda line: (bool(line.mentor), line.name))


def tabs(actor: Actor, here: str) -> list[dict[str, object]]:
    """Mentors, and for who leads them the rounds. Nothing to choose among for others."""
    if not (actor.coordinates or actor.leads):
        return []
    pages = [("careers:mentoring", _("Mentors")), ("careers:mentor_rounds", _("Matching rounds"))]
    return [{"label": label, "url": reverse(name), "current": name == here, "count": None} for name, label in pages]

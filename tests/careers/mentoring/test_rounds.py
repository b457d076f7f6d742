"""Rounds: wishes on both sides, one lottery, a proposal with its reasons, and a yes from each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from stegvis.careers.mentoring.matching import Proposal, propose
from stegvis.careers.mentoring.queries import (
    counts_for,
    interest_in,
    offers_in,
    own_employments,
    own_wishes,
    results_for,
    rounds_open_for,
    wishers_of,
)
from stegvis.careers.mentoring.rounds import (
    cancel_round,
    open_round,
    run_matching,
    save_answers,
    save_wishes,
    settle_round,
)
from stegvis.careers.mentoring.services import accept, decline
from stegvis.careers.models import MentorOffer, MentorRound, Mentorship, MentorWish
from stegvis.foundation.access.actor import acting_as
from stegvis.foundation.access.policy import NotYours, get_visible, visible
from stegvis.foundation.access.verdict import Refused
from stegvis.foundation.accounts.models import User
from stegvis.organisations.models import Role
from stegvis.people.models import ProtectedIdentity
from tests.careers.mentoring.conftest import asks, closed, ended, offers, opens, run, says_yes, today
from tests.careers.mentoring.test_mentorships import told
from tests.support.cast import START, Cast, grant
from tests.support.database import as_owner


def wishes(user: User, found: MentorRound, *mentors: User, line: str = "Nya uppdrag") -> int:
    with acting_as(user.pk) as actor:
        held = get_visible(actor, MentorRound, pk=found.pk)
        return save_wishes(actor=actor, found=held, mentors=[one.pk for one in mentors], line=line)


def answers(user: User, found: MentorRound, *, order: dict[User, int], unsuited: set[User] | None = None) -> None:
    ranks: dict[UUID, int] = {person.person.pk: rank for person, rank in order.items()}
    with acting_as(user.pk) as actor:
        save_answers(actor=actor, found=found, order=ranks, unsuited={one.person.pk for one in unsuited or set()})


def proposal_for(user: User, found: MentorRound) -> Proposal:
    with acting_as(user.pk) as actor:
        return propose(actor, get_visible(actor, MentorRound, pk=found.pk))


def settles(user: User, found: MentorRound, seen: str) -> Proposal:
    with acting_as(user.pk) as actor:
        return settle_round(actor=actor, found=get_visible(actor, MentorRound, pk=found.pk), seen=seen)


@pytest.fixture
def gr_round(cast: Cast, rut: User) -> MentorRound:
    """Maria with one place and Rut, retired, with one; Anna and Bosse want Maria first, Cecilia wants Rut."""
    offers(cast.maria)
    offers(rut)
    found = opens(cast.dag, cast.gr)
    wishes(cast.anna, found, cast.maria, rut)
    wishes(cast.bosse, found, cast.maria)
    wishes(cast.cecilia, found, rut)
    return found


def outcomes(proposal: Proposal) -> dict[tuple[int, int], str]:
    return {(one.wish.user_id, one.wish.mentor_id): str(one.outcome) for one in proposal.told}


def test_a_round_from_wishes_to_a_yes_from_both(cast: Cast, rut: User, gr_round: MentorRound) -> None:
    """Maria puts Bosse before Anna; Rut cannot help Cecilia. So Anna gets her second wish and Cecilia none."""
    assert "mentoring.wished" in told(rut)
    answers(cast.maria, gr_round, order={cast.bosse: 1, cast.anna: 2})
    answers(rut, gr_round, order={}, unsuited={cast.cecilia})
    with acting_as(cast.dag.pk) as actor:
        assert vars(interest_in(actor, gr_round)) == {"wishers": 3, "mentors": 2, "answered": 2}
    run(cast.dag, gr_round)
    proposal = proposal_for(cast.dag, gr_round)
    assert outcomes(proposal) == {
        (cast.anna.pk, cast.maria.pk): "full",
        (cast.anna.pk, rut.pk): "matched",
        (cast.bosse.pk, cast.maria.pk): "matched",
        (cast.cecilia.pk, rut.pk): "unsuited",
    }
    full = next(one for one in proposal.told if one.outcome == "full")
    assert (full.key[0], full.cut_off and full.cut_off[0]) == (2, 1)
    assert proposal.without == [cast.cecilia.person.pk]
    with acting_as(cast.anna.pk) as actor:
        assert results_for(actor) == []
    settles(cast.dag, gr_round, proposal.digest)
    with acting_as(cast.anna.pk) as actor:
        assert [one.wishes for one in results_for(actor)] == [
            [("Maria", "Platserna gick till andra"), ("Rut", "Matchad")]
        ]
    with as_owner():
        rows = {one.user_id: one for one in Mentorship.objects.all()}
        assert {key: (one.mentor_id, one.state) for key, one in rows.items()} == {
            cast.anna.pk: (rut.pk, "proposed"),
            cast.bosse.pk: (cast.maria.pk, "proposed"),
        }
        assert set(MentorOffer.objects.values_list("taken", flat=True)) == {1}
    assert says_yes(cast.anna, rows[cast.anna.pk]).state == "proposed"
    assert says_yes(rut, rows[cast.anna.pk]).state == "running"
    from tests.careers.mentoring.conftest import case

    with case(cast.maria, rows[cast.bosse.pk]) as (actor, found):
        decline(actor=actor, case=found)
        with pytest.raises(Refused, match="har just svarat"):
            accept(actor=actor, case=found)
    with as_owner():
        assert MentorOffer.objects.get(user=cast.maria).taken == 0
    assert "mentoring.matched" in told(cast.cecilia)


def test_the_same_seed_gives_the_same_and_unanswered_go_by_lot(cast: Cast, rut: User, gr_round: MentorRound) -> None:
    run(cast.dag, gr_round)
    first, again = proposal_for(cast.dag, gr_round), proposal_for(cast.dag, gr_round)
    assert first.digest == again.digest
    assert sum(one.wish.mentor_id == cast.maria.pk for one in first.matched) == 1
    with acting_as(cast.dag.pk) as actor, pytest.raises(Refused, match="redan körd"):
        run_matching(actor=actor, found=get_visible(actor, MentorRound, pk=gr_round.pk))


def test_who_sees_wishes_and_answers(cast: Cast, rut: User, gr_round: MentorRound) -> None:
    answers(cast.maria, gr_round, order={cast.bosse: 1})
    seen: dict[str, Any] = {}
    for name in ("anna", "cecilia", "maria", "dag", "gunilla", "hamid", "farid"):
        with acting_as(getattr(cast, name).pk) as actor:
            rows = visible(actor, MentorWish)
            seen[name] = sorted(rows.values_list("user__name", flat=True))
    assert seen == {
        "anna": ["Anna", "Anna"],
        "cecilia": ["Cecilia"],
        "maria": ["Anna", "Bosse"],
        "dag": ["Anna", "Anna", "Bosse", "Cecilia"],
        "gunilla": [],
        "hamid": [],
        "farid": [],
    }
    with acting_as(rut.pk) as actor:
        assert [(one.name, one.answer) for one in wishers_of(actor, gr_round)] == [("Anna", None), ("Cecilia", None)]
    with pytest.raises(NotYours):
        answers(rut, gr_round, order={cast.bosse: 1})


def test_only_whom_it_is_for_takes_part_and_only_until_the_last_day(cast: Cast, rut: User) -> None:
    offers(cast.maria)
    offers(cast.bosse)
    offers(rut)
    found = opens(cast.gunilla, cast.ale)
    with pytest.raises(NotYours):
        wishes(cast.cecilia, found, rut)
    with pytest.raises(Refused, match="har dragit sig ur"):
        wishes(cast.anna, found, cast.maria)  # of another employer than the round's
    with pytest.raises(Refused, match="din egen mentor"):
        wishes(cast.bosse, found, cast.bosse)
    with pytest.raises(Refused, match="visar ditt namn"):
        wishes(cast.per, found, rut)
    with pytest.raises(Refused, match="på en rad"):
        wishes(cast.anna, found, rut, line="")
    assert (wishes(cast.anna, found, rut), wishes(cast.anna, found)) == (1, 0)
    with acting_as(cast.anna.pk) as actor:
        assert own_wishes(actor, found) == []
        assert rounds_open_for(actor, own_employments(actor)) == [found]
    with acting_as(cast.gunilla.pk) as actor, pytest.raises(Refused, match=r"[Ss]ista dagen"):
        run_matching(actor=actor, found=found)
    closed(found)
    with pytest.raises(Refused, match=r"[Ss]ista dagen"):
        wishes(cast.anna, found, rut)
    with acting_as(cast.anna.pk) as actor:
        assert rounds_open_for(actor, own_employments(actor)) == []


def test_nobody_is_matched_with_who_manages_them_nor_with_whom_they_manage(cast: Cast, rut: User) -> None:
    """Whoever manages a unit above is a manager too, and whoever becomes one after the wish."""
    for mentor in (cast.anna, cast.bosse, cast.cecilia, cast.maria, rut):
        offers(mentor)
    with as_owner():
        grant(cast.maria, Role.UNIT_MANAGER, unit=cast.ale_care)
    found = opens(cast.dag, cast.gr)
    shown = {}
    for wisher in (cast.anna, cast.bosse, cast.maria, cast.cecilia):
        with acting_as(wisher.pk) as actor:
            shown[wisher.name] = {one.user.name for one in offers_in(actor, found).select_related("user")}
    assert shown == {
        "Anna": {"Cecilia", "Rut"},
        "Bosse": {"Cecilia", "Rut"},
        "Maria": {"Rut"},
        "Cecilia": {"Anna", "Bosse", "Rut"},
    }
    for wisher, mentor in ((cast.anna, cast.bosse), (cast.anna, cast.maria), (cast.bosse, cast.anna)):
        with pytest.raises(Refused, match="egen chef"):
            wishes(wisher, found, mentor)
    wishes(cast.anna, found, rut)
    wishes(cast.bosse, found, cast.cecilia)
    wishes(cast.cecilia, found, cast.bosse, rut)
    with as_owner():
        grant(rut, Role.UNIT_MANAGER, unit=cast.ale_care)
        grant(cast.bosse, Role.UNIT_MANAGER, unit=cast.molndal_care)
    run(cast.dag, found)
    proposal = proposal_for(cast.dag, found)
    assert (outcomes(proposal), proposal.left_out) == ({(cast.cecilia.pk, rut.pk): "matched"}, 2)


def test_one_round_at_a_time_for_each(cast: Cast) -> None:
    first = opens(cast.gunilla, cast.ale)
    opens(cast.dag, cast.gr)
    for user, owner in ((cast.gunilla, cast.ale), (cast.dag, cast.gr)):
        with pytest.raises(Refused, match="pågår redan"):
            opens(user, owner)
    for user in (cast.bosse, cast.dag, cast.anna):
        with pytest.raises(Refused, match="leds av"):
            opens(user, cast.ale)
    with acting_as(cast.gunilla.pk) as actor:
        with pytest.raises(Refused, match="inom ett år"):
            open_round(actor=actor, owner=cast.ale, title="T", closes_on=today() - timedelta(days=1))
        cancel_round(actor=actor, found=first)
        with pytest.raises(Refused, match="redan slut"):
            cancel_round(actor=actor, found=first)
    assert opens(cast.gunilla, cast.ale).state == "open"


def test_who_has_left_found_a_mentor_or_is_protected_is_out_of_the_matching(
    cast: Cast, rut: User, gr_round: MentorRound
) -> None:
    """Anna has a mentor by now, Bosse has left, Cecilia's identity is protected."""
    says_yes(rut, asks(cast.anna, offers(rut)))
    ended(cast.bosse)
    with as_owner():
        ProtectedIdentity.objects.create(person=cast.cecilia.person, employer=cast.molndal, since=START)
    run(cast.dag, gr_round)
    proposal = proposal_for(cast.dag, gr_round)
    assert (proposal.told, proposal.left_out) == ((), 2)


def test_what_changes_before_it_is_settled_is_looked_at_again(cast: Cast, rut: User, gr_round: MentorRound) -> None:
    """Rut takes somebody without a round while Dag reads the proposal: the place is gone."""
    answers(cast.maria, gr_round, order={cast.bosse: 1, cast.anna: 2})
    run(cast.dag, gr_round)
    seen = proposal_for(cast.dag, gr_round).digest
    with acting_as(rut.pk) as actor:
        offer = visible(actor, MentorOffer).get(user=rut)
    says_yes(rut, asks(cast.anna, offer))
    with pytest.raises(Refused, match="Något har ändrats"):
        settles(cast.dag, gr_round, seen)
    with as_owner():
        assert MentorRound.objects.get().state == "matched"
    again = proposal_for(cast.dag, gr_round)
    assert outcomes(again) == {(cast.bosse.pk, cast.maria.pk): "matched", (cast.cecilia.pk, rut.pk): "gone"}
    settles(cast.dag, gr_round, again.digest)
    with pytest.raises(Refused, match="väntar inte"):
        settles(cast.dag, gr_round, again.digest)


def test_counts_tell_of_nobody(cast: Cast) -> None:
    offers(cast.maria)
    with acting_as(cast.gunilla.pk) as actor:
        assert [vars(one) for one in counts_for(actor)] == [
            {"employer": "Ale kommun", "mentors": 0, "free": 0, "running": None, "finished": None}
        ]
    with acting_as(cast.dag.pk) as actor:
        assert [(one.employer, one.mentors, one.free, one.running) for one in counts_for(actor)] == [
            ("Mölndals kommun", 1, 1, None)
        ]

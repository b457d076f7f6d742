"""Nobody works out a few from plans that tell of the same staff, in whichever order they are shown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.planning.plans.subtracting import Decided, withheld_from

NOW = ("fysioterapeut", "now")


def own(member: int, value: float, *, starts: int = 2026) -> Decided:
    return Decided(frozenset({member}), False, starts, starts + 5, {NOW: Decimal(str(value))})


def joint(members: int, value: float, *, starts: int = 2026) -> Decided:
    return Decided(frozenset(range(members)), True, starts, starts + 5, {NOW: Decimal(str(value))})


def shown(plans: list[Decided]) -> list[Decided]:
    """One after the other, all decided before the first is shown."""
    found = list(plans)
    for at, one in enumerate(plans):
        found[at] = replace(one, withheld=withheld_from(one, found[:at] + found[at + 1 :]))
    return found


@pytest.mark.parametrize(
    ("plans", "told"),
    [
        ([own(0, 7), own(1, 3), joint(2, 10)], [True, False, False]),
        ([joint(2, 10), own(0, 7), own(1, 3)], [False, True, False]),  # who has 7 knows
        ([own(0, 7), own(1, 8), joint(2, 15)], [True, True, True]),
        (
            [own(0, 7), own(1, 0), joint(2, 7)],
            [True, False, False],
        ),  # to withhold would tell of somebody
        ([own(0, 3), own(1, 3), joint(2, 6)], [False, False, False]),  # the one takes away their own
        ([own(0, 3), own(1, 3), own(2, 3), joint(3, 9)], [False, False, False, True]),
        ([own(0, 7), joint(2, 10, starts=2028)], [True, False]),  # years overlap
        ([own(0, 7), joint(2, 10, starts=2040)], [True, False]),  # what there is now hangs on no years
        ([own(0, 7), own(0, 20), joint(2, 23)], [True, True, False]),  # of two earlier ones, either
        ([joint(3, 30), joint(2, 27)], [True, False]),  # one collaboration inside another
    ],
)
def test_the_later_yields_where_a_few_would_be_left(plans: list[Decided], told: list[bool]) -> None:
    assert [one.tells(NOW) for one in shown(plans)] == told


def of(people: dict[int, int], *plans: str) -> list[Decided]:
    """Joint plans of the members that the digits name."""
    sets = [frozenset(map(int, one)) for one in plans]
    return [Decided(one, True, 2026, 2031, {NOW: Decimal(sum(people[member] for member in one))}) for one in sets]


FIVE = {1: 10, 2: 12, 3: 9, 4: 14, 5: 3}


@pytest.mark.parametrize(
    ("plans", "told"),
    [
        (of(FIVE, "12", "34", "12345"), [True, True, False]),  # two parts taken away
        (of(FIVE, "12345", "12", "34"), [True, True, False]),
        (of(FIVE, "125", "12", "345"), [True, False, True]),
        (of({1: 10, 2: 3, 3: 9}, "12", "23", "13"), [True, True, False]),  # half of all three, less one
        (of({1: 10, 2: 3, 3: 9}, "12", "23", "123"), [True, True, False]),
        (of({1: 10, 2: 8, 3: 9}, "12", "23", "13"), [True, True, True]),
        ([own(5, 4), *of({1: 10, 2: 12, 3: 9, 4: 2, 5: 4}, "12", "12345", "453")], [False, True, True, True]),
        ([own(5, 4), *of({1: 10, 2: 12, 3: 9, 4: 2, 5: 4}, "123", "12345")], [False, True, False]),  # who has 4 knows 2
        ([*of(FIVE, "12", "34", "123456"[:5]), own(5, 3)], [True, True, False, False]),
        ([*of(FIVE | {6: 20}, "12", "34", "123456"), own(6, 20)], [True, True, False, True]),  # who has 20 knows 3
    ],
)
def test_plans_of_different_members_are_solved_together(plans: list[Decided], told: list[bool]) -> None:
    assert [one.tells(NOW) for one in shown(plans)] == told


@settings(max_examples=100, deadline=None)
@given(data=st.data(), people=st.lists(st.integers(0, 9), min_size=3, max_size=5))
def test_what_is_solved_together_leaves_room_for_five(data: st.DataObject, people: list[int]) -> None:
    groups = data.draw(st.lists(st.sets(st.sampled_from(range(len(people))), min_size=2), min_size=2, max_size=5))
    plans = shown(of(dict(enumerate(people)), *("".join(map(str, sorted(one))) for one in groups)))
    told = [one for one in plans if one.tells(NOW)]
    table = np.array([[member in one.members for member in range(len(people))] for one in told], float)
    for member, end in enumerate(_most(table, np.array([float(one.figures[NOW]) for one in told])) if told else ()):
        assert end >= 5 - 1e-6, (told, member)


def _most(table: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Of each member at the corners of all that fits: where no more members are there than the figures settle."""
    ends = np.where(table.any(axis=0), 0.0, np.inf)
    for there in product([False, True], repeat=table.shape[1]):
        here = np.flatnonzero(there)
        found = np.linalg.lstsq(table[:, here], values, rcond=None)[0]
        if np.allclose(table[:, here] @ found, values) and (found > -1e-9).all():
            ends[here] = np.maximum(ends[here], found)
    return ends


def test_a_member_knows_just_what_is_their_own() -> None:
    """Ale's 15 are decided and not shown: with 45 of Ale and Mölndal and 33 of Mölndal and Kungälv, Ale knows 3."""
    known = own(1, 15)
    first, second = of({1: 15, 2: 30, 3: 3}, "12", "23")
    first = replace(first, withheld=withheld_from(first, [known, second]))
    assert first.tells(NOW)
    assert withheld_from(second, [known, first]) == {NOW}


def test_what_does_not_agree_far_away_loosens_nothing() -> None:
    """Kust's 50 and a member's 60 contradict each other, and have nobody in common with the others."""
    norr, syd, coast, county = of(FIVE | {6: 50, 7: 0}, "12", "34", "67", "12345")
    apart = [replace(one, withheld=frozenset()) for one in (norr, syd, coast, own(6, 60))]
    assert withheld_from(county, apart) == {NOW}


def test_earlier_editions_are_solved_too() -> None:
    """What was told first lets out as much as what was told last."""
    norr, syd, county = of(FIVE, "12", "34", "12345")
    later = of({1: 15, 2: 15, 3: 15, 4: 16}, "12", "34")
    told = [replace(one, withheld=frozenset()) for one in (norr, syd, *later)]
    assert withheld_from(county, told) == {NOW}


def test_what_will_be_is_beside_what_will_be_in_the_same_years_alone() -> None:
    def needed(one: Decided) -> Decided:
        return replace(one, figures={("fysioterapeut", "need"): one.figures[NOW]})

    for starts, told in ((2028, {("fysioterapeut", "need")}), (2040, set())):
        assert shown([needed(own(0, 7)), needed(joint(2, 10, starts=starts))])[1].withheld == told


VALUES = st.lists(st.integers(0, 40).map(lambda n: n / 2), min_size=2, max_size=4)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), values=VALUES)
def test_a_slow_reader_subtracts_everything_and_finds_no_few(data: st.DataObject, values: list[float]) -> None:
    """Every joint figure less every choice of the members' editions, as an outsider and as each who tells nothing."""
    changed = data.draw(st.lists(st.integers(0, 40).map(lambda n: n / 2), min_size=len(values), max_size=len(values)))
    plans = [own(at, value) for at, value in (*enumerate(values), *enumerate(changed))]
    plans += [joint(len(values), sum(values)), joint(len(values), sum(changed), starts=2027)]
    plans = shown(data.draw(st.permutations(plans)))
    mine = {at: [one for one in plans if one.members == {at} and not one.is_joint] for at in range(len(values))}
    silent = {at for at, editions in mine.items() if not all(one.tells(NOW) for one in editions)}
    told = [[one.figures[NOW] for one in mine[at] if one.tells(NOW)] for at in mine]
    choices = [[*figures, *([Decimal(0)] if at in silent else [])] for at, figures in enumerate(told)]
    for whole in (one.figures[NOW] for one in plans if one.is_joint and one.tells(NOW)):
        for reader in (None, *silent):
            others = silent - {reader}
            known = [one.figures[NOW] for one in mine[reader]] if reader is not None else []
            spans = [known if at == reader else figures for at, figures in enumerate(choices)]
            for taken in product(*spans):
                assert not others or not 0 <= whole - sum(taken) < 5

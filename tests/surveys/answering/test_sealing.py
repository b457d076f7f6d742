"""Which answers are opened together, and what stands beside them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from stegvis.foundation.sealed.models import SealedAnswer
from stegvis.surveys.answering.locking import room_for
from stegvis.surveys.answering.sealing import (
    asks_differently,
    coarsened,
    open_answers_of,
    open_closed,
    told_together,
)
from stegvis.surveys.content.plain import read
from stegvis.surveys.fielding import services
from stegvis.surveys.models import Answers, FreeText
from tests.support.cast import Cast
from tests.support.database import as_owner
from tests.surveys.asked import CONTENT, WHOLE, Asked, asks_persons, does, fills_in, opens, sends, sets_up, tokens

LABELS = st.lists(st.tuples(*[st.sampled_from(["a", "b", "c", ""])] * 3), min_size=5, max_size=40)


@given(LABELS, st.integers(3, 6))
def test_each_label_is_shared_by_enough_and_says_nothing_untrue(labels: list[tuple[str, ...]], fewest: int) -> None:
    kept = coarsened(labels, fewest)
    assert len(kept) == len(labels)
    for before, after in zip(labels, kept, strict=True):
        assert all(new in {old, ""} for old, new in zip(before, after, strict=True))
    if len(labels) >= fewest:
        for depth in (1, 2, 3):
            shared = Counter(one[:depth] for one in kept)
            assert min(shared.values()) >= fewest


def test_nothing_is_left_out_where_there_is_enough_of_all() -> None:
    labels = [("a", "x", "")] * 5 + [("b", "y", "1")] * 6
    assert coarsened(labels, 5) == labels
    lone = [("a", "x", "")] * 6 + [("b", "y", "")]
    assert coarsened(lone, 5) == [("", "", "")] * 7
    with_third = [*lone, *[("c", "z", "")] * 9]
    assert Counter(coarsened(with_third, 5)) == {("", "", ""): 7, ("c", "z", ""): 9}


def test_groups_too_small_stay_sealed() -> None:
    assert told_together([("1", "a")] * 5 + [("1", "b")] * 4, 5) == {0, 1, 2, 3, 4}
    assert told_together([("1", "a")] * 4, 5) == set()


def answered(asked: Asked, number: int) -> None:
    for token in list(asked.tokens.values())[:number]:
        fills_in(token)
        assert sends(token) == "sent"


def test_answers_are_opened_when_the_round_is_closed_and_there_are_enough(persons: Asked) -> None:
    answered(persons, 4)
    with as_owner():
        assert open_answers_of(persons.round.pk) == 0
    does(persons.cast.dag, services.close_round, persons.round)
    with as_owner():
        assert (open_closed(), Answers.objects.count(), SealedAnswer.objects.count()) == (0, 0, 4)
    does(persons.cast.dag, services.reopen_round, persons.round, closes_on=persons.round.closes_on)
    for token in list(persons.tokens.values())[4:6]:
        fills_in(token)
        assert sends(token) == "sent"
    with as_owner():
        assert open_closed() == 0
    does(persons.cast.dag, services.close_round, persons.round)
    with as_owner():
        assert (open_closed(), open_closed(), SealedAnswer.objects.count()) == (6, 0, 0)
        told = list(Answers.objects.values_list("actor", "stratum", "cluster", "notice", "content"))
        rest = {code: value for code, value in WHOLE.items() if code != "vilken"}
        assert told == [("municipality", "", "", 1, rest)] * 6
        texts = FreeText.objects.values_list("asked__question", "actor", "content", "is_shown", "reply")
        assert list(texts) == [("vilken", "municipality", "Vår egen", False, None)] * 6  # shown from ten on


def test_where_kinds_are_asked_differently_a_kind_too_small_stays_sealed(cast: Cast) -> None:
    first, *others = CONTENT["sections"]
    content: dict[str, Any] = {**CONTENT, "sections": [first, *[{**one, "actors": ["municipality"]} for one in others]]}
    assert asks_differently(read(content))
    assert not asks_differently(read(CONTENT))
    found = sets_up(cast, content, kind="persons")
    asks_persons(cast, found, 12, kinds=("region", "municipality", "municipality"))
    opens(cast, found)
    for token in tokens(found).values():
        fills_in(token, {"om": {"q-modell": "nej"}})
        assert sends(token) == "sent"
    does(cast.dag, services.close_round, found)
    with as_owner():
        assert open_answers_of(found.pk) == 8
        assert set(Answers.objects.values_list("actor", flat=True)) == {"municipality"}
        assert SealedAnswer.objects.count() == 4


def test_everybody_takes_the_same_room(persons: Asked) -> None:
    fills_in(persons.tokens["p0@example.se"])
    fills_in(persons.tokens["p1@example.se"], {"om": {"q-modell": "nej"}})
    for address in ("p0@example.se", "p1@example.se"):
        assert sends(persons.tokens[address]) == "sent"
    with as_owner():
        (length,) = {len(one.content) for one in SealedAnswer.objects.all()}
    assert length > room_for(read(CONTENT))

"""Two readings compared as plain values, against counting by hand."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.surveys.coding.comparing import Difference, Span, agreements, compared
from stegvis.surveys.coding.sentences import Piece, pieces, sentences, stretches

T, U = UUID(int=1), UUID(int=2)
A, B = UUID(int=11), UUID(int=12)


def test_what_is_alike_is_taken_and_what_touches_is_one_matter() -> None:
    first = [Span(T, A, 0, 5), Span(T, A, 10, 20), Span(T, A, 30, 40), Span(T, B, 0, 5)]
    second = [Span(T, A, 0, 5), Span(T, A, 15, 25), Span(T, A, 25, 28), Span(U, B, 0, 5)]
    assert compared(first, second) == (
        [Span(T, A, 0, 5)],
        [
            Difference(T, B, 0, 5, ((0, 5),), ()),
            Difference(T, A, 10, 25, ((10, 20),), ((15, 25),)),
            Difference(T, A, 25, 28, (), ((25, 28),)),
            Difference(T, A, 30, 40, ((30, 40),), ()),
            Difference(U, B, 0, 5, (), ((0, 5),)),
        ],
    )


def test_a_difference_is_settled_in_the_ways_that_mark_something_of_their_own() -> None:
    both = Difference(T, A, 0, 9, ((0, 5),), ((4, 9),))
    assert {choice: both.settled(choice) for choice in both.choices} == {
        "first": ((0, 5),),
        "second": ((4, 9),),
        "both": ((0, 9),),
        "neither": (),
    }
    assert Difference(T, A, 0, 9, ((0, 9),), ((4, 9),)).choices == ("first", "second", "neither")
    assert Difference(T, A, 0, 9, ((0, 9),), ()).choices == ("first", "neither")
    assert Difference(T, A, 0, 9, (), ((0, 9),)).choices == ("second", "neither")
    with pytest.raises(ValueError, match="third"):
        both.settled("third")


def test_agreement_is_counted_by_text_and_by_character() -> None:
    """Ten texts of ten characters; A by both in four, by the first alone in one, by the second alone in two."""
    texts = {UUID(int=100 + number): 10 for number in range(10)}
    keys = list(texts)
    first = [Span(key, A, 0, 4) for key in keys[:5]]
    second = [Span(key, A, 2, 6) for key in keys[:4]] + [Span(key, A, 0, 1) for key in keys[5:7]]
    together, each = agreements(first, second, texts, [A])
    assert each == {A: together}
    assert together.texts == (4, 1, 2)
    # po = (4 + 3) / 10, pe = (5 · 6 + 5 · 4) / 100
    assert (together.by_text.exact, together.by_text.kappa) == pytest.approx((0.7, (0.7 - 0.5) / (1 - 0.5)))
    # of 100 characters: both in 4 · 2, the first alone in 4 · 2 + 4, the second alone in 4 · 2 + 2
    po, pe = (8 + 70) / 100, (20 * 18 + 80 * 82) / 10_000
    assert (together.by_character.exact, together.by_character.kappa) == pytest.approx((po, (po - pe) / (1 - pe)))


def test_few_texts_and_codes_that_nobody_used_have_no_kappa() -> None:
    together, each = agreements([Span(T, A, 0, 2)], [], {T: 5, U: 5}, [A, B])
    assert (each[A].by_text.why, each[A].texts, each[B].texts) == ("too_few", (0, 1, 0), (0, 0, 0))
    assert (each[B].by_character.why, together.by_text.pairs) == ("no_spread", 4)


spans = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 8)).map(lambda one: Span(T, A, one[0], sum(one))))


def covered(found: list[tuple[int, int]]) -> set[int]:
    return {at for begins, ends in found for at in range(begins, ends)}


@given(spans, spans)
def test_nothing_that_either_marked_is_lost(first: list[Span], second: list[Span]) -> None:
    same, differ = compared(first, second)
    for choice, wanted in (("first", first), ("second", second)):
        found = [(one.begins, one.ends) for one in same] + [part for one in differ for part in one.settled(choice)]
        assert covered(found) == covered([(one.begins, one.ends) for one in wanted])


@given(st.text(alphabet='aåÄ .!?\n🙈"', max_size=60))
def test_sentences_hold_every_word_once_in_order(text: str) -> None:
    found = sentences(text)
    assert "".join("".join(one.words.split()) for one in found) == "".join(text.split())
    assert all(text[one.begins : one.ends] == one.words == one.words.strip() != "" for one in found)


def test_a_text_is_cut_at_sentences_and_lines() -> None:
    text = "Tid! Vi hinner inte, t.ex. dokumentera. ”Åh”, sa hon.\nBra kl. 8 🙈 finns. 10 år."
    assert [one.words for one in sentences(text)] == [
        "Tid!",
        "Vi hinner inte, t.ex. dokumentera.",
        "”Åh”, sa hon.",
        "Bra kl.",
        "8 🙈 finns.",
        "10 år.",
    ]


def test_sentences_beside_each_other_are_one_stretch() -> None:
    text = "Ett. Två. Tre. Fyra."
    assert stretches(text, [3, 0, 1, 1, 9, -1]) == [(0, 9), (15, 20)]


def test_a_text_in_pieces_is_the_text() -> None:
    assert pieces("🙈abcd", [(0, 3, "x"), (2, 4, "y")]) == [
        Piece("🙈a", ("x",)),
        Piece("b", ("x", "y")),
        Piece("c", ("y",)),
        Piece("d", ()),
    ]

"""How alike texts are."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stegvis.frameworks.packaged import documents
from stegvis.frameworks.relations.likeness import likeness, likenesses

words = st.sampled_from(["handledning", "handleder", "studenter", "vård", "vården", "och", "av", "HLR", "sår", "–"])
texts = st.lists(words, max_size=6).map(" ".join)


@given(st.lists(texts, max_size=5), st.lists(texts, max_size=5))
def test_likeness_is_a_share_and_the_same_from_both_sides(left: list[str], right: list[str]) -> None:
    alike = likenesses(left, right)
    assert alike.shape == (len(left), len(right))
    assert ((alike >= 0) & (alike <= 1)).all()
    assert np.allclose(alike, likenesses(right, left).T, atol=1e-6)


@given(texts.filter(lambda text: any(letter.isalnum() for letter in text)), texts)
def test_a_text_is_like_itself_whatever_its_case_and_order(text: str, other: str) -> None:
    turned = " ".join(reversed(text.upper().split()))
    assert likenesses([text, other], [turned])[0, 0] == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "  ", "–"])
def test_a_silent_text_is_like_nothing(text: str) -> None:
    assert likeness(text, text) == likeness(text, "hygien") == 0


def test_inflection_and_order_matter_little_and_subject_much() -> None:
    wanted = "Handledning av studenter"
    others = ["Handleder studenter", "Studenthandledning", "Förskrivning av hjälpmedel", "Mentor för ny kollega"]
    alike = likenesses([wanted], others)[0]
    assert list(np.argsort(-alike)[:2]) == [0, 1]
    assert alike[0] > 0.6 > 2 * max(alike[2:])


def test_500_by_500_takes_less_than_a_second() -> None:
    titles = [requirement.title.sv for document in documents().values() for requirement in document.requirements()]
    many = [f"{title} {number}" for number in range(20) for title in titles][:500]
    assert len(many) == 500
    likenesses(many[:2], many[:2])
    start = time.perf_counter()
    likenesses(many, many)
    assert time.perf_counter() - start < 1

"""Rules that cross, against every outcome there is; and a round as a document."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.engine.allocation import NOWHERE, Quotas, Wishes, draw_lottery
from stegvis.engine.allocation.crossing import Crossing, NoOutcomeError, allocate_crossing
from stegvis.engine.allocation.documents import RoundDocumentError, canonical, digest, run_document

PROGRAMMES = 3


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Wishes, Quotas, Crossing]:
    wish = st.tuples(st.integers(0, 2), st.booleans())
    lists = [
        [(programme, *draw(wish)) for programme in draw(st.permutations(range(PROGRAMMES)))[: draw(st.integers(0, 3))]]
        for _ in range(draw(st.integers(1, 5)))
    ]
    limits = draw(st.lists(st.integers(0, 2), min_size=PROGRAMMES, max_size=PROGRAMMES))
    quotas = Quotas(PROGRAMMES, np.array([*limits, draw(st.integers(0, 4))]), np.array([3, 3, -1, -1]))
    pairs = list(combinations(range(len(lists)), 2))
    rules = Crossing(
        senders=np.array(draw(st.lists(st.integers(0, 1), min_size=len(lists), max_size=len(lists)))),
        hosts=np.array([0, 1, 1]),
        caps=draw(st.dictionaries(st.tuples(st.integers(0, 1), st.integers(0, 1)), st.integers(0, 2), max_size=2)),
        fewest=draw(st.dictionaries(st.integers(0, 2), st.integers(1, 3), max_size=2)),
        together=[draw(st.sampled_from(pairs))] if pairs and draw(st.booleans()) else [],
    )
    return Wishes.of(lists), quotas, rules


def value(wishes: Wishes, rows: list[int], seed: int) -> tuple[int, int, int, int]:
    """What is optimised, first to last. ``rows`` are the wishes met."""
    lottery, (_, classes) = draw_lottery(wishes.size, seed), np.unique(wishes.priorities, return_inverse=True)
    who = wishes.applicants[rows]
    positions = np.array(rows, int) - wishes.starts[who] if rows else np.zeros(0, int)
    return -len(rows), int(classes[rows].sum()), int(positions.sum()), int(lottery[who].sum())


def is_allowed(wishes: Wishes, quotas: Quotas, rules: Crossing, places: np.ndarray) -> bool:
    counts = np.bincount(places[places >= 0], minlength=PROGRAMMES)
    within = counts[0] + counts[1] <= quotas.limits[3] and (counts <= quotas.limits[:PROGRAMMES]).all()
    sent = [(rules.senders[n], rules.hosts[p]) for n, p in enumerate(places) if p >= 0]
    return bool(
        within
        and all(sent.count(pair) <= most for pair, most in rules.caps.items())
        and all(counts[p] == 0 or counts[p] >= least for p, least in rules.fewest.items())
        and all(len({int(places[n]) for n in group}) == 1 for group in rules.together)
    )


@settings(max_examples=25, deadline=None)
@given(rounds(), st.integers(0, 99))
def test_the_best_of_all_outcomes_is_found(case: tuple[Wishes, Quotas, Crossing], seed: int) -> None:
    wishes, quotas, rules = case
    spans = list(zip(wishes.starts[:-1], wishes.starts[1:], strict=True))
    best = None
    for chosen in product(*[[-1, *(n for n in range(a, b) if wishes.suits[n])] for a, b in spans]):
        places = np.array([wishes.programmes[n] if n >= 0 else NOWHERE for n in chosen])
        if is_allowed(wishes, quotas, rules, places):
            worth = value(wishes, [n for n in chosen if n >= 0], seed)
            best = worth if best is None else min(best, worth)
    found = allocate_crossing(wishes, quotas, rules, seed=seed)
    met = np.flatnonzero(wishes.programmes == found.places[wishes.applicants]).tolist()
    assert is_allowed(wishes, quotas, rules, found.places)
    assert value(wishes, met, seed) == best


def test_no_time_is_said_and_never_passed_off_as_an_answer() -> None:
    wishes = Wishes.of([[(p, a % 3, True) for p in range(40)] for a in range(300)])
    rules = Crossing(np.arange(300) % 7, np.arange(40) % 5, {(s, h): 9 for s in range(7) for h in range(5)}, {3: 4})
    with pytest.raises(NoOutcomeError):
        allocate_crossing(wishes, Quotas.of_places(np.full(40, 7)), rules, seed=1, seconds=0.001)


def a_document(**facts: object) -> dict:
    return {
        "format": "stegvis-round/1",
        "engine": "nested",
        "seed": 7,
        "rule": ["gap"],
        "programmes": ["dag", "natt"],
        "quotas": [
            {"code": "dag", "limit": 1, "within": ["alla"]},
            {"code": "natt", "limit": 1, "within": ["alla"]},
            {"code": "alla", "limit": 2, "within": []},
        ],
        "applicants": [
            {"number": n, "wishes": [{"programme": p, "key": [key], "suits": True} for p in ("dag", "natt")]}
            for n, key in ((1, 1), (2, 0), (3, 1))
        ],
        **facts,
    }


def test_a_document_gives_the_same_bytes_and_every_reason() -> None:
    document = a_document()
    result = run_document(document)
    assert canonical(result) == canonical(run_document(document))
    assert digest(result) == digest(run_document(dict(reversed(document.items()))))
    by_number = {one["number"]: one for one in result["applicants"]}
    assert by_number[2]["place"] == "dag"
    (left_out,) = (one for one in result["applicants"] if one["place"] is None)
    first, second = left_out["wishes"]
    assert [first["reason"], second["reason"]] == ["behind", "behind"]
    assert first["last"] == by_number[2]["wishes"][0]["key"] < first["key"]
    assert second["refused_by"] == "natt"
    assert second["last"] < second["key"]
    assert (first["waiting"], second["waiting"]) == (2, 1)  # who has the night waits for the day too


def test_a_document_with_rules_that_cross() -> None:
    crossing = {
        "caps": [{"sender": "ale", "host": "gr", "most": 1}],
        "hosts": {"dag": "gr", "natt": "gr"},
        "fewest": {"natt": 2},
        "together": [],
    }
    document = a_document(engine="crossing", crossing=crossing)
    for one in document["applicants"]:
        one["sender"] = "ale"
    result = run_document(document)
    assert [one["place"] for one in result["applicants"]] == [None, "dag", None]
    assert [wish["reason"] for wish in result["applicants"][0]["wishes"]] == ["passed", "not_run"]
    assert result["passed_by"] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "x"},
        {"engine": "boston"},
        {"programmes": ["dag", "natt", "kväll"]},
        {"applicants": [{"number": 1}]},
        {"applicants": [{"number": 2, "wishes": []}, {"number": 1, "wishes": []}]},
        {"quotas": [{"code": "dag", "limit": 1, "within": ["natt"]}, {"code": "natt", "limit": 1, "within": ["dag"]}]},
    ],
)
def test_what_is_no_round_is_refused_in_words(wrong: dict) -> None:
    with pytest.raises(RoundDocumentError):
        run_document(a_document(**wrong))

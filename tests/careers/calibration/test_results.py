"""What a round's result tells, and that nobody can be worked out of all of it together."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stegvis.careers.calibration.results import BANDS, band_of, result_of
from stegvis.engine.disclosure.linked import extremes
from stegvis.engine.statistics import agreement, cross_table

SCALE = [1, 2, 3, 4, 5]
Pairs = list[tuple[str, int, int]]


def drawn(number: int, competences: int, seed: int, steps: tuple[int, ...] = (0, 0, 0, 1, -1)) -> Pairs:
    draw = random.Random(seed)
    first = [draw.choice([2, 3, 3, 4]) for _ in range(number)]
    return [(f"k{n % competences}", one, min(max(one + draw.choice(steps), 1), 5)) for n, one in enumerate(first)]


def test_a_large_round_tells_everything_and_what_it_tells_is_so() -> None:
    pairs = drawn(400, 3, 1)
    found = result_of(pairs, sampled=410, scale=SCALE)
    table = cross_table([one for _, one, _ in pairs], [two for *_, two in pairs], SCALE)
    plain = agreement(table)
    assert (found["pairs"], found["sampled"]) == (400, 410)
    assert found["agreement"] == {
        "band": band_of(plain.kappa),
        "kappa": round(plain.kappa, 1),
        "low": round(plain.low, 1),
        "high": round(plain.high, 1),
        "why": "",
        "exact": plain.exact,
        "within_one": plain.within_one,
    }
    assert found["mean_difference"] == pytest.approx(round(plain.mean_difference, 1))
    assert [line["code"] for line in found["lines"]] == ["k0", "k1", "k2"]
    assert [sum(cells) for cells in zip(*(line["cells"] for line in found["lines"]), strict=True)] == found["total"]
    assert found["table"] == [[*row, sum(row)] for row in [*table.tolist(), table.sum(axis=0).tolist()]]


def test_fewer_than_five_pairs_tell_nothing() -> None:
    for number in range(5):
        found = result_of(drawn(number, 2, 1), sampled=40, scale=SCALE)
        assert found == {"problem": "too_few_pairs", "sampled": 40}


def test_competences_with_few_pairs_stand_together() -> None:
    found = result_of([*drawn(60, 1, 1), *(("x", 3, 3),) * 3, *(("y", 2, 2),) * 4], sampled=67, scale=SCALE)
    assert [(line["code"], line["total"]) for line in found["lines"]] == [("k0", 60), ("", 7)]


def test_the_competences_that_differ_most_often_are_named_first_where_their_lines_tell_it() -> None:
    apart = [*(("isar", 2, 4),) * 12, *(("isar", 3, 3),) * 10, *(("nara", 2, 3),) * 12, *(("nara", 3, 3),) * 20]
    pairs = [*(("sams", 3, 3),) * 60, *(("sams", 2, 3),) * 6, *apart, *(("fa", 1, 5),) * 6]
    found = result_of(pairs, sampled=126, scale=SCALE)
    assert found["talk_about"] == ["isar", "nara"]
    told = {line["code"]: line["cells"][0] for line in found["lines"]}
    assert (told["isar"], told["nara"]) == (10, 20)
    few = [("sams", 3, 3)] * 30 + [("isar", 3, 3)] * 10 + [("isar", 2, 3)] * 2
    assert result_of(few, sampled=42, scale=SCALE)["talk_about"] == []


@pytest.mark.parametrize(("kappa", "band"), [(-1, 0), (0.19, 0), (0.2, 1), (0.5, 2), (0.79, 3), (0.8, 4), (1, 4)])
def test_bands(kappa: float, band: int) -> None:
    assert band_of(kappa) == band


def told(found: dict, codes: list[str], lines: dict[str, list[str]], cube: np.ndarray) -> Iterator[tuple]:
    """Everything in a result as sums of the cells (competence, first, second), with the least and most of each.

    Written from what the page shows, not from how it was chosen.
    """
    step = np.subtract.outer(SCALE, SCALE).T  # second less first
    everything = np.ones_like(cube)
    yield everything, found["pairs"], found["pairs"]

    def of(members: list[str], mask: np.ndarray) -> np.ndarray:
        return np.array([[mask if code in members else np.zeros_like(mask)] for code in codes], float)[:, 0]

    masks = [step == 0, np.abs(step) == 1, np.abs(step) > 1]
    if found["total"] and len(found["total"]) == 2:
        masks = [masks[0], masks[1] | masks[2]]
    rows = [(lines[line["code"]], line["cells"]) for line in found["lines"]] + [(codes, found["total"])]
    for members, cells in rows:
        for mask, value in zip(masks, cells, strict=False):
            if value is not None:
                yield of(members, mask), value, value
    for members, _cells in rows[:-1]:  # how many were judged in each is known to who took part
        part = of(members, np.ones_like(step, bool))
        yield part, (part * cube).sum(), (part * cube).sum()
    table = found["table"] or []
    columns = [np.tile(np.arange(5) == c, (5, 1)) for c in range(5)]
    if table and len(table[0]) == 4:
        columns = [np.sign(step) == sign for sign in (-1, 0, 1)]
    for r, row in enumerate(table):
        for c, value in enumerate(row):
            if value is not None:
                mask = np.ones((5, 5)) if c == len(columns) else np.asarray(columns[c], float)
                mask = mask * (1 if r == 5 else (np.arange(5) == r)[:, None])
                yield of(codes, mask), value, value
    if found["mean_difference"] is not None:
        middle, slack = found["mean_difference"] * found["pairs"], 0.05 * found["pairs"]
        yield of(codes, step), middle - slack, middle + slack
    kappa = found["agreement"]["kappa"]
    between = (kappa - 0.05, kappa + 0.05) if kappa is not None else None
    if between is None and found["agreement"]["band"] is not None:
        between = BANDS[found["agreement"]["band"]]
    if between:
        counts = cube.sum(axis=0)
        chance = counts.sum(axis=1) @ step**2 @ counts.sum(axis=0) / counts.sum()
        yield of(codes, step**2), (1 - between[1]) * chance, (1 - between[0]) * chance


@given(st.integers(5, 90), st.integers(1, 4), st.integers(0, 10**6), st.sampled_from([(0,), (0, 0, 1), (0, 1, -1, 2)]))
@settings(max_examples=25)
def test_nobody_can_be_worked_out_of_all_that_is_told(number: int, competences: int, seed: int, steps) -> None:
    """Who knows everything told, and even what chance would give, leaves every small count four wide or more."""
    pairs = drawn(number, competences, seed, steps)
    found = result_of(pairs, sampled=number, scale=SCALE)
    codes = sorted({code for code, *_ in pairs})
    cube = np.stack(
        [
            cross_table([f for c, f, _ in pairs if c == one], [s for c, _, s in pairs if c == one], SCALE)
            for one in codes
        ]
    )
    shown = {line["code"] for line in found["lines"]}
    lines = {code: [code] for code in codes if code in shown} | {"": [code for code in codes if code not in shown]}
    facts = list(told(found, codes, lines, cube))
    weights, low, high = ([fact[n] for fact in facts] for n in range(3))
    whole = cube.sum(axis=0)
    small = [(r, c) for r, c in product(range(5), repeat=2) if 0 < whole[r, c] < 5]
    for r, c in small:
        asked = np.zeros(cube.shape)
        asked[:, r, c] = 1
        least, most = extremes([asked.ravel()], [one.ravel() for one in weights], low, high)
        assert most[0] - least[0] >= 4 - 1e-6, (r, c, whole.tolist(), found)

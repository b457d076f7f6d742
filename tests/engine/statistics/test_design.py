"""Estimates from samples, against the figures that R's ``survey`` prints for its own data."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stegvis.engine.statistics import (
    Design,
    Estimates,
    Margin,
    estimate_mean,
    estimate_ratio,
    estimate_share,
    estimate_shares,
    estimate_total,
    rake,
    wilson,
    wilson_intervals,
)

FOLDER = Path(__file__).parent / "api"
Column = np.ndarray


def read(name: str) -> dict[str, Column]:
    with (FOLDER / f"{name}.csv").open() as file:
        rows = list(csv.DictReader(file))
    texts = {"stype", "sch.wide"}
    return {key: np.array([row[key] for row in rows], str if key in texts else float) for key in rows[0]}


STRATIFIED, CLUSTERED, SIMPLE = (read(name) for name in ("apistrat", "apiclus1", "apisrs"))
BY_STRATA = Design(STRATIFIED["pw"], strata=STRATIFIED["stype"], populations=STRATIFIED["fpc"])
BY_CLUSTERS = Design(CLUSTERED["pw"], clusters=CLUSTERED["dnum"], populations=CLUSTERED["fpc"])
AT_RANDOM = Design(SIMPLE["pw"], populations=SIMPLE["fpc"])
TYPES = np.searchsorted(["E", "H", "M"], CLUSTERED["stype"])
RAKED = rake(
    BY_CLUSTERS, [Margin(TYPES, [4421, 755, 1018]), Margin((CLUSTERED["sch.wide"] == "Yes").astype(int), [1072, 5122])]
)


@pytest.mark.parametrize(
    ("found", "printed"),
    [
        (estimate_mean(BY_STRATA, STRATIFIED["api00"]), ("662.29", "9.4089")),
        (estimate_total(BY_STRATA, STRATIFIED["enroll"]), ("3687178", "114642")),
        (estimate_mean(BY_CLUSTERS, CLUSTERED["api00"]), ("644.17", "23.542")),
        (estimate_total(BY_CLUSTERS, CLUSTERED["enroll"]), ("3404940", "932235")),
        (estimate_ratio(BY_CLUSTERS, CLUSTERED["api.stu"], CLUSTERED["enroll"]), ("0.8497087", "0.008386297")),
        (estimate_mean(AT_RANDOM, SIMPLE["api00"]), ("656.58", "9.2497")),
        (estimate_mean(RAKED, CLUSTERED["api00"]), ("641.23", "23.704")),
        (estimate_mean(BY_CLUSTERS, CLUSTERED["api99"], domain=TYPES == 0), ("607.7917", "22.81660")),
        (estimate_mean(BY_CLUSTERS, CLUSTERED["api99"], domain=TYPES == 1), ("595.7143", "41.76400")),
        (estimate_mean(BY_CLUSTERS, CLUSTERED["api99"], domain=TYPES == 2), ("608.6000", "32.56064")),
    ],
)
def test_what_r_prints(found: Estimates, printed: tuple[str, str]) -> None:
    value, error = printed
    assert (rounded(found.value, value), rounded(found.standard_error, error)) == printed


def rounded(number: Column, like: str) -> str:
    """With as many decimals as are printed."""
    return f"{float(number[0]):.{len(like.partition('.')[2])}f}"


def test_shares_of_categories_as_r_prints_them() -> None:
    found = estimate_shares(BY_CLUSTERS, TYPES[:, None], 3)
    assert [f"{one:.6f}" for one in found.value] == ["0.786885", "0.076503", "0.136612"]
    assert [f"{one:.4f}" for one in found.standard_error] == ["0.0463", "0.0268", "0.0296"]
    assert ((found.low > 0) & (found.low < found.value) & (found.value < found.high) & (found.high < 1)).all()


def test_intervals_are_students_with_the_designs_freedom() -> None:
    found = estimate_mean(BY_CLUSTERS, CLUSTERED["api00"])
    quantile = 2.1447866879169273  # of Student's t with 14 degrees, two-sided 95 %
    assert found.freedom == 14
    assert (found.high - found.value)[0] == pytest.approx(quantile * found.standard_error[0], rel=1e-9)
    assert BY_STRATA.freedom == 197


def test_raked_weights_meet_every_margin() -> None:
    weights = np.asarray(RAKED.weights)
    assert np.bincount(TYPES, weights) == pytest.approx([4421, 755, 1018])
    assert np.bincount(CLUSTERED["sch.wide"] == "Yes", weights) == pytest.approx([1072, 5122])


def test_what_the_margins_know_has_no_error_left() -> None:
    known = estimate_total(RAKED, (TYPES == 1).astype(float))
    assert known.value[0] == pytest.approx(755)
    assert known.standard_error[0] == pytest.approx(0, abs=1e-6)


def test_silence_on_an_item_is_a_domain_of_those_who_answered() -> None:
    answered = np.arange(CLUSTERED["api00"].size) % 3 > 0
    silent = np.where(answered, CLUSTERED["api00"], np.nan)
    two = estimate_mean(BY_CLUSTERS, np.column_stack([silent, CLUSTERED["api00"]]))
    one = estimate_mean(BY_CLUSTERS, CLUSTERED["api00"], domain=answered)
    assert two.value == pytest.approx([one.value[0], 644.16939891])
    assert two.standard_error == pytest.approx([one.standard_error[0], 23.54224069])


def test_of_nobody_nothing_is_known() -> None:
    found = estimate_mean(AT_RANDOM, np.full(AT_RANDOM.size, np.nan))
    assert [np.isnan(one).all() for one in (found.value, found.standard_error, found.low, found.high)] == [True] * 4


@given(arrays(np.float64, st.integers(2, 30), elements=st.floats(-100, 100)), st.integers(0, 50))
def test_a_simple_random_sample_has_the_textbooks_error(values: Column, beyond: int) -> None:
    """s²/n · (1 - n/N)."""
    number = values.size
    design = Design(np.full(number, 2.0), populations=np.full(number, number + beyond))
    found = estimate_mean(design, values)
    variance = values.var(ddof=1) / number * (1 - number / (number + beyond))
    assert found.value[0] == pytest.approx(values.mean(), abs=1e-9)
    assert found.covariance[0, 0] == pytest.approx(variance, abs=1e-9)


@given(arrays(np.float64, (12, 2), elements=st.floats(-10, 10)), st.permutations(range(12)))
@settings(max_examples=30)
def test_neither_order_nor_labels_matter(values: Column, order: list[int]) -> None:
    strata, clusters = np.repeat([0, 1], 6), np.tile([0, 0, 1, 1, 2, 2], 2)
    weights = np.linspace(1, 2, 12)
    plain = estimate_mean(Design(weights, strata, clusters), values)
    named = Design(weights[order], np.array(["b", "a"])[strata][order], np.array([7, 1, 9])[clusters][order])
    other = estimate_mean(named, values[order])
    assert other.value == pytest.approx(plain.value)
    assert other.covariance == pytest.approx(plain.covariance, abs=1e-9)
    assert plain.freedom == other.freedom == 4


def test_a_share_of_all_or_none_has_no_width_on_the_logit() -> None:
    found = estimate_share(AT_RANDOM, np.column_stack([np.ones(AT_RANDOM.size), np.zeros(AT_RANDOM.size)]))
    assert [found.value.tolist(), found.low.tolist(), found.high.tolist()] == [[1.0, 0.0]] * 3


def test_wilson_for_many_is_wilson_for_one() -> None:
    counts, totals = np.array([0, 1, 15, 81, 20]), np.array([20, 29, 148, 263, 20])
    low, high = wilson_intervals(counts / totals, totals)
    single = [wilson(one, total, 1.959963984540054) for one, total in zip(counts, totals, strict=True)]
    assert np.column_stack([low, high]).tolist() == [pytest.approx(pair) for pair in single]
    assert [one.tolist() for one in wilson_intervals([np.nan], [0])] == [[0.0], [1.0]]


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"weights": [1.0, 0.0]}, "positive"),
        ({"weights": [1.0, np.nan]}, "positive"),
        ({"weights": [1.0, 1.0], "strata": [1]}, "one stratum"),
        ({"weights": [1.0, 1.0], "strata": [1, 2]}, "single unit"),
        ({"weights": [1.0, 1.0], "populations": [1, 1]}, "more was drawn"),
        ({"weights": [1.0, 1.0], "populations": [5, 6]}, "one population"),
    ],
)
def test_a_design_that_cannot_be_is_refused(wrong: dict, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        Design(**wrong)


def test_a_stratum_taken_whole_may_hold_one() -> None:
    design = Design([1.0, 2.0, 2.0], strata=[0, 1, 1], populations=[1, 4, 4])
    assert estimate_mean(design, [5.0, 1.0, 3.0]).standard_error[0] > 0


@pytest.mark.parametrize(
    ("margins", "error", "why"),
    [
        ([Margin([0, 0, 1], [4, 4]), Margin([0, 1, 1], [3, 4])], ValueError, "different numbers"),
        ([Margin([0, 0, 2], [4, 4])], ValueError, "one category"),
        ([Margin([0, 0, 1], [4, 2, 2])], ValueError, "no respondent"),
        ([Margin([0, 0, 1], [4, 4]), Margin([0, 0, 1], [3, 5])], ArithmeticError, "no weights fit"),
        ([], ValueError, "different numbers"),
    ],
)
def test_margins_that_cannot_be_met_are_refused(margins: list[Margin], error: type[Exception], why: str) -> None:
    with pytest.raises(error, match=why):
        rake(Design([1.0, 1.0, 1.0]), margins)

"""Differences with what may be said of their uncertainty."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stegvis.engine.statistics import (
    Basis,
    Design,
    census_share,
    compare_census,
    compare_groups,
    compare_plainly,
    compare_samples,
    estimate_mean,
)


@given(arrays(np.float64, 10, elements=st.floats(0, 5)), arrays(np.float64, 8, elements=st.floats(0, 5)))
@settings(max_examples=40)
def test_two_samples_differ_by_welchs_interval(first: np.ndarray, second: np.ndarray) -> None:
    found = compare_samples(*(estimate_mean(Design(np.ones(one.size)), one) for one in (first, second)))
    variance = first.var(ddof=1) / 10 + second.var(ddof=1) / 8
    assert found.basis is Basis.SAMPLE
    assert found.value[0] == pytest.approx(second.mean() - first.mean(), abs=1e-9)
    assert found.standard_error[0] == pytest.approx(variance**0.5, abs=1e-9)
    assert found.low[0] <= found.value[0] <= found.high[0]


def test_welchs_freedom_on_known_figures() -> None:
    """Means of variance 1/4 and 1/20: (0.30)² / (0.0625/3 + 0.0025/19) = 4.29 degrees."""
    first, second = (
        estimate_mean(Design(np.ones(number)), np.resize([-1.0, 1.0], number) * np.sqrt((number - 1) / number))
        for number in (4, 20)
    )
    found = compare_samples(first, second)
    one, other = first.standard_error[0] ** 2, second.standard_error[0] ** 2
    assert [one, other] == pytest.approx([1 / 4, 1 / 20])
    freedom = (one + other) ** 2 / (one**2 / 3 + other**2 / 19)
    assert freedom == pytest.approx(4.2929, abs=1e-4)
    # Student's quantile between those of 4 (2.7764) and 5 (2.5706) degrees
    assert 2.5706 < (found.high[0] - found.value[0]) / found.standard_error[0] < 2.7764


@given(arrays(np.float64, (12, 2), elements=st.floats(-5, 5)))
@settings(max_examples=40)
def test_two_waves_of_one_panel_are_as_the_persons_differences(values: np.ndarray) -> None:
    long = values.T.reshape(-1, 1)
    wave, person = np.repeat([0, 1], 12), np.tile(np.arange(12), 2)
    found = compare_groups(Design(np.ones(24), clusters=person), long, wave == 0, wave == 1)
    change = values[:, 1] - values[:, 0]
    assert found.value[0] == pytest.approx(change.mean(), abs=1e-9)
    assert found.standard_error[0] == pytest.approx(change.std(ddof=1) / 12**0.5, abs=1e-9)


def test_a_group_of_nobody_cannot_be_compared() -> None:
    design = Design(np.ones(4))
    found = compare_groups(design, np.arange(4.0), np.ones(4, bool), np.zeros(4, bool))
    assert [np.isnan(one).tolist() for one in (found.value, found.standard_error, found.low)] == [[True]] * 3
    assert found.differs.tolist() == [0]


def test_a_census_has_no_interval_of_chance_but_what_the_silent_could_make_of_it() -> None:
    found = compare_census(census_share([2, 9], 9, 10), census_share([8, 9], 10, 10))
    assert found.basis is Basis.CENSUS
    assert np.isnan(found.standard_error).all()
    assert found.value == pytest.approx([8 / 10 - 2 / 9, 9 / 10 - 9 / 9])
    assert [found.low.tolist(), found.high.tolist()] == [
        pytest.approx([0.8 - 0.3, 0.9 - 1.0]),
        pytest.approx([0.8 - 0.2, 0.9 - 0.9]),
    ]
    assert found.differs.tolist() == [1, 0]


def test_without_a_design_nothing_is_shown_to_differ() -> None:
    found = compare_plainly([0.2, 0.5], [0.9, 0.5])
    assert found.basis is Basis.NONE
    assert found.value == pytest.approx([0.7, 0])
    assert np.isnan([found.standard_error, found.low, found.high]).all()
    assert found.differs.tolist() == [0, 0]

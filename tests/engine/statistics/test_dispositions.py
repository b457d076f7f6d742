"""Response rates by AAPOR's formulas."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from stegvis.engine.statistics import Disposition, rates, response_rates


def test_the_formulas_written_out() -> None:
    """I 40, P 10, R 20, NC 15, O 5, UH + UO 10, not eligible 7."""
    found = rates([[40, 10, 20, 15, 5, 10, 7]])
    assert found.eligible.tolist() == [100]
    figures = [found.rr1, found.rr2, found.refusal, found.contact, found.cooperation]
    assert [one.tolist() for one in figures] == [[0.4], [0.5], [0.2], [0.75], [50 / 75]]


@given(
    arrays(np.int64, 20, elements=st.integers(0, len(Disposition) - 1)),
    arrays(np.int64, 20, elements=st.integers(0, 2)),
)
def test_by_group_as_each_group_alone(codes: np.ndarray, groups: np.ndarray) -> None:
    found = response_rates(codes, groups, 3)
    alone = [response_rates(codes[groups == one]) for one in range(3)]
    for name in ("counts", "rr1", "rr2", "refusal", "contact", "cooperation"):
        expected = np.concatenate([getattr(one, name) for one in alone])
        np.testing.assert_array_equal(getattr(found, name), expected)
    known = found.eligible > 0
    assert (found.rr1 <= found.rr2)[known].all()
    assert np.isnan(found.rr1).tolist() == (~known).tolist()


def test_what_is_no_disposition_is_refused() -> None:
    with pytest.raises(ValueError, match="one disposition"):
        response_rates([7])
    with pytest.raises(ValueError, match="one disposition"):
        response_rates([1], [0, 0])
    with pytest.raises(ValueError, match="one group"):
        response_rates([1], [3], 2)

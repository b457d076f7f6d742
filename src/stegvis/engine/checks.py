"""What numbers have to be before anything is computed of them, said with the place of the first that is not."""

from __future__ import annotations

import numpy as np

from stegvis.engine.errors import ModelError

MOST = 1e15
"""Of anything that is counted: what is more cannot be added up any longer."""
MOST_DRIFT = 5.0
"""A year, on a logarithmic scale: what is more is no walk that can be reckoned with."""


def first(name: str, code: str, wrong: np.ndarray) -> None:
    """Raises ModelError for the first place that is wrong."""
    if wrong.any():
        raise ModelError(name, code, tuple(int(one) for one in np.argwhere(wrong)[0]))


def amounts(name: str, array: np.ndarray) -> None:
    """Raises ModelError for the first that is no number, below 0, or more than can be reckoned with."""
    first(name, "not_a_number", ~np.isfinite(array))
    first(name, "below_zero", array < 0)
    first(name, "too_many", array > MOST)


def chances(name: str, array: np.ndarray) -> None:
    amounts(name, array)
    first(name, "above_one", array > 1)


def length(name: str, array: np.ndarray, lengths: tuple[int, ...], *, exact: bool = False) -> None:
    """Raises ModelError where an axis is as long neither as it should be nor, unless ``exact``, as 1."""
    fits = array.ndim == len(lengths) and all(
        found == wanted or (found == 1 and not exact) for found, wanted in zip(array.shape, lengths, strict=True)
    )
    if not fits:
        raise ModelError(name, "shape", array.shape)

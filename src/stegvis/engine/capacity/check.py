"""What makes a plan of production and capacity impossible, said with its place before anything is computed."""

from __future__ import annotations

import numpy as np

from stegvis.engine.forecast.model import ModelError


def amount(name: str, array: np.ndarray) -> None:
    """Raises ModelError for the first that is no number or below 0."""
    first(name, "not_a_number", ~np.isfinite(array))
    first(name, "below_zero", array < 0)


def length(name: str, array: np.ndarray, lengths: tuple[int, ...], *, exact: bool = False) -> None:
    """Raises ModelError where an axis is as long neither as it should be nor, unless ``exact``, as 1."""
    fits = array.ndim == len(lengths) and all(
        found == wanted or (found == 1 and not exact) for found, wanted in zip(array.shape, lengths, strict=True)
    )
    if not fits:
        raise ModelError(name, "shape", array.shape)


def first(name: str, code: str, wrong: np.ndarray) -> None:
    """Raises ModelError for the first place that is wrong."""
    if wrong.any():
        raise ModelError(name, code, tuple(int(one) for one in np.argwhere(wrong)[0]))

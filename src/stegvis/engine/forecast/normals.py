"""Normals that are the same wherever they are asked for: by a seed, what they are for, and a name."""

from __future__ import annotations

import numpy as np

from stegvis.engine.forecast.model import Array

ERROR, LEVEL, LEAVES, ENTERS, USE = range(5)
"""What they are for."""
SHARED = ""
"""The name of what all have in common."""


def normals(seed: int, purpose: int, name: str, shape: tuple[int, ...]) -> Array:
    """Standard; of more draws (the first axis) the first are the same."""
    return np.random.default_rng((seed, purpose, *name.encode())).standard_normal(shape)


def walks(seed: int, purpose: int, names: tuple[str, ...], shape: tuple[int, int], shared: float) -> Array:
    """(D, T, K) of ``shape`` (D, T), with steps of variance 1, of which all names have ``shared`` in common."""
    own = np.stack([normals(seed, purpose, one, shape) for one in names], axis=-1)
    steps = np.sqrt(1 - shared) * own + np.sqrt(shared) * normals(seed, purpose, SHARED, shape)[..., None]
    return np.asarray(steps.cumsum(axis=1))

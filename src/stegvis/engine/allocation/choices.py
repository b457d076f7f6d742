"""Which of those who ask a programme takes: the part that quotas change."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from stegvis.engine.allocation.wishes import Bools, Ints


class Choice(Protocol):
    """A choice function of all programmes at once.

    ``linked`` numbers, programme by programme, the group within which one programme's choice depends on another's: a
    quota above several programmes makes them one group. ``chosen`` gets everybody who asks within some groups, ordered
    by programme and within it from first to last, and answers who stays. The outcome is stable and honest where taking
    somebody never lets in another (substitutes) and asking more never takes fewer (law of aggregate demand).
    """

    @property
    def linked(self) -> Ints: ...
    def chosen(self, programmes: Ints) -> Bools: ...


class Capacities:
    """So many places in each programme, given to the first in order. Raises ``ValueError`` for negative numbers."""

    def __init__(self, places: Ints) -> None:
        if (places < 0).any():
            raise ValueError("places cannot be negative")
        self.places = places

    @property
    def linked(self) -> Ints:
        return np.arange(self.places.size)

    def chosen(self, programmes: Ints) -> Bools:
        behind = np.arange(programmes.size) - np.searchsorted(programmes, programmes)
        return behind < self.places[programmes]

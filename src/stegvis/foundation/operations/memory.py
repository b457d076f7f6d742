"""What is loaded once and stays is no business of the garbage collector."""

from __future__ import annotations

import gc

THRESHOLDS = (50_000, 10, 20)
"""Objects that came and did not go before the young are looked at, and how many such rounds before the older are."""


def settle() -> None:
    """Leave out of every later collection what is in memory now, and collect more seldom.

    The program itself is some million objects, and looking through them took up to 0.2 s of one page in twenty.
    Call it when a process that serves is loaded.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)

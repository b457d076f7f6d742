"""Show counts without showing small groups: which cells to hide so that none can be subtracted out.

A publication is several ``Table``s with what they share: ``gather`` finds every cell once, with all that adds up
among them, and ``release`` hides what must be hidden and as little as can be beside it, attacks the result and gives
the ``Audit`` along, to be kept with it. Earlier releases of the same cells are given as ``Told``: nobody may subtract
yesterday's figures from today's either. ``audit`` attacks any other choice of what to hide.

A single two-way table that nothing else is told of is ``suppress``ed, and attacked by ``bounds``. It asks for an
interval of a width where a release asks for one that reaches from nobody to a group large enough to be shown.
``stegvis.engine.disclosure.linked`` attacks figures that are weighted sums of counts. NumPy and SciPy only.
"""

from stegvis.engine.disclosure.attack import Bounds, bounds
from stegvis.engine.disclosure.earlier import Told
from stegvis.engine.disclosure.publication import Axis, Key, Publication, Table, gather
from stegvis.engine.disclosure.release import Audit, Interval, Release, audit, release
from stegvis.engine.disclosure.suppress import THRESHOLD, Suppressed, suppress
from stegvis.engine.disclosure.table import with_totals

__all__ = [
    "THRESHOLD",
    "Audit",
    "Axis",
    "Bounds",
    "Interval",
    "Key",
    "Publication",
    "Release",
    "Suppressed",
    "Table",
    "Told",
    "audit",
    "bounds",
    "gather",
    "release",
    "suppress",
    "with_totals",
]

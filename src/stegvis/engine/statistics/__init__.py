"""Agreement, leniency, sampling and evenness: plain arrays in, figures out. NumPy only.

Nothing here hides small groups: what may be shown goes through ``stegvis.engine.disclosure``.
"""

from stegvis.engine.statistics.agreement import LEAST_PAIRS, Agreement, agreement, cross_table
from stegvis.engine.statistics.evenness import Share, shares, wilson
from stegvis.engine.statistics.leniency import Leniency, leniency
from stegvis.engine.statistics.sampling import one_of_each, sample, sampling_plan

__all__ = [
    "LEAST_PAIRS",
    "Agreement",
    "Leniency",
    "Share",
    "agreement",
    "cross_table",
    "leniency",
    "one_of_each",
    "sample",
    "sampling_plan",
    "shares",
    "wilson",
]

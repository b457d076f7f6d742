"""Who gets which place: applicant-proposing deferred acceptance (Gale and Shapley 1962). NumPy only.

No applicant can gain by wishing otherwise than they want (Dubins and Freedman 1981, Roth 1982), however long the
lists; nobody is refused by a quota that takes somebody behind them. Quotas lie within one another (``Quotas``); a
minimum is no quota and is not known here: rules that cross (``crossing``) are another engine's, which promises less.
``documents`` makes a round something that anybody can compute again.
"""

from stegvis.engine.allocation.deferred import allocate
from stegvis.engine.allocation.outcome import NOWHERE, Outcome, Reason
from stegvis.engine.allocation.quotas import TOP, UNLIMITED, Problem, Quota, Quotas, compile_quotas, problems
from stegvis.engine.allocation.wishes import Wishes, draw_lottery

__all__ = [
    "NOWHERE",
    "TOP",
    "UNLIMITED",
    "Outcome",
    "Problem",
    "Quota",
    "Quotas",
    "Reason",
    "Wishes",
    "allocate",
    "compile_quotas",
    "draw_lottery",
    "problems",
]

"""Who gets which place: applicant-proposing deferred acceptance (Gale and Shapley 1962). NumPy only.

No applicant can gain by wishing otherwise than they want (Dubins and Freedman 1981, Roth 1982), however long the
lists; nobody is refused by a programme that takes somebody behind them. What a programme takes is a choice function
(``Choice``): ``Capacities`` is the plainest one.
"""

from stegvis.engine.allocation.choices import Capacities, Choice
from stegvis.engine.allocation.deferred import allocate
from stegvis.engine.allocation.outcome import NOWHERE, Outcome, Reason
from stegvis.engine.allocation.wishes import Wishes, draw_lottery

__all__ = [
    "NOWHERE",
    "Capacities",
    "Choice",
    "Outcome",
    "Reason",
    "Wishes",
    "allocate",
    "draw_lottery",
]

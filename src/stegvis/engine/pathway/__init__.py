"""Which occasions close most of a gap within time and money: weighted cover with side constraints.

Most weight first, then the fewest occasions or the cheapest, by choice. ``solve`` is exact by mixed-integer programming
(SciPy's HiGHS) and says so, or greedy where there is no time; what it chooses never breaks a rule. Times are whole
minutes since a Monday's midnight, hours are hours of working time, money is kronor. NumPy and SciPy only.
"""

from stegvis.engine.pathway.answer import Answer, Hindrance, hindrance_of, solve
from stegvis.engine.pathway.possible import Why
from stegvis.engine.pathway.question import Offered, Problem, Wish, problems

__all__ = ["Answer", "Hindrance", "Offered", "Problem", "Why", "Wish", "hindrance_of", "problems", "solve"]

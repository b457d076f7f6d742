"""Which profession should do which task: least short, then least cost, then least change (SciPy's HiGHS, simplex).

``solve`` splits the tasks of one unit or of many, and says what one more hour of each profession is worth; ``plan``
lets places share study posts over the years, and ``one_more`` says what a whole one more gives. ``shifts``,
``trainings`` and ``nearness`` read a split as what people do.
"""

from stegvis.engine.forecast.model import ModelError
from stegvis.engine.skillmix.check import check
from stegvis.engine.skillmix.model import NOBODY, Mix, Nearness, Plan, Posts, Shift, Split, Training, Worth
from stegvis.engine.skillmix.plan import one_more, plan
from stegvis.engine.skillmix.reading import nearness, shifts, trainings
from stegvis.engine.skillmix.solve import solve

__all__ = [
    "NOBODY",
    "Mix",
    "ModelError",
    "Nearness",
    "Plan",
    "Posts",
    "Shift",
    "Split",
    "Training",
    "Worth",
    "check",
    "nearness",
    "one_more",
    "plan",
    "shifts",
    "solve",
    "trainings",
]

"""Supply of staff by place, profession and year, with honest uncertainty.

``Workforce`` holds what is known, cause by cause; levers change it, and it gives a ``Model``. ``run`` forecasts a
model, by weights (``adjoint``) where it may and by the whole state (``forward``) where it must; ``bands`` says between
what its numbers will lie, ``waterfall`` what each lever gives. ``check`` says what makes a model impossible before
anything is computed. ``variance`` is what chance alone does to whole people, and ``persons`` lets it.
"""

from stegvis.engine.errors import ModelError
from stegvis.engine.forecast.adjoint import adjoint
from stegvis.engine.forecast.backtest import (
    Scores,
    coverage,
    crps,
    no_change,
    origins_of,
    per_inhabitant,
    rolled,
    scores,
)
from stegvis.engine.forecast.bands import PROBABILITIES, Bands, bands
from stegvis.engine.forecast.chance import variance
from stegvis.engine.forecast.check import MOST_CELLS, MOST_YEARS, check
from stegvis.engine.forecast.demand import (
    Service,
    calibrated,
    draw_demand,
    need,
    reorganised,
    staff,
)
from stegvis.engine.forecast.farm import DaskFarm
from stegvis.engine.forecast.forward import forward
from stegvis.engine.forecast.layers import Layers, compare, decompose
from stegvis.engine.forecast.levers import (
    ByDistance,
    Completion,
    FewerLeave,
    FirstYear,
    FromAbroad,
    HireAgency,
    Lever,
    LongerWeeks,
    Loop,
    MoreGraduates,
    MoveMore,
    RetireLater,
    Scene,
    StudyPosts,
    TaskShift,
)
from stegvis.engine.forecast.model import Change, Feedback, Model, cells, drawn, exits
from stegvis.engine.forecast.moves import Dense, Moves, gravity
from stegvis.engine.forecast.persons import persons
from stegvis.engine.forecast.run import Run, merged, run
from stegvis.engine.forecast.scenarios import Fall, pull, waterfall
from stegvis.engine.forecast.study import Study
from stegvis.engine.forecast.uncertainty import Uncertainty, draw
from stegvis.engine.forecast.workforce import Programme, Workforce

__all__ = [
    "MOST_CELLS",
    "MOST_YEARS",
    "PROBABILITIES",
    "Bands",
    "ByDistance",
    "Change",
    "Completion",
    "DaskFarm",
    "Dense",
    "Fall",
    "Feedback",
    "FewerLeave",
    "FirstYear",
    "FromAbroad",
    "HireAgency",
    "Layers",
    "Lever",
    "LongerWeeks",
    "Loop",
    "Model",
    "ModelError",
    "MoreGraduates",
    "MoveMore",
    "Moves",
    "Programme",
    "RetireLater",
    "Run",
    "Scene",
    "Scores",
    "Service",
    "Study",
    "StudyPosts",
    "TaskShift",
    "Uncertainty",
    "Workforce",
    "adjoint",
    "bands",
    "calibrated",
    "cells",
    "check",
    "compare",
    "coverage",
    "crps",
    "decompose",
    "draw",
    "draw_demand",
    "drawn",
    "exits",
    "forward",
    "gravity",
    "merged",
    "need",
    "no_change",
    "origins_of",
    "per_inhabitant",
    "persons",
    "pull",
    "reorganised",
    "rolled",
    "run",
    "scores",
    "staff",
    "variance",
    "waterfall",
]

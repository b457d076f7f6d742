"""Supply of staff by place, profession and year, with honest uncertainty.

``adjoint`` is the way to use; ``forward`` is the same by the plain way, its oracle. ``check`` says what makes a model
impossible before anything is computed. ``variance`` is what chance alone does to whole people, and ``persons`` lets it.
"""

from stegvis.engine.forecast.adjoint import adjoint
from stegvis.engine.forecast.chance import variance
from stegvis.engine.forecast.check import check
from stegvis.engine.forecast.forward import forward
from stegvis.engine.forecast.model import Change, Model, ModelError, Moves, exits
from stegvis.engine.forecast.persons import persons

__all__ = [
    "Change",
    "Model",
    "ModelError",
    "Moves",
    "adjoint",
    "check",
    "exits",
    "forward",
    "persons",
    "variance",
]

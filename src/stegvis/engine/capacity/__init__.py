"""Production and capacity by the week: need, what there is, the gap, what closes it, and why it became another.

``need`` counts by workload standards (WISN), ``capacity`` from the staff list less absence by reason, and
``available_hours`` what a full-time employee is there of it. ``close`` chooses
levers at the least cost; ``causes`` divides a plan's deviation among what caused it, without remainder.
"""

from stegvis.engine.capacity.balance import available_hours, capacity, gap, need
from stegvis.engine.capacity.close import close
from stegvis.engine.capacity.follow import causes
from stegvis.engine.capacity.model import (
    REASONS,
    Absence,
    Capacity,
    Causes,
    Closing,
    Lever,
    Moved,
    Moving,
    Need,
    Reason,
    Staff,
    Standards,
    Weeks,
)
from stegvis.engine.capacity.weeks import IsoWeek, iso_weeks, spread
from stegvis.engine.forecast.model import ModelError

__all__ = [
    "REASONS",
    "Absence",
    "Capacity",
    "Causes",
    "Closing",
    "IsoWeek",
    "Lever",
    "ModelError",
    "Moved",
    "Moving",
    "Need",
    "Reason",
    "Staff",
    "Standards",
    "Weeks",
    "available_hours",
    "capacity",
    "causes",
    "close",
    "gap",
    "iso_weeks",
    "need",
    "spread",
]

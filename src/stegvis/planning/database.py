"""The database functions of this room. Each runs as the owner, marked as the system's, and says what it gives out."""

from stegvis.planning.capacity import database as capacity
from stegvis.planning.ground import database as ground
from stegvis.planning.mix.shifts import database as shifts
from stegvis.planning.plans import database as plans
from stegvis.planning.registers import database as registers

FUNCTIONS = [*ground.FUNCTIONS, *capacity.FUNCTIONS, *plans.FUNCTIONS, *registers.FUNCTIONS, *shifts.FUNCTIONS]

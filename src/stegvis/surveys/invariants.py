"""What must be true of surveys and interviews."""

from stegvis.surveys.coding.invariants import INVARIANTS as CODING
from stegvis.surveys.fielding.invariants import INVARIANTS as FIELDING
from stegvis.surveys.interviews.invariants import INVARIANTS as INTERVIEWS

INVARIANTS = {**CODING, **FIELDING, **INTERVIEWS}

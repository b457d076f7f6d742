"""What must be true of surveys."""

from stegvis.surveys.coding.invariants import INVARIANTS as CODING

INVARIANTS = {**CODING}

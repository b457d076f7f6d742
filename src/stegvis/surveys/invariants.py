"""What must be true of surveys and interviews."""

from stegvis.surveys.interviews.invariants import INVARIANTS as INTERVIEWS

INVARIANTS = {**INTERVIEWS}

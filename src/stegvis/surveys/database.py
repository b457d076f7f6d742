"""The database functions of this room. Each runs as the owner, marked as the system's, and says what it gives out."""

from stegvis.surveys.answering import database as answering
from stegvis.surveys.fielding import database as fielding

FUNCTIONS = [*answering.FUNCTIONS, *fielding.FUNCTIONS]

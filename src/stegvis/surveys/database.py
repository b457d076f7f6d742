"""The database functions of this room. Each runs as the owner, marked as the system's, and says what it gives out."""

from stegvis.surveys.answering import database as answering
from stegvis.surveys.coding import database as coding
from stegvis.surveys.fielding import database as fielding
from stegvis.surveys.interviews import database as interviews

FUNCTIONS = [
    *answering.FUNCTIONS,
    *coding.FUNCTIONS,
    *fielding.FUNCTIONS,
    *interviews.FUNCTIONS,
]

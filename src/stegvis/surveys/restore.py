"""Surveys, their coding and interviews of yesterday."""

from datetime import datetime

from stegvis.surveys.coding.restore import restored as coding
from stegvis.surveys.fielding.restore import restored as fielding
from stegvis.surveys.interviews.restore import restored as interviews


def restored(made_at: datetime) -> list[str]:
    """What was done, and what is left to somebody, in words."""
    return [*fielding(made_at), *coding(made_at), *interviews(made_at)]

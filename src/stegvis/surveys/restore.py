"""Surveys and interviews of yesterday."""

from datetime import datetime

from stegvis.surveys.interviews.restore import restored as interviews


def restored(made_at: datetime) -> list[str]:
    """What was done, and what is left to somebody, in words."""
    return [*interviews(made_at)]

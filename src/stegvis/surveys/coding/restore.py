"""Coding of yesterday: coders who were taken away and texts that were hidden since are back as they were."""

from datetime import datetime

from stegvis.surveys.models import OpenQuestion


def restored(made_at: datetime) -> list[str]:
    """Nothing tells which they were, so their leaders are asked to look. Texts go with their rounds, by their days."""
    state = OpenQuestion.State
    coded = OpenQuestion.objects.exclude(state=state.GATHERED).count()
    return [
        f"{coded} questions with free text are coded; take coders away again whom you took away since the backup, and"
        " hide again what you hid"
    ]

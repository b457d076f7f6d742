"""The queue looks here for the room's jobs: those of its subjects."""

import stegvis.surveys.answering.tasks
import stegvis.surveys.fielding.tasks
import stegvis.surveys.telling.tasks  # noqa: F401 - they make themselves known to the queue

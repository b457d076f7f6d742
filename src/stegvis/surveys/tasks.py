"""The queue looks here for the room's jobs: those of its subjects, which make themselves known to it."""

import stegvis.surveys.answering.tasks
import stegvis.surveys.coding.tasks
import stegvis.surveys.fielding.tasks
import stegvis.surveys.interviews.tasks
import stegvis.surveys.telling.tasks  # noqa: F401

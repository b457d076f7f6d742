"""The queue looks here for the room's jobs: those of its subjects, which make themselves known to it."""

import stegvis.surveys.answering.tasks
import stegvis.surveys.fielding.tasks
import stegvis.surveys.interviews.tasks  # noqa: F401

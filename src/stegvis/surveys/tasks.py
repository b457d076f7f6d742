"""The queue looks here for the room's jobs: those of its subjects, which make themselves known to it."""

import stegvis.surveys.answering.tasks  # noqa: F401
import stegvis.surveys.fielding.tasks  # noqa: F401
import stegvis.surveys.interviews.tasks  # noqa: F401
import stegvis.surveys.telling.tasks  # noqa: F401

"""The queue looks here for the room's jobs: those of its subjects, which make themselves known to it."""

import stegvis.planning.forecasts.tasks  # noqa: F401 - they make themselves known to the queue

"""The queue looks here for the room's jobs: those of its subjects."""

import stegvis.surveys.coding.tasks  # noqa: F401 - they make themselves known to the queue

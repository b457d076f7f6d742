"""The queue looks here for the room's jobs: those of its subjects."""

import stegvis.exchange.applying.tasks
import stegvis.exchange.demand.tasks
import stegvis.exchange.rounds.tasks
import stegvis.exchange.taking_part.tasks  # noqa: F401 - they make themselves known to the queue

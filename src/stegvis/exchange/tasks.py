"""The room's jobs. The queue looks here for the subjects' own too."""

import stegvis.exchange.demand.tasks  # noqa: F401 - they make themselves known to the queue

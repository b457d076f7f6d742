"""What is done each night."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from stegvis.foundation.operations.invariants import broken_invariants

logger = logging.getLogger(__name__)


class InvariantError(Exception):
    """The job fails, so that the failure stands in the list of jobs too."""


@app.periodic(cron="17 2 * * *")
@app.task(name="operations.check_invariants", queueing_lock="operations.check_invariants")
def check_invariants(timestamp: int) -> None:
    """Run every invariant. Raises InvariantError; what is broken stands in the log by keys, without names."""
    broken = broken_invariants()
    for one in broken:
        logger.error("Invariant broken: %s", one.in_words())
    if broken:
        raise InvariantError(", ".join(one.name for one in broken))
